package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;

/**
 * + - * / of floating-point numbers. As in PostgreSQL a result that is infinite, or zero for a
 * product or quotient, although no operand is, is an error; the operands are searched for a reason
 * only when a result looks so.
 */
final class DoubleArithmetic implements Kernel {
    private final LongArithmetic.Operation operation;
    private final boolean single;

    DoubleArithmetic(LongArithmetic.Operation operation, boolean single) {
        this.operation = operation;
        this.single = single;
    }

    static KernelFactory factory(LongArithmetic.Operation operation) {
        return (List<SqlType> arguments, SqlType type) ->
                new DoubleArithmetic(operation, type.kind() == TypeKind.FLOAT4);
    }

    @Override
    public void apply(KernelInput in, RowSet rows, Vector out) {
        double[] a = in.args[0].doubles;
        double[] b = in.args[1].doubles;
        int aMask = in.masks[0];
        int bMask = in.masks[1];
        if (rows.dense && aMask != 0 && bMask != 0) {
            columns(a, b, rows.count, out.doubles);
        } else if (rows.dense && aMask != 0) {
            scalar(a, b[0], rows.count, out.doubles);
        } else {
            listed(a, aMask, b, bMask, rows, out.doubles);
        }
        if (single) {
            roundToSingle(rows, out.doubles);
        }
        if (!isPlain(rows, out.doubles) || operation == LongArithmetic.Operation.DIVIDE) {
            check(a, aMask, b, bMask, rows, out.doubles);
        }
    }

    private void columns(double[] a, double[] b, int n, double[] out) {
        switch (operation) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] + b[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] - b[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] * b[i];
                }
            }
            case DIVIDE, MODULO -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] / b[i];
                }
            }
        }
    }

    private void scalar(double[] a, double b, int n, double[] out) {
        switch (operation) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] + b;
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] - b;
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] * b;
                }
            }
            case DIVIDE, MODULO -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] / b;
                }
            }
        }
    }

    private void listed(double[] a, int aMask, double[] b, int bMask, RowSet rows, double[] out) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            double x = a[row & aMask];
            double y = b[row & bMask];
            out[row] =
                    switch (operation) {
                        case ADD -> x + y;
                        case SUBTRACT -> x - y;
                        case MULTIPLY -> x * y;
                        case DIVIDE, MODULO -> x / y;
                    };
        }
    }

    private static void roundToSingle(RowSet rows, double[] values) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            values[row] = (float) values[row];
        }
    }

    /**
     * Whether all results are finite and, for products, not zero: then nothing can have gone wrong.
     */
    private boolean isPlain(RowSet rows, double[] values) {
        boolean product = operation == LongArithmetic.Operation.MULTIPLY;
        for (int i = 0; i < rows.count; i++) {
            double value = values[rows.row(i)];
            if (!(Math.abs(value) <= Double.MAX_VALUE) || product && value == 0) {
                return false;
            }
        }
        return true;
    }

    private void check(double[] a, int aMask, double[] b, int bMask, RowSet rows, double[] out) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            double x = a[row & aMask];
            double y = b[row & bMask];
            double result = out[row];
            boolean divide = operation == LongArithmetic.Operation.DIVIDE;
            if (divide && y == 0 && !Double.isNaN(x)) {
                throw SqlException.divisionByZero();
            }
            if (Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
                throw overflow();
            }
            boolean mayVanish = divide || operation == LongArithmetic.Operation.MULTIPLY;
            if (mayVanish && result == 0 && x != 0 && (divide ? !Double.isInfinite(y) : y != 0)) {
                throw underflow();
            }
        }
    }

    static SqlException overflow() {
        return SqlException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
    }

    static SqlException underflow() {
        return SqlException.of(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    }
}
