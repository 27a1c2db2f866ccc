package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;

import java.nio.charset.StandardCharsets;

/** boolean: any unique prefix of true, false, yes, no, on, off, or 1 and 0; written as t and f. */
final class BooleanCodec extends TypeCodec {
    private static final byte[][] TRUE_WORDS = {
        ascii("true"), ascii("yes"), ascii("on"), ascii("1")
    };
    private static final byte[][] FALSE_WORDS = {
        ascii("false"), ascii("no"), ascii("off"), ascii("0")
    };

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
        boolean ambiguous = to - from == 1 && (source[from] | 0x20) == 'o';
        if (from < to && !ambiguous && isPrefixOf(TRUE_WORDS, source, from, to)) {
            out.setLong(row, 1);
        } else if (from < to && !ambiguous && isPrefixOf(FALSE_WORDS, source, from, to)) {
            out.setLong(row, 0);
        } else {
            throw invalidText(type, source, offset, length);
        }
    }

    private static boolean isPrefixOf(byte[][] words, byte[] source, int from, int to) {
        for (byte[] word : words) {
            int n = to - from;
            int i = 0;
            while (i < n && i < word.length && lower(source[from + i]) == word[i]) {
                i++;
            }
            if (i == n) {
                return true;
            }
        }
        return false;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        out.put((byte) (vector.longs[row] != 0 ? 't' : 'f'));
        return 1;
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        checkBinaryLength(length, 1);
        out.setLong(row, source[offset] != 0 ? 1 : 0);
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        out.put((byte) vector.longs[row]);
        return 1;
    }
}
