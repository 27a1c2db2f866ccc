package io.omendb.engine.copy;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of COPY FROM as it arrives, cut anywhere, into batches of the target columns.
 * Reusable arrays only: a row costs no allocation. One thread at a time.
 *
 * <p>Errors carry PostgreSQL's SQLSTATE and message; their context names table, line and column as
 * its context does.
 */
public final class CopyReader {
    private static final int LINE_BYTES_MAX = 1 << 30;
    private static final int CONTEXT_BYTES_MAX = 100;

    private final CopyFormat format;
    private final String table;
    private final List<String> columnNames;
    private final SqlType[] types;
    private final TypeCodec[] codecs;
    private final SessionFormat sessionFormat;
    private final LineSplitter splitter;

    private byte[] carry = new byte[1024];
    private int carried;
    private boolean headerPending;
    private boolean ended;
    private long line;
    private boolean @Nullable [] required;
    private long incompleteLine;
    private String incompleteText = "";

    /**
     * @param table the target's name, for messages
     * @param columnNames the target columns in the order of the fields
     * @param types their types, in the same order
     */
    public CopyReader(
            CopyFormat format,
            String table,
            List<String> columnNames,
            List<SqlType> types,
            SessionFormat sessionFormat) {
        this.format = format;
        this.table = table;
        this.columnNames = List.copyOf(columnNames);
        this.types = types.toArray(new SqlType[0]);
        this.sessionFormat = sessionFormat;
        codecs = new TypeCodec[this.types.length];
        for (int i = 0; i < codecs.length; i++) {
            codecs[i] = TypeCodec.of(this.types[i].kind());
        }
        splitter =
                format.csv()
                        ? new CsvLineSplitter(format, codecs.length)
                        : new TextLineSplitter(format, codecs.length);
        headerPending = format.header() != CopyFormat.Header.ABSENT;
    }

    /**
     * Appends rows to {@code out} until it is full or all bytes are read; an incomplete line is
     * kept.
     *
     * @param out one column per target column
     * @return how many bytes were taken; fewer than {@code length} only when {@code out} is full
     */
    public int read(byte[] bytes, int offset, int length, Batch out) {
        int limit = offset + length;
        int pos = offset;
        while (pos < limit && out.count < out.capacity) {
            if (ended) {
                throw SqlException.of(
                        SqlState.BAD_COPY_FILE_FORMAT, "received copy data after EOF marker");
            }
            if (carried > 0) {
                int end = splitter.lineEnd(bytes, pos, limit);
                int taken = (end == LineSplitter.INCOMPLETE ? limit : end) - pos;
                carry(bytes, pos, taken);
                pos += taken;
                if (end != LineSplitter.INCOMPLETE) {
                    readLine(carry, 0, carried, true, out);
                    carried = 0;
                }
            } else {
                int end = readLine(bytes, pos, limit, false, out);
                if (end == LineSplitter.INCOMPLETE) {
                    splitter.beginLine();
                    int found = splitter.lineEnd(bytes, pos, limit);
                    assert found == LineSplitter.INCOMPLETE
                            : "a line end that the splitter did not see";
                    carry(bytes, pos, limit - pos);
                    pos = limit;
                } else {
                    pos = end;
                }
            }
        }
        return pos - offset;
    }

    /** Reads the last line, if it had no line end. The batch must have room for one row. */
    public void finish(Batch out) {
        if (carried > 0) {
            int length = carried;
            carried = 0;
            if (ended) {
                throw SqlException.of(
                        SqlState.BAD_COPY_FILE_FORMAT, "received copy data after EOF marker");
            }
            readLine(carry, 0, length, true, out);
        }
    }

    /**
     * Asks to remember the first line that leaves a required column null, for the error about it.
     *
     * @param fields by field, whether its column must not be null; a line without a field for such
     *     a column is told by a last element that is set
     */
    public void requireValues(boolean[] fields) {
        required = fields.clone();
    }

    /** Counts a row that came without a line. */
    public void countLine() {
        line++;
    }

    /** The context of an error about a line that was read before: with its text if it is kept. */
    public String context(long lineNumber, boolean withText) {
        String place = "COPY " + table + ", line " + lineNumber;
        return withText && lineNumber == incompleteLine
                ? place + ": \"" + incompleteText + "\""
                : place;
    }

    /** Lines read so far, the header included. */
    public long lineCount() {
        return line;
    }

    private void carry(byte[] bytes, int offset, int length) {
        if (length > LINE_BYTES_MAX - carried) {
            throw SqlException.of(
                            SqlState.PROGRAM_LIMIT_EXCEEDED, "a line of COPY data is too long")
                    .withContext("COPY " + table + ", line " + (line + 1));
        }
        if (carry.length - carried < length) {
            carry = Arrays.copyOf(carry, Math.max(carry.length * 2, carried + length));
        }
        System.arraycopy(bytes, offset, carry, carried, length);
        carried += length;
    }

