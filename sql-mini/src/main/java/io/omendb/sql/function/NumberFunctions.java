package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.FLOAT8;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT8;
import static io.omendb.sql.types.TypeKind.NUMERIC;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.NumericScale;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.DoubleUnaryOperator;

/** Hyperbolic functions, angles in degrees, histogram buckets, factorials. */
final class NumberFunctions {
    private static final long FACTORIAL_MAX = 32_177;

    private NumberFunctions() {}

    static void register(FunctionRegistrar r) {
        r.function("sinh", FLOAT8, unary(Math::sinh), FLOAT8);
        r.function("cosh", FLOAT8, unary(Math::cosh), FLOAT8);
        r.function("tanh", FLOAT8, unary(Math::tanh), FLOAT8);
        r.function("asinh", FLOAT8, unary(NumberFunctions::asinh), FLOAT8);
        r.function("acosh", FLOAT8, unary(NumberFunctions::acosh), FLOAT8);
        r.function("atanh", FLOAT8, unary(NumberFunctions::atanh), FLOAT8);
        r.function("cot", FLOAT8, unary(x -> 1 / Math.tan(finite(x))), FLOAT8);
        r.function("sind", FLOAT8, unary(NumberFunctions::sind), FLOAT8);
        r.function("cosd", FLOAT8, unary(x -> sind(finite(x) % 360 + 90)), FLOAT8);
        r.function("tand", FLOAT8, unary(NumberFunctions::tand), FLOAT8);
        r.function("cotd", FLOAT8, unary(NumberFunctions::cotd), FLOAT8);
        r.function(
                "width_bucket",
                INT4,
                RowKernel.of(NumberFunctions::bucketOfDouble),
                FLOAT8,
                FLOAT8,
                FLOAT8,
                INT4);
        r.function(
                "width_bucket",
                INT4,
                RowKernel.of(NumberFunctions::bucketOfNumeric),
                NUMERIC,
                NUMERIC,
                NUMERIC,
                INT4);
        r.function("factorial", NUMERIC, RowKernel.of(NumberFunctions::factorial), INT8);
        r.function("min_scale", INT4, RowKernel.of(NumberFunctions::minScale), NUMERIC);
    }

    private static KernelFactory unary(DoubleUnaryOperator function) {
        return RowKernel.of(
                (in, row, out) -> out.doubles[row] = function.applyAsDouble(in.doubleAt(0, row)));
    }

    private static SqlException inputOutOfRange() {
        return SqlException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
    }

    private static double finite(double x) {
        if (Double.isInfinite(x)) {
            throw inputOutOfRange();
        }
        return x;
    }

    private static double asinh(double x) {
        double magnitude = Math.abs(x);
        if (magnitude == 0 || Double.isInfinite(x)) {
            return x;
        }
        double square = magnitude * magnitude;
        double result =
                magnitude > 1e8
                        ? Math.log(magnitude) + Math.log(2)
                        : Math.log1p(magnitude + square / (1 + Math.sqrt(1 + square)));
        return Math.copySign(result, x);
    }

    private static double acosh(double x) {
        if (x < 1) {
            throw inputOutOfRange();
        }
        if (x > 1e8) {
            return Math.log(x) + Math.log(2);
        }
        double above = x - 1;
        return Math.log1p(above + Math.sqrt(above * (2 + above)));
    }

    private static double atanh(double x) {
        if (x < -1 || x > 1) {
            throw inputOutOfRange();
        }
        return Math.abs(x) == 1
                ? Math.copySign(Double.POSITIVE_INFINITY, x)
                : Math.copySign(0.5 * Math.log1p(2 * Math.abs(x) / (1 - Math.abs(x))), x);
    }

    /** The sine of degrees, exact at multiples of 30. */
    private static double sind(double x) {
        double degrees = finite(x) % 360;
        if (Double.isNaN(degrees)) {
            return degrees;
        }
        int sign = degrees < 0 ? -1 : 1;
        degrees = Math.abs(degrees);
        if (degrees > 180) {
            degrees = 360 - degrees;
            sign = -sign;
        }
        if (degrees > 90) {
            degrees = 180 - degrees;
        }
        double sine =
                degrees <= 30
                        ? Math.sin(Math.toRadians(degrees)) / Math.sin(Math.toRadians(30)) / 2
                        : cosineOfFirst(90 - degrees);
        return sign * sine;
    }

    /** The cosine of 0 to 60 degrees, one half at the end. */
    private static double cosineOfFirst(double degrees) {
        double whole = 1 - Math.cos(Math.toRadians(60));
        return 1 - (1 - Math.cos(Math.toRadians(degrees))) / whole / 2;
    }

    private static double tand(double x) {
        double degrees = finite(x) % 180;
        double tangent = sind(degrees) / sind(degrees + 90);
        return scaled(degrees, tangent);
    }

    private static double cotd(double x) {
        double degrees = finite(x) % 180;
        double cotangent = sind(degrees + 90) / sind(degrees);
        return scaled(degrees, cotangent);
    }

