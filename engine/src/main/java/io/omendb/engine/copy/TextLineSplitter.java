package io.omendb.engine.copy;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;

/** Lines of PostgreSQL's text format: backslash escapes, a newline ends the row unless escaped. */
final class TextLineSplitter extends LineSplitter {
    private boolean escaped;

    TextLineSplitter(CopyFormat format, int fieldsExpected) {
        super(format, fieldsExpected);
    }

    @Override
    int split(byte[] bytes, int from, int limit, boolean atEnd) {
        beginFields(bytes);
        int start = from;
        int pos = from;
        boolean escapes = false;
        while (pos < limit) {
            byte b = bytes[pos];
            if (b == delimiter) {
                endField(bytes, start, pos, escapes);
                escapes = false;
                start = ++pos;
            } else if (b == '\n') {
                endField(bytes, start, pos, escapes);
                return pos + 1;
            } else if (b == '\\') {
                escapes = true;
                pos += 2;
            } else if (b == '\r') {
                if (pos + 1 == limit && !atEnd) {
                    return INCOMPLETE;
                }
                if (pos + 1 < limit && bytes[pos + 1] != '\n') {
                    throw SqlException.of(
                                    SqlState.BAD_COPY_FILE_FORMAT,
                                    "literal carriage return found in data")
                            .withHint("Use \"\\r\" to represent carriage return.");
                }
                endField(bytes, start, pos, escapes);
                return Math.min(limit, pos + 2);
            } else {
                pos++;
            }
        }
        if (!atEnd) {
            return INCOMPLETE;
        }
        endField(bytes, start, limit, escapes);
        return limit;
    }

    @Override
    void beginLine() {
        escaped = false;
    }

    @Override
    int lineEnd(byte[] bytes, int from, int limit) {
        for (int pos = from; pos < limit; pos++) {
            byte b = bytes[pos];
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '\n') {
                return pos + 1;
            }
        }
        return INCOMPLETE;
    }

    private void endField(byte[] bytes, int start, int end, boolean escapes) {
        int length = end - start;
        // The null text is compared before the escapes are resolved: an escaped \\N is data.
        if (isNullText(bytes, start, length)) {
            addField(start, 0, false, true);
        } else if (escapes) {
            int scratchStart = scratchUsed;
            reserveScratch(length);
            unescape(bytes, start, end);
            addField(scratchStart, scratchUsed - scratchStart, true, false);
        } else {
            addField(start, length, false, false);
        }
    }

    private void unescape(byte[] bytes, int start, int end) {
        int pos = start;
        while (pos < end) {
            byte b = bytes[pos++];
            if (b != '\\' || pos == end) {
                scratch[scratchUsed++] = b;
                continue;
            }
            b = bytes[pos++];
            if (b >= '0' && b <= '7') {
                int value = b - '0';
                for (int digits = 1; digits < 3 && pos < end && isOctal(bytes[pos]); digits++) {
                    value = (value << 3) + bytes[pos++] - '0';
                }
                scratch[scratchUsed++] = (byte) value;
            } else if (b == 'x' && pos < end && Character.digit(bytes[pos], 16) >= 0) {
                int value = Character.digit(bytes[pos++], 16);
                if (pos < end && Character.digit(bytes[pos], 16) >= 0) {
                    value = (value << 4) + Character.digit(bytes[pos++], 16);
                }
                scratch[scratchUsed++] = (byte) value;
            } else {
                scratch[scratchUsed++] = control(b);
            }
        }
    }

    private static boolean isOctal(byte b) {
        return b >= '0' && b <= '7';
    }

    private static byte control(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }
}
