package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * + - * / % of numerics. Sums have the larger scale, products the sum of the scales, quotients at
 * least 16 significant digits by {@link NumericMath#divisionScale}. Longs are added, multiplied
 * and reduced in place where that cannot overflow.
 */
final class NumericArithmetic implements Kernel {
    private final LongArithmetic.Operation operation;

    NumericArithmetic(LongArithmetic.Operation operation) {
        this.operation = operation;
    }

    static KernelFactory factory(LongArithmetic.Operation operation) {
        return (List<SqlType> arguments, SqlType type) -> new NumericArithmetic(operation);
    }

    static double doubleValue(byte[] a, int offset, int length) {
        if (!NumericFormat.isFinite(a, offset)) {
            return NumericFormat.isNaN(a, offset)
                    ? Double.NaN
                    : NumericFormat.isPositiveInfinity(a, offset)
                            ? Double.POSITIVE_INFINITY
                            : Double.NEGATIVE_INFINITY;
        }
        if (NumericFormat.isLong(a, offset, length)) {
            long unscaled = NumericFormat.unscaledLong(a, offset, length);
            int scale = NumericFormat.scale(a, offset);
            // Both exact in a double: one correctly rounded division.
            if (Math.abs(unscaled) <= 1L << 53 && scale <= 15) {
                return unscaled / (double) NumericFormat.powerOfTen(scale);
            }
        }
        return NumericFormat.decimal(a, offset, length).doubleValue();
    }

    @Override
    public void apply(KernelInput in, RowSet rows, Vector out) {
        byte[] a = in.bytesOf(0);
        byte[] b = in.bytesOf(1);
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            int aOffset = in.startAt(0, row);
            int aLength = in.lengthAt(0, row);
            int bOffset = in.startAt(1, row);
            int bLength = in.lengthAt(1, row);
            if (!NumericFormat.isFinite(a, aOffset) || !NumericFormat.isFinite(b, bOffset)) {
                special(
                        doubleValue(a, aOffset, aLength),
                        doubleValue(b, bOffset, bLength),
                        b,
                        bOffset,
                        out,
                        row);
            } else if (!NumericFormat.isLong(a, aOffset, aLength)
                    || !NumericFormat.isLong(b, bOffset, bLength)
                    || !longs(
                            NumericFormat.unscaledLong(a, aOffset, aLength),
                            NumericFormat.scale(a, aOffset),
                            NumericFormat.unscaledLong(b, bOffset, bLength),
                            NumericFormat.scale(b, bOffset),
                            out,
                            row)) {
                BigDecimal x = NumericFormat.decimal(a, aOffset, aLength);
                BigDecimal y = NumericFormat.decimal(b, bOffset, bLength);
                NumericScale.setDecimal(decimal(x, y), SqlType.NUMERIC, out, row);
            }
        }
    }

    /** Works out a row in longs, or returns false when they do not reach. */
    private boolean longs(long x, int xScale, long y, int yScale, Vector out, int row) {
        if (operation == LongArithmetic.Operation.MULTIPLY) {
            long low = x * y;
            if (Math.multiplyHigh(x, y) != low >> 63 || xScale + yScale > NumericFormat.SCALE_MAX) {
                return false;
            }
            NumericScale.setLong(low, xScale + yScale, SqlType.NUMERIC, out, row);
            return true;
        }
        if (operation == LongArithmetic.Operation.DIVIDE) {
            return false;
        }
        int scale = Math.max(xScale, yScale);
        if (!NumericFormat.scalesUp(x, scale - xScale)
                || !NumericFormat.scalesUp(y, scale - yScale)) {
            return false;
        }
        long left = x * NumericFormat.powerOfTen(scale - xScale);
        long right = y * NumericFormat.powerOfTen(scale - yScale);
        if (operation == LongArithmetic.Operation.MODULO) {
            if (right == 0) {
                throw SqlException.divisionByZero();
            }
            NumericScale.setLong(right == -1 ? 0 : left % right, scale, SqlType.NUMERIC, out, row);
            return true;
        }
        boolean add = operation == LongArithmetic.Operation.ADD;
        long result = add ? left + right : left - right;
        long overflow = add ? (left ^ result) & (right ^ result) : (left ^ right) & (left ^ result);
        if (overflow < 0) {
            return false;
        }
        NumericScale.setLong(result, scale, SqlType.NUMERIC, out, row);
        return true;
    }

    private BigDecimal decimal(BigDecimal x, BigDecimal y) {
        return switch (operation) {
            case ADD -> x.add(y);
            case SUBTRACT -> x.subtract(y);
            case MULTIPLY -> {
                BigDecimal product = x.multiply(y);
                yield product.scale() > NumericFormat.SCALE_MAX
                        ? product.setScale(NumericFormat.SCALE_MAX, RoundingMode.HALF_UP)
                        : product;
            }
            case DIVIDE -> NumericMath.divide(x, y);
            case MODULO -> {
                if (y.signum() == 0) {
                    throw SqlException.divisionByZero();
                }
                yield x.remainder(y).setScale(Math.max(x.scale(), y.scale()));
            }
        };
    }

    /**
     * NaN and the infinities behave as those of floating point do, but that a finite value by zero
     * is still an error.
     */
    private void special(
            double x, double y, byte[] b, int bOffset, Vector out, int row) {
        boolean divides =
                operation == LongArithmetic.Operation.DIVIDE
                        || operation == LongArithmetic.Operation.MODULO;
        if (divides && !Double.isNaN(x) && y == 0 && NumericFormat.isFinite(b, bOffset)) {
            throw SqlException.divisionByZero();
        }
        double result =
                switch (operation) {
                    case ADD -> x + y;
                    case SUBTRACT -> x - y;
                    case MULTIPLY -> Math.signum(x) * Math.signum(y) * Double.POSITIVE_INFINITY;
                    case DIVIDE -> x / y;
                    case MODULO -> x % y;
                };
        if (Double.isNaN(result)) {
            NumericScale.setNaN(out, row);
        } else if (Double.isInfinite(result)) {
            NumericScale.setInfinity(result < 0, SqlType.NUMERIC, out, row);
        } else if (operation == LongArithmetic.Operation.MODULO) {
            NumericScale.setDecimal(
                    BigDecimal.valueOf(x).stripTrailingZeros(), SqlType.NUMERIC, out, row);
        } else {
            NumericScale.setLong(0, 0, SqlType.NUMERIC, out, row);
        }
    }
}
