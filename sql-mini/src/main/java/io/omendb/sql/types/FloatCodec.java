package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** real and double precision. */
final class FloatCodec extends TypeCodec {
    private static final byte[] NAN = ascii("NaN");
    private static final byte[] INFINITY = ascii("Infinity");
    private static final byte[] INF = ascii("inf");
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final int FIXED_EXPONENT_MIN = -4;

    private static final Pattern HEXADECIMAL =
            Pattern.compile(
                    "0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)([pP][+-]?[0-9]+)?");

    private final boolean single;

    FloatCodec(boolean single) {
        this.single = single;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void parseText(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            SessionFormat format,
            Vector out,
            int row) {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(source[from])) {
            from++;
        }
        while (to > from && isSpace(source[to - 1])) {
            to--;
        }
        boolean negative = from < to && source[from] == '-';
        int start = negative || from < to && source[from] == '+' ? from + 1 : from;
        if (start >= to) {
            throw invalidText(type, source, offset, length);
        }
        if (isWord(NAN, source, start, to)) {
            out.setDouble(row, Double.NaN);
        } else if (isWord(INFINITY, source, start, to) || isWord(INF, source, start, to)) {
            out.setDouble(row, negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        } else {
            double magnitude = magnitude(source, start, to);
            if (Double.isNaN(magnitude)) {
                throw invalidText(type, source, offset, length);
            }
            if (Double.isInfinite(magnitude)
                    || magnitude == 0 && hasNonZeroDigit(source, start, to)) {
                throw SqlException.of(
                        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                        "\""
                                + new String(source, offset, length, StandardCharsets.UTF_8)
                                + "\" is out of range for type "
                                + type.kind().sqlName());
            }
            out.setDouble(row, negative ? -magnitude : magnitude);
        }
    }

    /** C's hexadecimal floating point, where the power of two may be missing. */
    private double hexadecimal(String text) {
        if (!HEXADECIMAL.matcher(text).matches()) {
            return Double.NaN;
        }
        String whole = text.indexOf('p') < 0 && text.indexOf('P') < 0 ? text + "p0" : text;
        return single ? Float.parseFloat(whole) : Double.parseDouble(whole);
    }

    private static boolean isWord(byte[] word, byte[] source, int from, int to) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((source[from + i] | 0x20) != (word[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasNonZeroDigit(byte[] source, int from, int to) {
        for (int i = from; i < to && (source[i] | 0x20) != 'e'; i++) {
            if (source[i] >= '1' && source[i] <= '9') {
                return true;
            }
        }
        return false;
    }

    /**
     * The number without its sign, or NaN when the text is none. Up to 15 digits (7 for real) and
     * small powers of ten need one exactly rounded operation; others go through the JDK.
     */
    private double magnitude(byte[] source, int from, int to) {
        if (to - from > 2 && source[from] == '0' && (source[from + 1] | 0x20) == 'x') {
            return hexadecimal(new String(source, from, to - from, StandardCharsets.US_ASCII));
        }
        long digits = 0;
        int significant = 0;
        int count = 0;
        int scale = 0;
        int at = from;
        boolean point = false;
        for (; at < to; at++) {
            byte b = source[at];
            if (b == '.' && !point) {
                point = true;
            } else if (b >= '0' && b <= '9') {
                count++;
                if (significant > 0 || b != '0') {
                    significant++;
                    digits = significant <= 18 ? digits * 10 + b - '0' : digits;
                }
                scale += point ? 1 : 0;
            } else {
                break;
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        int exponent = 0;
        if (at < to && (source[at] | 0x20) == 'e') {
            int digitsFrom = at + 1;
            boolean negative = digitsFrom < to && source[digitsFrom] == '-';
            if (negative || digitsFrom < to && source[digitsFrom] == '+') {
                digitsFrom++;
            }
            int i = digitsFrom;
            for (; i < to && source[i] >= '0' && source[i] <= '9'; i++) {
                exponent = Math.min(exponent * 10 + source[i] - '0', 100_000);
            }
            if (i == digitsFrom) {
                return Double.NaN;
            }
            exponent = negative ? -exponent : exponent;
            at = i;
        }
        if (at < to) {
            return Double.NaN;
        }
        int power = exponent - scale;
        int digitsMax = single ? 7 : 15;
        int powerMax = single ? 10 : 22;
        if (significant <= digitsMax && power >= -powerMax && power <= powerMax) {
            if (single) {
                float f =
                        power < 0
                                ? digits / (float) EXACT_POWERS[-power]
                                : digits * (float) EXACT_POWERS[power];
                return f;
            }
            return power < 0 ? digits / EXACT_POWERS[-power] : digits * EXACT_POWERS[power];
        }
        String text = new String(source, from, to - from, StandardCharsets.US_ASCII);
        return single ? Float.parseFloat(text) : Double.parseDouble(text);
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        double value = vector.doubles[row];
        if (Double.isNaN(value)) {
            out.put(NAN, 0, NAN.length);
            return NAN.length;
        }
        int sign = 0;
        if (value < 0 || value == 0 && 1 / value < 0) {
            out.put((byte) '-');
            sign = 1;
            value = -value;
        }
        if (Double.isInfinite(value)) {
            out.put(INFINITY, 0, INFINITY.length);
            return sign + INFINITY.length;
        }
        if (value == 0) {
            out.put((byte) '0');
            return sign + 1;
        }
        if (format.extraFloatDigits() <= 0) {
            return sign
                    + putRounded(
                            out, value, Math.max(1, (single ? 6 : 15) + format.extraFloatDigits()));
        }
        return sign + (single ? putShortest(out, (float) value) : putShortest(out, value));
    }

    private static int putShortest(ByteSink out, double value) {
        long bits = Double.doubleToRawLongBits(value);
        int biased = (int) (bits >>> 52);
        long fraction = bits & (1L << 52) - 1;
        long significand = biased == 0 ? fraction : fraction | 1L << 52;
        int exponent = Math.max(biased, 1) - 1075;
        boolean atPowerOfTwo = fraction == 0 && biased > 1;
        long digits = ShortestDecimal.digits(significand, exponent, atPowerOfTwo);
        return putDecimal(
                out, digits, ShortestDecimal.exponent(significand, exponent, atPowerOfTwo), 15);
    }

    private static int putShortest(ByteSink out, float value) {
        int bits = Float.floatToRawIntBits(value);
        int biased = bits >>> 23;
        int fraction = bits & (1 << 23) - 1;
        long significand = biased == 0 ? fraction : fraction | 1 << 23;
        int exponent = Math.max(biased, 1) - 150;
        boolean atPowerOfTwo = fraction == 0 && biased > 1;
        long digits = ShortestDecimal.digits(significand, exponent, atPowerOfTwo);
        return putDecimal(
                out, digits, ShortestDecimal.exponent(significand, exponent, atPowerOfTwo), 6);
    }

    /** With a fixed number of significant digits, as extra_float_digits of 0 and less ask for. */
    private int putRounded(ByteSink out, double value, int precision) {
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
        return putDecimal(
                out, rounded.unscaledValue().longValueExact(), -rounded.scale(), precision);
    }

    /** digits * 10^exponent, in scientific form below 1e-4 and from 10^fixedMax on. */
    private static int putDecimal(ByteSink out, long digits, int exponent, int fixedMax) {
        while (digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        int count = DecimalText.digitCount(digits);
        int scientific = exponent + count - 1;
        if (scientific < FIXED_EXPONENT_MIN || scientific >= fixedMax) {
            return putScientific(out, digits, count, scientific);
        }
        if (exponent >= 0) {
            DecimalText.putDigits(out, digits, count);
            putZeros(out, exponent);
            return count + exponent;
        }
        int whole = count + exponent;
        if (whole <= 0) {
            out.put((byte) '0');
            out.put((byte) '.');
            putZeros(out, -whole);
            DecimalText.putDigits(out, digits, count);
            return 2 - whole + count;
        }
        long power = NumericFormat.powerOfTen(-exponent);
        DecimalText.putDigits(out, digits / power, whole);
        out.put((byte) '.');
        DecimalText.putDigits(out, digits % power, -exponent);
        return count + 1;
    }

    private static int putScientific(ByteSink out, long digits, int count, int exponent) {
        int written = count;
        long power = NumericFormat.powerOfTen(count - 1);
        out.put((byte) ('0' + digits / power));
        if (count > 1) {
            out.put((byte) '.');
            DecimalText.putDigits(out, digits % power, count - 1);
            written++;
        }
        out.put((byte) 'e');
        out.put((byte) (exponent < 0 ? '-' : '+'));
        int magnitude = Math.abs(exponent);
        return written + 2 + DecimalText.putDigits(out, magnitude, magnitude >= 100 ? 3 : 2);
    }

    private static void putZeros(ByteSink out, int count) {
        for (int i = 0; i < count; i++) {
            out.put((byte) '0');
        }
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        checkBinaryLength(length, single ? 4 : 8);
        out.setDouble(
                row,
                single
                        ? Float.intBitsToFloat(readInt(source, offset))
                        : Double.longBitsToDouble(readLong(source, offset)));
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        double value = vector.doubles[row];
        if (single) {
            putInt(out, Float.floatToRawIntBits((float) value));
            return 4;
        }
        putLong(out, Double.doubleToRawLongBits(value));
        return 8;
    }
}
