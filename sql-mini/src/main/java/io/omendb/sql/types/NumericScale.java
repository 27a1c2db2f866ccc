package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Sets numeric values as {@code numeric(p, s)} holds them: rounded half away from zero, refused
 * when too large.
 */
public final class NumericScale {
    private NumericScale() {}

    public static void setNaN(Vector out, int row) {
        out.begin();
        NumericFormat.putNaN(out);
        out.end(row);
    }

    public static void setInfinity(boolean negative, SqlType type, Vector out, int row) {
        if (type.precision() >= 0) {
            throw overflow()
                    .withDetail(
                            "A field with precision "
                                    + type.precision()
                                    + ", scale "
                                    + type.scale()
                                    + " cannot hold an infinite value.");
        }
        out.begin();
        NumericFormat.putInfinity(out, negative);
        out.end(row);
    }

    /** The value {@code unscaled / 10^scale}; allocates only where a long does not reach. */
    public static void setLong(long unscaled, int scale, SqlType type, Vector out, int row) {
        long value = unscaled;
        int valueScale = scale;
        if (type.precision() >= 0) {
            int wanted = type.scale();
            int digits = wanted - scale;
            boolean fits =
                    digits >= 0
                            ? wanted >= 0 && NumericFormat.scalesUp(unscaled, digits)
                            : wanted >= 0 && -digits <= 18;
            if (!fits || type.precision() > 18) {
                setDecimal(BigDecimal.valueOf(unscaled, scale), type, out, row);
                return;
            }
            value =
                    digits >= 0
                            ? unscaled * NumericFormat.powerOfTen(digits)
                            : roundedQuotient(unscaled, NumericFormat.powerOfTen(-digits));
            valueScale = wanted;
            if (Math.abs(value) >= NumericFormat.powerOfTen(type.precision())) {
                throw tooLarge(type);
            }
        }
        out.begin();
        NumericFormat.putLong(out, value, valueScale);
        out.end(row);
    }

    /** The quotient rounded half away from zero; the divisor is positive. */
    public static long roundedQuotient(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long remainder = Math.abs(dividend % divisor);
        if (remainder >= divisor - remainder) {
            quotient += dividend < 0 ? -1 : 1;
        }
        return quotient;
    }

    /** A finite value with its own scale. */
    public static void setDecimal(BigDecimal decimal, SqlType type, Vector out, int row) {
        BigDecimal value = decimal;
        if (type.precision() >= 0) {
            value = decimal.setScale(type.scale(), RoundingMode.HALF_UP);
            if (value.signum() != 0 && value.precision() > type.precision()) {
                throw tooLarge(type);
            }
        }
        out.begin();
        NumericFormat.putDecimal(out, NumericCodec.checked(value));
        out.end(row);
    }

    private static SqlException tooLarge(SqlType type) {
        int digits = type.precision() - type.scale();
        return overflow()
                .withDetail(
                        "A field with precision "
                                + type.precision()
                                + ", scale "
                                + type.scale()
                                + " must round to an absolute value less than "
                                + (digits == 0 ? "1" : "10^" + digits)
                                + ".");
    }

    private static SqlException overflow() {
        return SqlException.of(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "numeric field overflow");
    }
}