    /** At odd multiples of 45 both are exactly one, and zero has no sign. */
    private static double scaled(double degrees, double value) {
        return Math.abs(degrees % 90) == 45 ? Math.signum(value) : value == 0 ? 0 : value;
    }

    private static SqlException invalidBuckets(String message) {
        return SqlException.of(SqlState.INVALID_ARGUMENT_FOR_WIDTH_BUCKET, message);
    }

    private static long checkedCount(KernelInput in, int row) {
        long count = in.longAt(3, row);
        if (count <= 0) {
            throw invalidBuckets("count must be greater than zero");
        }
        return count;
    }

    private static long checkedBucket(long bucket) {
        if (bucket > Integer.MAX_VALUE) {
            throw SqlException.outOfRange("integer");
        }
        return bucket;
    }

    private static void bucketOfDouble(KernelInput in, int row, Vector out) {
        double operand = in.doubleAt(0, row);
        double low = in.doubleAt(1, row);
        double high = in.doubleAt(2, row);
        long count = checkedCount(in, row);
        if (Double.isNaN(operand) || Double.isNaN(low) || Double.isNaN(high)) {
            throw invalidBuckets("operand, lower bound, and upper bound cannot be NaN");
        }
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw invalidBuckets("lower and upper bounds must be finite");
        }
        if (low == high) {
            throw invalidBuckets("lower bound cannot equal upper bound");
        }
        boolean rising = low < high;
        if (rising ? operand < low : operand > low) {
            out.longs[row] = 0;
        } else if (rising ? operand >= high : operand <= high) {
            out.longs[row] = checkedBucket(count + 1);
        } else {
            // Halved, so that a width beyond the largest double does not overflow.
            double share = (operand / 2 - low / 2) / (high / 2 - low / 2);
            out.longs[row] = Math.min((long) (share * count), count - 1) + 1;
        }
    }

    private static void bucketOfNumeric(KernelInput in, int row, Vector out) {
        long count = checkedCount(in, row);
        for (int i = 0; i < 3; i++) {
            if (NumericFormat.isNaN(in.bytesOf(i), in.startAt(i, row))) {
                throw invalidBuckets("operand, lower bound, and upper bound cannot be NaN");
            }
        }
        if (!isFinite(in, 1, row) || !isFinite(in, 2, row)) {
            throw invalidBuckets("lower and upper bounds must be finite");
        }
        BigDecimal low = decimal(in, 1, row);
        BigDecimal high = decimal(in, 2, row);
        boolean rising = high.compareTo(low) > 0;
        if (!rising && high.compareTo(low) == 0) {
            throw invalidBuckets("lower bound cannot equal upper bound");
        }
        if (!isFinite(in, 0, row)) {
            boolean negative = NumericFormat.isNegativeInfinity(in.bytesOf(0), in.startAt(0, row));
            out.longs[row] = negative == rising ? 0 : checkedBucket(count + 1);
            return;
        }
        BigDecimal operand = decimal(in, 0, row);
        if (rising ? operand.compareTo(low) < 0 : operand.compareTo(low) > 0) {
            out.longs[row] = 0;
        } else if (rising ? operand.compareTo(high) >= 0 : operand.compareTo(high) <= 0) {
            out.longs[row] = checkedBucket(count + 1);
        } else {
            out.longs[row] =
                    operand.subtract(low)
                                    .multiply(BigDecimal.valueOf(count))
                                    .divideToIntegralValue(high.subtract(low))
                                    .longValueExact()
                            + 1;
        }
    }

    private static boolean isFinite(KernelInput in, int argument, int row) {
        return NumericFormat.isFinite(in.bytesOf(argument), in.startAt(argument, row));
    }

    private static BigDecimal decimal(KernelInput in, int argument, int row) {
        return NumericFormat.decimal(
                in.bytesOf(argument), in.startAt(argument, row), in.lengthAt(argument, row));
    }

    private static void factorial(KernelInput in, int row, Vector out) {
        long n = in.longAt(0, row);
        if (n < 0) {
            throw SqlException.of(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    "factorial of a negative number is undefined");
        }
        if (n > FACTORIAL_MAX) {
            throw SqlException.of(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
        }
        NumericScale.setDecimal(
                new BigDecimal(product(1, Math.max(1, n))), SqlType.NUMERIC, out, row);
    }

    /** The product of a range, halved so that factors are of like length. */
    private static BigInteger product(long from, long to) {
        if (from == to) {
            return BigInteger.valueOf(from);
        }
        long middle = from + (to - from) / 2;
        return product(from, middle).multiply(product(middle + 1, to));
    }

    private static void minScale(KernelInput in, int row, Vector out) {
        if (isFinite(in, 0, row)) {
            BigDecimal value = decimal(in, 0, row);
            out.longs[row] =
                    value.signum() == 0 ? 0 : Math.max(0, value.stripTrailingZeros().scale());
        } else {
            out.setNull(row);
        }
    }
}
