package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Division, roots, exponentials and logarithms of decimals with the number of digits that
 * PostgreSQL gives: at least 16 significant ones and no fewer than the operands have. The rules
 * count digits in groups of four, as its numerics are stored.
 */
final class NumericMath {
    static final int SIGNIFICANT_DIGITS_MIN = 16;
    static final int DISPLAY_SCALE_MAX = 1000;

    private static final int GROUP = 4;
    private static final int GUARD_DIGITS = 10;

    private NumericMath() {}

    /**
     * Position of the first group of four digits that is not zero: 0 for the one before the point.
     */
    static int weight(BigDecimal value) {
        return value.signum() == 0
                ? 0
                : Math.floorDiv(value.precision() - value.scale() - 1, GROUP);
    }

    /** The first group of four digits that is not zero. */
    static int leadingGroup(BigDecimal value) {
        if (value.signum() == 0) {
            return 0;
        }
        return value.abs().movePointLeft(GROUP * weight(value)).intValue();
    }

    /** Digits after the point of a quotient. */
    static int divisionScale(BigDecimal x, BigDecimal y) {
        int weight = weight(x) - weight(y);
        if (leadingGroup(x) <= leadingGroup(y)) {
            weight--;
        }
        int scale = SIGNIFICANT_DIGITS_MIN - weight * GROUP;
        scale = Math.max(scale, Math.max(x.scale(), y.scale()));
        return Math.min(Math.max(scale, 0), DISPLAY_SCALE_MAX);
    }

    static BigDecimal divide(BigDecimal x, BigDecimal y) {
        if (y.signum() == 0) {
            throw SqlException.divisionByZero();
        }
        return x.divide(y, divisionScale(x, y), RoundingMode.HALF_UP);
    }

    static BigDecimal sqrt(BigDecimal x) {
        if (x.signum() < 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "cannot take square root of a negative number");
        }
        int weight = (weight(x) + 1) * GROUP / 2 - 1;
        int scale = clamp(Math.max(SIGNIFICANT_DIGITS_MIN - weight, x.scale()));
        if (x.signum() == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        BigInteger unscaled = x.movePointRight(2 * scale + 2).toBigInteger();
        return new BigDecimal(unscaled.sqrt(), scale + 1).setScale(scale, RoundingMode.HALF_UP);
    }

    private static int clamp(int scale) {
        return Math.min(Math.max(scale, 0), DISPLAY_SCALE_MAX);
    }

    static BigDecimal exp(BigDecimal x) {
        double magnitude = x.doubleValue() * 0.434294481903252;
        if (magnitude > 200_000) {
            throw overflow();
        }
        int digits = (int) Math.max(-DISPLAY_SCALE_MAX, magnitude);
        int scale = clamp(Math.max(SIGNIFICANT_DIGITS_MIN - digits, x.scale()));
        return expPrecise(x, scale);
    }

    static SqlException overflow() {
        return SqlException.of(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }

    /** The Taylor series of x / 2^n, squared n times. */
    private static BigDecimal expPrecise(BigDecimal x, int scale) {
        int halvings = Math.max(0, x.abs().toBigInteger().bitLength() + 4);
        int whole = (int) Math.max(0, x.doubleValue() * 0.4343);
        MathContext context =
                new MathContext(scale + whole + halvings + GUARD_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal reduced = x.divide(new BigDecimal(BigInteger.ONE.shiftLeft(halvings)), context);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        BigDecimal limit = BigDecimal.ONE.movePointLeft(context.getPrecision() + 2);
        for (int i = 1; term.abs().compareTo(limit) > 0; i++) {
            term = term.multiply(reduced, context).divide(BigDecimal.valueOf(i), context);
            sum = sum.add(term, context);
        }
        for (int i = 0; i < halvings; i++) {
            sum = sum.multiply(sum, context);
        }
        return sum.setScale(scale, RoundingMode.HALF_UP);
    }

    static BigDecimal ln(BigDecimal x) {
        checkLogarithm(x);
        int scale = clamp(Math.max(SIGNIFICANT_DIGITS_MIN - logarithmWeight(x), x.scale()));
        return lnPrecise(x, scale + GUARD_DIGITS).setScale(scale, RoundingMode.HALF_UP);
    }

    private static void checkLogarithm(BigDecimal x) {
        if (x.signum() == 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_LOG, "cannot take logarithm of zero");
        }
        if (x.signum() < 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_LOG,
                    "cannot take logarithm of a negative number");
        }
    }