    private int readLine(byte[] bytes, int from, int limit, boolean atEnd, Batch out) {
        if (bytes[from] == '\\' && isWholeEndMarker(bytes, from, limit, atEnd)) {
            ended = true;
            int end = from + 2;
            while (end < limit && bytes[end] != '\n') {
                end++;
            }
            return Math.min(limit, end + 1);
        }
        int end;
        try {
            end = splitter.split(bytes, from, limit, atEnd);
        } catch (SqlException e) {
            line++;
            // Within quotes the end of a line is data.
            String text =
                    format.csv()
                            ? excerpt(bytes, from, limit - from)
                            : lineText(bytes, from, lineEnd(bytes, from, limit));
            throw e.withContext("COPY " + table + ", line " + line + ": \"" + text + "\"");
        }
        if (end == LineSplitter.INCOMPLETE) {
            return end;
        }
        line++;
        if (headerPending) {
            headerPending = false;
            if (format.header() == CopyFormat.Header.MATCHED) {
                checkHeader(bytes, from, end);
            }
            return end;
        }
        checkFieldCount(bytes, from, end);
        int row = out.count;
        for (int field = 0; field < codecs.length; field++) {
            if (splitter.isNull(field)) {
                out.columns[field].setNull(row);
            } else {
                readField(field, out, row);
            }
        }
        out.count = row + 1;
        if (row == 0) {
            incompleteLine = 0;
        }
        if (incompleteLine == 0 && lacksRequired()) {
            incompleteLine = line;
            incompleteText = lineText(bytes, from, end);
        }
        return end;
    }

    private boolean lacksRequired() {
        boolean[] fields = required;
        if (fields == null) {
            return false;
        }
        boolean lacks = fields[codecs.length];
        for (int field = 0; field < codecs.length && !lacks; field++) {
            lacks = fields[field] && splitter.isNull(field);
        }
        return lacks;
    }

    private static boolean isWholeEndMarker(byte[] bytes, int from, int limit, boolean atEnd) {
        if (!LineSplitter.isEndMarker(bytes, from, limit)) {
            return false;
        }
        // Without its line end the marker may still turn out to be the beginning of something
        // longer.
        return atEnd || bytes[limit - 1] == '\n' || limit - from > 3;
    }

    private void readField(int field, Batch out, int row) {
        try {
            codecs[field].parseText(
                    splitter.bytes(field),
                    splitter.start(field),
                    splitter.length(field),
                    types[field],
                    sessionFormat,
                    out.columns[field],
                    row);
        } catch (SqlException e) {
            throw e.withContext(
                    "COPY "
                            + table
                            + ", line "
                            + line
                            + ", column "
                            + columnNames.get(field)
                            + ": \""
                            + excerpt(
                                    splitter.bytes(field),
                                    splitter.start(field),
                                    splitter.length(field))
                            + "\"");
        }
    }

    private void checkFieldCount(byte[] bytes, int from, int end) {
        int fields = splitter.fieldCount();
        if (fields == codecs.length) {
            return;
        }
        if (codecs.length == 0 && fields == 1 && splitter.length(0) == 0) {
            return;
        }
        SqlException error =
                fields < codecs.length
                        ? SqlException.of(
                                SqlState.BAD_COPY_FILE_FORMAT,
                                "missing data for column \"" + columnNames.get(fields) + "\"")
                        : SqlException.of(
                                SqlState.BAD_COPY_FILE_FORMAT,
                                "extra data after last expected column");
        throw inLine(error, bytes, from, end);
    }

    private void checkHeader(byte[] bytes, int from, int end) {
        int fields = splitter.fieldCount();
        if (fields != codecs.length) {
            SqlException error =
                    SqlException.of(
                            SqlState.BAD_COPY_FILE_FORMAT,
                            "wrong number of fields in header line: got "
                                    + fields
                                    + ", expected "
                                    + codecs.length);
            throw inLine(error, bytes, from, end);
        }
        for (int field = 0; field < fields; field++) {
            String name =
                    splitter.isNull(field)
                            ? ""
                            : new String(
                                    splitter.bytes(field),
                                    splitter.start(field),
                                    splitter.length(field),
                                    StandardCharsets.UTF_8);
            if (!name.equals(columnNames.get(field))) {
                SqlException error =
                        SqlException.of(
                                SqlState.BAD_COPY_FILE_FORMAT,
                                "column name mismatch in header line field "
                                        + (field + 1)
                                        + ": got \""
                                        + name
                                        + "\", expected \""
                                        + columnNames.get(field)
                                        + "\"");
                throw inLine(error, bytes, from, end);
            }
        }
    }

    private SqlException inLine(SqlException error, byte[] bytes, int from, int limit) {
        return error.withContext(
                "COPY " + table + ", line " + line + ": \"" + lineText(bytes, from, limit) + "\"");
    }

    private static int lineEnd(byte[] bytes, int from, int limit) {
        int end = from;
        while (end < limit && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        return end;
    }

    /** The line as messages show it: without its end. */
    private static String lineText(byte[] bytes, int from, int limit) {
        int end = Math.min(limit, bytes.length);
        end -= end > from && bytes[end - 1] == '\n' ? 1 : 0;
        end -= end > from && bytes[end - 1] == '\r' ? 1 : 0;
        return excerpt(bytes, from, end - from);
    }

    private static String excerpt(byte[] bytes, int start, int length) {
        if (length <= CONTEXT_BYTES_MAX) {
            return new String(bytes, start, length, StandardCharsets.UTF_8);
        }
        return new String(bytes, start, CONTEXT_BYTES_MAX, StandardCharsets.UTF_8) + "...";
    }
}
