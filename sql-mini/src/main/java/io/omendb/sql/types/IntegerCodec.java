package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;

/**
 * Integers and object identifiers: decimal, or 0x, 0o and 0b, with single underscores between
 * digits.
 */
class IntegerCodec extends TypeCodec {
    private final long min;
    private final long max;
    private final int bytes;

    IntegerCodec(long min, long max, int bytes) {
        this.min = min;
        this.max = max;
        this.bytes = bytes;
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
        int at = offset;
        int end = offset + length;
        while (at < end && isSpace(source[at])) {
            at++;
        }
        boolean negative = at < end && source[at] == '-';
        if (negative || at < end && source[at] == '+') {
            at++;
        }
        int radix = radix(source, at, end);
        if (radix != 10) {
            at += 2;
        }
        // Digits are summed as a negative number, whose range is the larger one.
        long value = 0;
        boolean overflow = false;
        boolean digitBefore = radix != 10;
        int digits = 0;
        for (; at < end; at++) {
            int digit = digit(source[at]);
            if (digit >= 0 && digit < radix) {
                overflow |= value < (Long.MIN_VALUE + digit) / radix;
                value = value * radix - digit;
                digits++;
                digitBefore = true;
            } else if (source[at] == '_'
                    && digitBefore
                    && at + 1 < end
                    && digit(source[at + 1]) >= 0) {
                digitBefore = false;
            } else {
                break;
            }
        }
        while (at < end && isSpace(source[at])) {
            at++;
        }
        if (digits == 0 || at < end) {
            throw invalidText(type, source, offset, length);
        }
        overflow |= !negative && value == Long.MIN_VALUE;
        long signed = negative ? value : -value;
        if (min == 0 && negative && signed >= Integer.MIN_VALUE) {
            signed &= 0xffff_ffffL; // oid reads -1 as 4294967295
        }
        if (overflow || signed < min || signed > max) {
            throw outOfRange(type, source, offset, length);
        }
        out.setLong(row, signed);
    }

    private static int radix(byte[] source, int at, int end) {
        if (at + 1 >= end || source[at] != '0') {
            return 10;
        }
        return switch (source[at + 1]) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static SqlException outOfRange(SqlType type, byte[] source, int offset, int length) {
        String text = new String(source, offset, length, StandardCharsets.UTF_8);
        return SqlException.of(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                "value \"" + text + "\" is out of range for type " + type.kind().sqlName());
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        return DecimalText.put(out, vector.longs[row]);
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        checkBinaryLength(length, bytes);
        long value =
                switch (bytes) {
                    case 2 -> (short) (source[offset] << 8 | source[offset + 1] & 0xff);
                    case 4 -> readInt(source, offset);
                    default -> readLong(source, offset);
                };
        out.setLong(row, min == 0 ? value & max : value);
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        long value = vector.longs[row];
        switch (bytes) {
            case 2 -> {
                out.put((byte) (value >> 8));
                out.put((byte) value);
            }
            case 4 -> putInt(out, (int) value);
            default -> putLong(out, value);
        }
        return bytes;
    }
}
