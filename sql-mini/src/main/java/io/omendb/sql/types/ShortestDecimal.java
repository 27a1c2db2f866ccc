package io.omendb.sql.types;

import java.math.BigInteger;

/**
 * The shortest decimal that reads back to the same floating-point number, closest to it where
 * several are as short. Source: Raffaello Giulietti, "The Schubfach way to render doubles" (2021).
 * Unlike {@link Double#toString}, one digit may be enough (5e-324), and no object is made: the
 * result is a digit string in a long and an exponent, packed by the caller from {@link #digits} and
 * {@link #exponent}.
 */
final class ShortestDecimal {
    private static final int EXPONENT_MIN = -324;
    private static final int EXPONENT_MAX = 292;
    private static final long MASK_63 = Long.MAX_VALUE;
    private static final long[] POWERS = powers();

    private ShortestDecimal() {}

    /**
     * For each k the integer g = floor(10^k * 2^-r) + 1 of 126 bits, r = flog2pow10(k) - 125, as
     * two words of 63 bits.
     */
    private static long[] powers() {
        long[] table = new long[(EXPONENT_MAX - EXPONENT_MIN + 1) * 2];
        BigInteger mask = BigInteger.valueOf(MASK_63);
        for (int i = 0; i < table.length / 2; i++) {
            int k = i - EXPONENT_MAX;
            int r = floorLog2Pow10(k) - 125;
            BigInteger g;
            if (k >= 0) {
                BigInteger power = BigInteger.TEN.pow(k);
                g = r >= 0 ? power.shiftRight(r) : power.shiftLeft(-r);
            } else {
                g = BigInteger.ONE.shiftLeft(-r).divide(BigInteger.TEN.pow(-k));
            }
            g = g.add(BigInteger.ONE);
            table[2 * i] = g.shiftRight(63).longValueExact();
            table[2 * i + 1] = g.and(mask).longValueExact();
        }
        return table;
    }

    private static int floorLog10Pow2(int e) {
        return (int) (e * 661_971_961_083L >> 41);
    }

    private static int floorLog10ThreeQuartersPow2(int e) {
        return (int) (e * 661_971_961_083L - 274_743_187_321L >> 41);
    }

    private static int floorLog2Pow10(int e) {
        return (int) (e * 913_124_641_741L >> 38);
    }

    /** floor(x / 2) with a sticky lowest bit of g * cp / 2^127. */
    private static long roundToOdd(long g1, long g0, long cp) {
        long x1 = Math.multiplyHigh(g0, cp);
        long y0 = g1 * cp;
        long y1 = Math.multiplyHigh(g1, cp);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | (z & MASK_63) + MASK_63 >>> 63;
    }

    /**
     * The power of ten of the last digit of {@link #digits}, before its trailing zeros are removed.
     */
    static int exponent(long significand, int binaryExponent, boolean atPowerOfTwo) {
        return atPowerOfTwo
                ? floorLog10ThreeQuartersPow2(binaryExponent)
                : floorLog10Pow2(binaryExponent);
    }

    /**
     * The digits, possibly with zeros at the end, of significand * 2^binaryExponent.
     *
     * @param atPowerOfTwo whether the next smaller number is only half as far away as the next
     *     larger
     */
    static long digits(long significand, int binaryExponent, boolean atPowerOfTwo) {
        long out = significand & 1;
        long cb = significand << 2;
        long cbr = cb + 2;
        long cbl = atPowerOfTwo ? cb - 1 : cb - 2;
        int k = exponent(significand, binaryExponent, atPowerOfTwo);
        int h = binaryExponent + floorLog2Pow10(-k) + 2;
        long g1 = POWERS[2 * (EXPONENT_MAX - k)];
        long g0 = POWERS[2 * (EXPONENT_MAX - k) + 1];
        long vb = roundToOdd(g1, g0, cb << h);
        long vbl = roundToOdd(g1, g0, cbl << h);
        long vbr = roundToOdd(g1, g0, cbr << h);
        long s = vb >> 2;
        if (s >= 10) {
            long sp10 = s / 10 * 10;
            long tp10 = sp10 + 10;
            boolean below = vbl + out <= sp10 << 2;
            boolean above = (tp10 << 2) + out <= vbr;
            if (below != above) {
                return below ? sp10 : tp10;
            }
        }
        long t = s + 1;
        boolean below = vbl + out <= s << 2;
        boolean above = (t << 2) + out <= vbr;
        if (below != above) {
            return below ? s : t;
        }
        long order = vb - (s + t << 1);
        return order < 0 || order == 0 && (s & 1) == 0 ? s : t;
    }
}
