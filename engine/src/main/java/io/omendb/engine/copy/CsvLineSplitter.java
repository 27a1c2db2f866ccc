package io.omendb.engine.copy;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;

import java.util.List;

/** Lines of CSV: a quoted field may hold delimiters, doubled or escaped quotes, and line ends. */
final class CsvLineSplitter extends LineSplitter {
    private final byte quote;
    private final byte escape;
    private final boolean[] forceNotNull;
    private final boolean[] forceNull;

    private boolean inQuotes;
    private boolean afterEscape;

    CsvLineSplitter(CopyFormat format, int fieldsExpected) {
        super(format, fieldsExpected);
        quote = format.quote();
        escape = format.escape();
        forceNotNull = flags(format.forceNotNull(), fieldsExpected);
        forceNull = flags(format.forceNull(), fieldsExpected);
    }

    private static boolean[] flags(List<Boolean> list, int length) {
        boolean[] flags = new boolean[length];
        for (int i = 0; i < Math.min(length, list.size()); i++) {
            flags[i] = list.get(i);
        }
        return flags;
    }

    @Override
    int split(byte[] bytes, int from, int limit, boolean atEnd) {
        beginFields(bytes);
        int start = from;
        int pos = from;
        while (pos < limit) {
            byte b = bytes[pos];
            if (b == quote) {
                pos = quotedField(bytes, start, pos, limit, atEnd);
                if (pos == INCOMPLETE) {
                    return INCOMPLETE;
                }
                if (pos > limit) {
                    return limit;
                }
                if (bytes[pos - 1] != delimiter) {
                    return pos;
                }
                start = pos;
            } else if (b == delimiter) {
                endPlainField(bytes, start, pos);
                start = ++pos;
            } else if (b == '\n') {
                endPlainField(bytes, start, pos);
                return pos + 1;
            } else if (b == '\r' && (pos + 1 < limit ? bytes[pos + 1] == '\n' : atEnd)) {
                endPlainField(bytes, start, pos);
                return Math.min(limit, pos + 2);
            } else {
                pos++;
            }
        }
        if (!atEnd) {
            return INCOMPLETE;
        }
        endPlainField(bytes, start, limit);
        return limit;
    }

    /**
     * Reads a field in which a quote was met at {@code pos}, into the scratch.
     *
     * @return the position behind the delimiter or line end that ended it, {@code limit + 1} if
     *     the data ended it
     */
    private int quotedField(byte[] bytes, int start, int quoteAt, int limit, boolean atEnd) {
        int scratchStart = scratchUsed;
        reserveScratch(quoteAt - start);
        System.arraycopy(bytes, start, scratch, scratchUsed, quoteAt - start);
        scratchUsed += quoteAt - start;
        boolean quoted = false;
        int pos = quoteAt;
        while (pos < limit) {
            byte b = bytes[pos];
            reserveScratch(1);
            if (quoted) {
                if (b == escape && pos + 1 == limit && !atEnd) {
                    return INCOMPLETE;
                }
                if (b == escape
                        && pos + 1 < limit
                        && (bytes[pos + 1] == quote || bytes[pos + 1] == escape)) {
                    scratch[scratchUsed++] = bytes[pos + 1];
                    pos += 2;
                } else {
                    if (b == quote) {
                        quoted = false;
                    } else {
                        scratch[scratchUsed++] = b;
                    }
                    pos++;
                }
            } else if (b == quote) {
                quoted = true;
                pos++;
            } else if (b == delimiter || b == '\n') {
                endQuotedField(scratchStart);
                return pos + 1;
            } else if (b == '\r' && (pos + 1 < limit ? bytes[pos + 1] == '\n' : atEnd)) {
                endQuotedField(scratchStart);
                return pos + 2;
            } else {
                scratch[scratchUsed++] = b;
                pos++;
            }
        }
        if (!atEnd) {
            return INCOMPLETE;
        }
        if (quoted) {
            throw SqlException.of(SqlState.BAD_COPY_FILE_FORMAT, "unterminated CSV quoted field");
        }
        endQuotedField(scratchStart);
        return limit + 1;
    }

    private void endQuotedField(int scratchStart) {
        int field = fieldCount();
        int length = scratchUsed - scratchStart;
        boolean absent =
                field < forceNull.length
                        && forceNull[field]
                        && isNullText(scratch, scratchStart, length);
        addField(scratchStart, length, true, absent);
    }

    private void endPlainField(byte[] bytes, int start, int end) {
        int field = fieldCount();
        boolean absent =
                isNullText(bytes, start, end - start)
                        && !(field < forceNotNull.length && forceNotNull[field]);
        addField(start, end - start, false, absent);
    }

    @Override
    void beginLine() {
        inQuotes = false;
        afterEscape = false;
    }

    @Override
    int lineEnd(byte[] bytes, int from, int limit) {
        for (int pos = from; pos < limit; pos++) {
            byte b = bytes[pos];
            // Where quote and escape are one character, a doubled quote leaves and enters: the
            // state is right again.
            if (inQuotes && b == escape && escape != quote) {
                afterEscape = !afterEscape;
                continue;
            }
            if (b == quote && !afterEscape) {
                inQuotes = !inQuotes;
            }
            afterEscape = false;
            if (b == '\n' && !inQuotes) {
                return pos + 1;
            }
        }
        return INCOMPLETE;
    }
}