    /** Decimal digits before the point of a natural logarithm, estimated; negative near 1. */
    static int logarithmWeight(BigDecimal x) {
        BigDecimal distance = x.subtract(BigDecimal.ONE);
        if (distance.signum() == 0) {
            return 0;
        }
        boolean nearOne =
                x.compareTo(new BigDecimal("0.9")) >= 0 && x.compareTo(new BigDecimal("1.1")) <= 0;
        if (nearOne) {
            return distance.precision() - distance.scale() - 1;
        }
        double estimate =
                Math.abs(Math.log(x.unscaledValue().doubleValue()) - x.scale() * Math.log(10));
        return (int) Math.log10(estimate);
    }

    /** 2 artanh((x-1)/(x+1)) after square roots have brought x near 1. */
    private static BigDecimal lnPrecise(BigDecimal x, int scale) {
        int size = Math.abs(x.precision() - x.scale());
        MathContext context =
                new MathContext(scale + size + 2 * GUARD_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal reduced = x;
        int roots = 0;
        BigDecimal high = new BigDecimal("1.01");
        BigDecimal low = new BigDecimal("0.99");
        while (reduced.compareTo(high) > 0 || reduced.compareTo(low) < 0) {
            reduced = reduced.sqrt(context);
            roots++;
        }
        BigDecimal z =
                reduced.subtract(BigDecimal.ONE).divide(reduced.add(BigDecimal.ONE), context);
        BigDecimal square = z.multiply(z, context);
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal power = z;
        BigDecimal limit = BigDecimal.ONE.movePointLeft(context.getPrecision() + 2);
        for (int i = 1; power.abs().compareTo(limit) > 0; i += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(i), context), context);
            power = power.multiply(square, context);
        }
        return sum.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(roots + 1)), context);
    }

    /** The logarithm of x to a base. */
    static BigDecimal log(BigDecimal base, BigDecimal x) {
        checkLogarithm(base);
        checkLogarithm(x);
        int weight = logarithmWeight(x) - logarithmWeight(base);
        int scale =
                clamp(Math.max(SIGNIFICANT_DIGITS_MIN - weight, Math.max(base.scale(), x.scale())));
        int precise = scale + GUARD_DIGITS + Math.abs(logarithmWeight(base));
        BigDecimal divisor = lnPrecise(base, precise);
        if (divisor.signum() == 0) {
            throw SqlException.divisionByZero();
        }
        return lnPrecise(x, precise).divide(divisor, scale, RoundingMode.HALF_UP);
    }

    static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        if (base.signum() == 0 && exponent.signum() < 0) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "zero raised to a negative power is undefined");
        }
        boolean whole = exponent.stripTrailingZeros().scale() <= 0;
        if (base.signum() < 0 && !whole) {
            throw SqlException.of(
                    SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
                    "a negative number raised to a non-integer power yields a complex result");
        }
        int scaleOfOperands = Math.max(base.scale(), exponent.scale());
        if (exponent.signum() == 0 || base.compareTo(BigDecimal.ONE) == 0) {
            return BigDecimal.ONE.setScale(Math.max(SIGNIFICANT_DIGITS_MIN, scaleOfOperands));
        }
        if (base.signum() == 0) {
            return BigDecimal.ZERO.setScale(
                    clamp(Math.max(SIGNIFICANT_DIGITS_MIN, scaleOfOperands)));
        }
        double logarithm =
                exponent.doubleValue()
                        * (Math.log10(Math.abs(base.unscaledValue().doubleValue())) - base.scale());
        if (logarithm > 200_000) {
            throw overflow();
        }
        int digits = (int) Math.max(-DISPLAY_SCALE_MAX, logarithm);
        int scale = clamp(Math.max(SIGNIFICANT_DIGITS_MIN - digits, scaleOfOperands));
        if (whole && exponent.abs().compareTo(BigDecimal.valueOf(10_000)) <= 0) {
            int n = exponent.intValue();
            int precision = Math.max(1, scale + Math.max(0, digits)) + GUARD_DIGITS + 10;
            BigDecimal result = base.pow(n, new MathContext(precision, RoundingMode.HALF_EVEN));
            return result.setScale(scale, RoundingMode.HALF_UP);
        }
        int precise = scale + Math.max(0, digits) + GUARD_DIGITS + exponent.precision();
        BigDecimal product = lnPrecise(base.abs(), precise).multiply(exponent);
        BigDecimal result = expPrecise(product, scale);
        boolean odd = whole && exponent.toBigInteger().testBit(0);
        return base.signum() < 0 && odd ? result.negate() : result;
    }
}
