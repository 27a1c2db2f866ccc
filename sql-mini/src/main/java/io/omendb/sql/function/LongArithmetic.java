package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;

/**
 * + - * / % of integers. Sums and products go through whole vectors and gather overflow in one word
 * that is looked at after the loop, so that the loops have no exits.
 */
final class LongArithmetic implements Kernel {
    /** The operations. */
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MODULO
    }

    private final Operation operation;
    private final TypeKind result;

    LongArithmetic(Operation operation, TypeKind result) {
        this.operation = operation;
        this.result = result;
    }

    static KernelFactory factory(Operation operation) {
        return (List<SqlType> arguments, SqlType type) ->
                new LongArithmetic(operation, type.kind());
    }

    @Override
    public void apply(KernelInput in, RowSet rows, Vector out) {
        long[] a = in.args[0].longs;
        long[] b = in.args[1].longs;
        int aMask = in.masks[0];
        int bMask = in.masks[1];
        boolean dense = rows.dense && aMask != 0;
        switch (operation) {
            case ADD -> {
                if (!dense) {
                    addListed(a, aMask, b, bMask, rows, out.longs);
                } else if (bMask == 0) {
                    check(addScalar(a, b[0], rows.count, out.longs));
                } else {
                    check(addColumns(a, b, rows.count, out.longs));
                }
                checkWidth(rows, out.longs);
            }
            case SUBTRACT -> {
                if (!dense) {
                    subtractListed(a, aMask, b, bMask, rows, out.longs);
                } else if (bMask == 0) {
                    check(subtractScalar(a, b[0], rows.count, out.longs));
                } else {
                    check(subtractColumns(a, b, rows.count, out.longs));
                }
                checkWidth(rows, out.longs);
            }
            case MULTIPLY -> {
                multiply(a, aMask, b, bMask, rows, out.longs);
                checkWidth(rows, out.longs);
            }
            case DIVIDE -> divide(a, aMask, b, bMask, rows, out.longs);
            case MODULO -> modulo(a, aMask, b, bMask, rows, out.longs);
        }
    }

    private void check(long overflow) {
        if (overflow < 0) {
            throw overflow();
        }
    }

    private SqlException overflow() {
        return SqlException.outOfRange(result.sqlName());
    }

    private static long addScalar(long[] a, long b, int n, long[] out) {
        long overflow = 0;
        for (int i = 0; i < n; i++) {
            long sum = a[i] + b;
            overflow |= (a[i] ^ sum) & (b ^ sum);
            out[i] = sum;
        }
        return overflow;
    }

    private static long addColumns(long[] a, long[] b, int n, long[] out) {
        long overflow = 0;
        for (int i = 0; i < n; i++) {
            long sum = a[i] + b[i];
            overflow |= (a[i] ^ sum) & (b[i] ^ sum);
            out[i] = sum;
        }
        return overflow;
    }

    private void addListed(long[] a, int aMask, long[] b, int bMask, RowSet rows, long[] out) {
        long overflow = 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            long x = a[row & aMask];
            long y = b[row & bMask];
            long sum = x + y;
            overflow |= (x ^ sum) & (y ^ sum);
            out[row] = sum;
        }
        check(overflow);
    }

    private static long subtractScalar(long[] a, long b, int n, long[] out) {
        long overflow = 0;
        for (int i = 0; i < n; i++) {
            long difference = a[i] - b;
            overflow |= (a[i] ^ b) & (a[i] ^ difference);
            out[i] = difference;
        }
        return overflow;
    }

    private static long subtractColumns(long[] a, long[] b, int n, long[] out) {
        long overflow = 0;
        for (int i = 0; i < n; i++) {
            long difference = a[i] - b[i];
            overflow |= (a[i] ^ b[i]) & (a[i] ^ difference);
            out[i] = difference;
        }
        return overflow;
    }

    private void subtractListed(long[] a, int aMask, long[] b, int bMask, RowSet rows, long[] out) {
        long overflow = 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            long x = a[row & aMask];
            long y = b[row & bMask];
            long difference = x - y;
            overflow |= (x ^ y) & (x ^ difference);
            out[row] = difference;
        }
        check(overflow);
    }

    private void multiply(long[] a, int aMask, long[] b, int bMask, RowSet rows, long[] out) {
        long overflow = 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            long x = a[row & aMask];
            long y = b[row & bMask];
            long low = x * y;
            overflow |= Math.multiplyHigh(x, y) ^ low >> 63;
            out[row] = low;
        }
        if (overflow != 0) {
            throw overflow();
        }
    }

    private void divide(long[] a, int aMask, long[] b, int bMask, RowSet rows, long[] out) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            long x = a[row & aMask];
            long y = b[row & bMask];
            if (y == 0) {
                throw SqlException.divisionByZero();
            }
            if (y == -1 && x == Long.MIN_VALUE) {
                throw overflow();
            }
            out[row] = x / y;
        }
        checkWidth(rows, out);
    }

    private static void modulo(long[] a, int aMask, long[] b, int bMask, RowSet rows, long[] out) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            long y = b[row & bMask];
            if (y == 0) {
                throw SqlException.divisionByZero();
            }
            out[row] = y == -1 ? 0 : a[row & aMask] % y;
        }
    }

    /** Results of smallint and integer must be such. */
    private void checkWidth(RowSet rows, long[] values) {
        if (result == TypeKind.INT8) {
            return;
        }
        int shift = result == TypeKind.INT2 ? 48 : 32;
        long wrong = 0;
        if (rows.dense) {
            for (int i = 0; i < rows.count; i++) {
                wrong |= values[i] << shift >> shift ^ values[i];
            }
        } else {
            for (int i = 0; i < rows.count; i++) {
                long value = values[rows.rows[i]];
                wrong |= value << shift >> shift ^ value;
            }
        }
        if (wrong != 0) {
            throw overflow();
        }
    }
}
