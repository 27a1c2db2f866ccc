package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;

/** bytea: {@code \x} with hexadecimal digits, or the escape form. */
final class ByteaCodec extends TypeCodec {
    @Override
    public void parseText(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            SessionFormat format,
            Vector out,
            int row) {
        out.ensureBytes(length);
        out.begin();
        if (length >= 2 && source[offset] == '\\' && source[offset + 1] == 'x') {
            parseHex(source, offset + 2, offset + length, out);
        } else {
            parseEscape(source, offset, offset + length, out);
        }
        out.end(row);
    }

    private static void parseHex(byte[] source, int from, int to, Vector out) {
        int i = from;
        while (i < to) {
            if (isSpace(source[i])) {
                i++;
                continue;
            }
            int high = hexDigit(source[i]);
            if (i + 1 >= to) {
                throw SqlException.of(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "invalid hexadecimal data: odd number of digits");
            }
            out.put((byte) (high << 4 | hexDigit(source[i + 1])));
            i += 2;
        }
    }

    private static int hexDigit(byte b) {
        int digit = Character.digit(b, 16);
        if (b < 0 || digit < 0) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid hexadecimal digit: \"" + (char) (b & 0xff) + "\"");
        }
        return digit;
    }

    private static void parseEscape(byte[] source, int from, int to, Vector out) {
        int i = from;
        while (i < to) {
            if (source[i] != '\\') {
                out.put(source[i++]);
            } else if (i + 1 < to && source[i + 1] == '\\') {
                out.put((byte) '\\');
                i += 2;
            } else if (i + 3 < to
                    && isOctal(source[i + 1], '3')
                    && isOctal(source[i + 2], '7')
                    && isOctal(source[i + 3], '7')) {
                out.put(
                        (byte)
                                (source[i + 1] - '0' << 6
                                        | source[i + 2] - '0' << 3
                                        | source[i + 3] - '0'));
                i += 4;
            } else {
                throw SqlException.of(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "invalid input syntax for type bytea");
            }
        }
    }

    private static boolean isOctal(byte b, char max) {
        return b >= '0' && b <= max;
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        int start = vector.starts[row];
        int length = vector.lengths[row];
        return format.byteaHex()
                ? putHex(vector.bytes, start, length, out)
                : putEscape(vector.bytes, start, length, out);
    }

    private static int putHex(byte[] a, int start, int length, ByteSink out) {
        out.put((byte) '\\');
        out.put((byte) 'x');
        for (int i = start; i < start + length; i++) {
            out.put((byte) Character.forDigit(a[i] >> 4 & 0xf, 16));
            out.put((byte) Character.forDigit(a[i] & 0xf, 16));
        }
        return 2 + 2 * length;
    }

    private static int putEscape(byte[] a, int start, int length, ByteSink out) {
        int written = 0;
        for (int i = start; i < start + length; i++) {
            byte b = a[i];
            if (b == '\\') {
                out.put(b);
                out.put(b);
                written += 2;
            } else if (b < ' ' || b > '~') {
                out.put((byte) '\\');
                out.put((byte) ('0' + (b >> 6 & 3)));
                out.put((byte) ('0' + (b >> 3 & 7)));
                out.put((byte) ('0' + (b & 7)));
                written += 4;
            } else {
                out.put(b);
                written++;
            }
        }
        return written;
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        out.setBytes(row, source, offset, length);
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        out.put(vector.bytes, vector.starts[row], vector.lengths[row]);
        return vector.lengths[row];
    }
}
