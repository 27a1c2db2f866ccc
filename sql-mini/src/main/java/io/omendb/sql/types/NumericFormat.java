package io.omendb.sql.types;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The bytes of a numeric value.
 *
 * <pre>
 *   0        2                          length
 *   +--------+--------------------------+
 *   | dscale | unscaled, shortest form  |
 *   +--------+--------------------------+
 *   dscale big-endian, 0..16383 digits after the point; 0xFFFF NaN, 0xFFFE Infinity, 0xFFFD
 *   -Infinity, which end here
 *   unscaled big-endian two's complement with no byte to spare: the value is unscaled / 10^dscale
 * </pre>
 *
 * Equal bytes mean equal values of equal scale; 1.0 and 1.00 are equal values of different bytes.
 * An unscaled part of up to eight bytes is read and written as a long, without allocation.
 */
public final class NumericFormat {
    public static final int SCALE_MAX = 16383;

    static final int HEADER = 2;
    static final int NAN = 0xFFFF;
    static final int POSITIVE_INFINITY = 0xFFFE;
    static final int NEGATIVE_INFINITY = 0xFFFD;
    static final int LONG_LENGTH_MAX = HEADER + Long.BYTES;

    private static final long[] POWERS_OF_TEN = powersOfTen();

    private NumericFormat() {}

    private static long[] powersOfTen() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** 10 to a power from 0 to 18. */
    public static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    private static int header(byte[] a, int offset) {
        return (a[offset] & 0xff) << 8 | a[offset + 1] & 0xff;
    }

    public static boolean isNaN(byte[] a, int offset) {
        return header(a, offset) == NAN;
    }

    public static boolean isPositiveInfinity(byte[] a, int offset) {
        return header(a, offset) == POSITIVE_INFINITY;
    }

    public static boolean isNegativeInfinity(byte[] a, int offset) {
        return header(a, offset) == NEGATIVE_INFINITY;
    }

    /** Neither NaN nor infinite. */
    public static boolean isFinite(byte[] a, int offset) {
        return header(a, offset) <= SCALE_MAX;
    }

    /** Digits after the point of a finite value. */
    public static int scale(byte[] a, int offset) {
        return header(a, offset);
    }

    /** Whether the value is finite and its unscaled part fits a long. */
    public static boolean isLong(byte[] a, int offset, int length) {
        return length <= LONG_LENGTH_MAX && length > HEADER;
    }

    /** The unscaled part of a value for which {@link #isLong} holds. */
    public static long unscaledLong(byte[] a, int offset, int length) {
        long value = a[offset + HEADER];
        for (int i = offset + HEADER + 1; i < offset + length; i++) {
            value = value << 8 | a[i] & 0xff;
        }
        return value;
    }

    /** The finite value, with its scale; allocates. */
    public static BigDecimal decimal(byte[] a, int offset, int length) {
        int scale = scale(a, offset);
        if (isLong(a, offset, length)) {
            return BigDecimal.valueOf(unscaledLong(a, offset, length), scale);
        }
        return new BigDecimal(new BigInteger(a, offset + HEADER, length - HEADER), scale);
    }

    public static void putNaN(ByteSink out) {
        putHeader(out, NAN);
    }

    public static void putInfinity(ByteSink out, boolean negative) {
        putHeader(out, negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY);
    }

    private static void putHeader(ByteSink out, int header) {
        out.put((byte) (header >> 8));
        out.put((byte) header);
    }

    /** The value {@code unscaled / 10^scale}. */
    public static void putLong(ByteSink out, long unscaled, int scale) {
        putHeader(out, scale);
        int bits = 65 - Long.numberOfLeadingZeros(unscaled ^ (unscaled >> 63));
        for (int shift = (bits + 7) / 8 * 8 - 8; shift >= 0; shift -= 8) {
            out.put((byte) (unscaled >> shift));
        }
    }

    /** The value with its scale, a negative scale becoming zero. */
    public static void putDecimal(ByteSink out, BigDecimal value) {
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        putHeader(out, plain.scale());
        byte[] unscaled = plain.unscaledValue().toByteArray();
        out.put(unscaled, 0, unscaled.length);
    }

    /** Sign of comparing two values: -Infinity, the finite ones, Infinity, NaN; NaN equals NaN. */
    public static int compare(
            byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        if (isLong(a, aOffset, aLength) && isLong(b, bOffset, bLength)) {
            long x = unscaledLong(a, aOffset, aLength);
            long y = unscaledLong(b, bOffset, bLength);
            int difference = scale(a, aOffset) - scale(b, bOffset);
            if (difference == 0) {
                return Long.compare(x, y);
            }
            if (difference > 0 && scalesUp(y, difference)) {
                return Long.compare(x, y * POWERS_OF_TEN[difference]);
            }
            if (difference < 0 && scalesUp(x, -difference)) {
                return Long.compare(x * POWERS_OF_TEN[-difference], y);
            }
        }
        int aRank = rank(a, aOffset);
        int bRank = rank(b, bOffset);
        if (aRank != 0 || bRank != 0) {
            return Integer.compare(aRank, bRank);
        }
        return decimal(a, aOffset, aLength).compareTo(decimal(b, bOffset, bLength));
    }

    /** Whether {@code value * 10^exponent} fits a long. */
    public static boolean scalesUp(long value, int exponent) {
        if (exponent >= POWERS_OF_TEN.length) {
            return false;
        }
        long power = POWERS_OF_TEN[exponent];
        long low = value * power;
        return Math.multiplyHigh(value, power) == low >> 63;
    }

    private static int rank(byte[] a, int offset) {
        return switch (header(a, offset)) {
            case NAN -> 2;
            case POSITIVE_INFINITY -> 1;
            case NEGATIVE_INFINITY -> -1;
            default -> 0;
        };
    }

    /** A hash that is equal for equal values, whatever their scales. */
    public static long hash(byte[] a, int offset, int length) {
        if (!isFinite(a, offset)) {
            return header(a, offset);
        }
        long unscaled;
        int scale;
        if (isLong(a, offset, length)) {
            unscaled = unscaledLong(a, offset, length);
            scale = scale(a, offset);
        } else {
            BigDecimal stripped = decimal(a, offset, length).stripTrailingZeros();
            if (stripped.scale() < 0) {
                stripped = stripped.setScale(0);
            }
            BigInteger big = stripped.unscaledValue();
            if (big.bitLength() > 63) {
                return big.hashCode() * 31L + stripped.scale();
            }
            unscaled = big.longValue();
            scale = stripped.scale();
        }
        while (scale > 0 && unscaled % 10 == 0) {
            unscaled /= 10;
            scale--;
            if (unscaled == 0) {
                scale = 0;
            }
        }
        return unscaled * 31 + scale;
    }
}
