package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** numeric: decimal text of any size; binary form in groups of four digits. */
final class NumericCodec extends TypeCodec {
    private static final int LONG_DIGITS = 18;
    private static final int EXPONENT_MAX = 200_000;
    private static final int DIGITS_BEFORE_POINT_MAX = 131_072;
    private static final int GROUP = 4;
    private static final BigInteger BASE = BigInteger.valueOf(10_000);

    private static final int SIGN_NEGATIVE = 0x4000;
    private static final int SIGN_NAN = 0xC000;
    private static final int SIGN_POSITIVE_INFINITY = 0xD000;
    private static final int SIGN_NEGATIVE_INFINITY = 0xF000;
    private static final int BINARY_HEADER = 8;

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
        if (!parseShort(source, from, to, type, out, row)) {
            parseLong(source, from, to, type, out, row, offset, length);
        }
    }

    /** Plain decimals of up to 18 digits; false when the text is something else. */
    private static boolean parseShort(
            byte[] source, int from, int to, SqlType type, Vector out, int row) {
        boolean negative = from < to && source[from] == '-';
        int at = negative || from < to && source[from] == '+' ? from + 1 : from;
        if (to - at > LONG_DIGITS || at == to) {
            return false;
        }
        long value = 0;
        int digits = 0;
        int pointAt = -1;
        for (; at < to; at++) {
            byte b = source[at];
            if (b >= '0' && b <= '9') {
                value = value * 10 + b - '0';
                digits++;
            } else if (b == '.' && pointAt < 0) {
                pointAt = at;
            } else {
                return false;
            }
        }
        if (digits == 0) {
            return false;
        }
        NumericScale.setLong(
                negative ? -value : value, pointAt < 0 ? 0 : to - pointAt - 1, type, out, row);
        return true;
    }

    private static void parseLong(
            byte[] source,
            int from,
            int to,
            SqlType type,
            Vector out,
            int row,
            int offset,
            int length) {
        String text = new String(source, from, to - from, StandardCharsets.UTF_8);
        switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> NumericScale.setNaN(out, row);
            case "infinity", "+infinity", "inf", "+inf" ->
                    NumericScale.setInfinity(false, type, out, row);
            case "-infinity", "-inf" -> NumericScale.setInfinity(true, type, out, row);
            default -> {
                BigDecimal value = decimal(text);
                if (value == null) {
                    throw invalidText(type, source, offset, length);
                }
                NumericScale.setDecimal(value, type, out, row);
            }
        }
    }

    private static @Nullable BigDecimal decimal(String text) {
        BigInteger other = ofRadix(text);
        if (other != null) {
            return new BigDecimal(other);
        }
        int point = -1;
        int exponentAt = -1;
        int digits = 0;
        StringBuilder plain = new StringBuilder(text.length());
        int scale = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                plain.append(c);
                digits++;
                scale += point >= 0 ? 1 : 0;
            } else if (c == '.' && point < 0) {
                point = i;
            } else if ((c == 'e' || c == 'E') && digits > 0) {
                exponentAt = i;
                break;
            } else if (c == '_' && isBetweenDigits(text, i)) {
                continue;
            } else if (i != 0 || c != '-' && c != '+') {
                return null;
            } else {
                plain.append(c);
            }
        }
        if (digits == 0) {
            return null;
        }
        int exponent = 0;
        if (exponentAt >= 0) {
            String exponentText = text.substring(exponentAt + 1);
            if (!exponentText.matches("[+-]?[0-9]+")) {
                return null;
            }
            exponent =
                    exponentText.length() > 8 ? EXPONENT_MAX + 1 : Integer.parseInt(exponentText);
            if (Math.abs(exponent) > EXPONENT_MAX) {
                throw overflow();
            }
        }
        BigInteger unscaled =
                new BigInteger(plain.charAt(0) == '+' ? plain.substring(1) : plain.toString());
        BigDecimal value = new BigDecimal(unscaled, scale - exponent);
        if (value.scale() > NumericFormat.SCALE_MAX) {
            value = value.setScale(NumericFormat.SCALE_MAX, RoundingMode.HALF_UP);
        }
        return checked(value);
    }

    private static boolean isBetweenDigits(String text, int at) {
        return at > 0
                && at + 1 < text.length()
                && Character.digit(text.charAt(at - 1), 10) >= 0
                && Character.digit(text.charAt(at + 1), 10) >= 0;
    }

    private static @Nullable BigInteger ofRadix(String text) {
        boolean signed = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
        int at = signed ? 1 : 0;
        if (text.length() < at + 3 || text.charAt(at) != '0') {
            return null;
        }
        int radix =
                switch (text.charAt(at + 1)) {
                    case 'x', 'X' -> 16;
                    case 'o', 'O' -> 8;
                    case 'b', 'B' -> 2;
                    default -> 0;
                };
        if (radix == 0) {
            return null;
        }
        String digits = text.substring(at + 2).replace("_", "");
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), radix) < 0) {
                return null;
            }
        }
        BigInteger value = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits, radix);
        return text.charAt(0) == '-' ? value.negate() : value;
    }

    static SqlException overflow() {
        return SqlException.of(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }

    static BigDecimal checked(BigDecimal value) {
        if (value.precision() - value.scale() > DIGITS_BEFORE_POINT_MAX && value.signum() != 0) {
            throw overflow();
        }
        return value;
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        byte[] a = vector.bytes;
        int offset = vector.starts[row];
        int length = vector.lengths[row];
        if (NumericFormat.isLong(a, offset, length)) {
            long unscaled = NumericFormat.unscaledLong(a, offset, length);
            int scale = NumericFormat.scale(a, offset);
            if (unscaled != Long.MIN_VALUE) {
                return putLong(out, unscaled, scale);
            }
        }
        String text;
        if (NumericFormat.isFinite(a, offset)) {
            text = NumericFormat.decimal(a, offset, length).toPlainString();
        } else if (NumericFormat.isNaN(a, offset)) {
            text = "NaN";
        } else {
            text = NumericFormat.isPositiveInfinity(a, offset) ? "Infinity" : "-Infinity";
        }
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        out.put(ascii, 0, ascii.length);
        return ascii.length;
    }

    private static int putLong(ByteSink out, long unscaled, int scale) {
        int written = 0;
        long magnitude = unscaled;
        if (unscaled < 0) {
            out.put((byte) '-');
            magnitude = -unscaled;
            written = 1;
        }
        if (scale == 0) {
            return written + DecimalText.put(out, magnitude);
        }
        int digits = DecimalText.digitCount(magnitude);
        if (digits > scale) {
            long power = NumericFormat.powerOfTen(scale);
            written += DecimalText.put(out, magnitude / power);
            out.put((byte) '.');
            return written + 1 + DecimalText.putDigits(out, magnitude % power, scale);
        }
        out.put((byte) '0');
        out.put((byte) '.');
        for (int i = digits; i < scale; i++) {
            out.put((byte) '0');
        }
        DecimalText.putDigits(out, magnitude, digits);
        return written + 2 + scale;
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        if (length < BINARY_HEADER) {
            checkBinaryLength(length, BINARY_HEADER);
        }
        int groups = readShort(source, offset);
        int weight = (short) readShort(source, offset + 2);
        int sign = readShort(source, offset + 4);
        int scale = readShort(source, offset + 6);
        checkBinaryLength(length, BINARY_HEADER + 2 * groups);
        switch (sign) {
            case SIGN_NAN -> NumericScale.setNaN(out, row);
            case SIGN_POSITIVE_INFINITY -> NumericScale.setInfinity(false, type, out, row);
            case SIGN_NEGATIVE_INFINITY -> NumericScale.setInfinity(true, type, out, row);
            case 0, SIGN_NEGATIVE -> {
                if (scale > NumericFormat.SCALE_MAX) {
                    throw SqlException.of(
                            SqlState.INVALID_BINARY_REPRESENTATION,
                            "invalid scale in external \"numeric\" value");
                }
                BigInteger unscaled = BigInteger.ZERO;
                for (int i = 0; i < groups; i++) {
                    int group = readShort(source, offset + BINARY_HEADER + 2 * i);
                    if (group >= 10_000) {
                        throw SqlException.of(
                                SqlState.INVALID_BINARY_REPRESENTATION,
                                "invalid digit in external \"numeric\" value");
                    }
                    unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(group));
                }
                BigDecimal value = new BigDecimal(unscaled, GROUP * (groups - 1 - weight));
                value = value.setScale(scale, RoundingMode.DOWN);
                NumericScale.setDecimal(sign == 0 ? value : value.negate(), type, out, row);
            }
            default ->
                    throw SqlException.of(
                            SqlState.INVALID_BINARY_REPRESENTATION,
                            "invalid sign in external \"numeric\" value");
        }
    }

    private static int readShort(byte[] a, int offset) {
        return (a[offset] & 0xff) << 8 | a[offset + 1] & 0xff;
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        byte[] a = vector.bytes;
        int offset = vector.starts[row];
        if (!NumericFormat.isFinite(a, offset)) {
            int sign =
                    NumericFormat.isNaN(a, offset)
                            ? SIGN_NAN
                            : NumericFormat.isPositiveInfinity(a, offset)
                                    ? SIGN_POSITIVE_INFINITY
                                    : SIGN_NEGATIVE_INFINITY;
            putHeader(out, 0, 0, sign, 0);
            return BINARY_HEADER;
        }
        BigDecimal value = NumericFormat.decimal(a, offset, vector.lengths[row]);
        int scale = value.scale();
        int fractionGroups = (scale + GROUP - 1) / GROUP;
        String digits = value.setScale(fractionGroups * GROUP).unscaledValue().abs().toString();
        int total = (digits.length() + GROUP - 1) / GROUP;
        digits = "0".repeat(total * GROUP - digits.length()) + digits;
        int first = 0;
        int last = total;
        while (first < last && isZeroGroup(digits, first)) {
            first++;
        }
        while (last > first && isZeroGroup(digits, last - 1)) {
            last--;
        }
        int weight = first == last ? 0 : total - fractionGroups - 1 - first;
        putHeader(out, last - first, weight, value.signum() < 0 ? SIGN_NEGATIVE : 0, scale);
        for (int i = first; i < last; i++) {
            putShort(out, Integer.parseInt(digits, i * GROUP, (i + 1) * GROUP, 10));
        }
        return BINARY_HEADER + 2 * (last - first);
    }

    private static boolean isZeroGroup(String digits, int group) {
        return digits.startsWith("0000", group * GROUP);
    }

    private static void putHeader(ByteSink out, int groups, int weight, int sign, int scale) {
        putShort(out, groups);
        putShort(out, weight);
        putShort(out, sign);
        putShort(out, scale);
    }

    private static void putShort(ByteSink out, int value) {
        out.put((byte) (value >> 8));
        out.put((byte) value);
    }
}
