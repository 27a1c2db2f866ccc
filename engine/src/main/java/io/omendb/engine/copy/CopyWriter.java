package io.omendb.engine.copy;

import io.omendb.sql.types.ByteArraySink;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes rows as COPY TO sends them, one line per row. Reuses its arrays. One thread at a time. */
public final class CopyWriter {
    private final CopyFormat format;
    private final SqlType[] types;
    private final TypeCodec[] codecs;
    private final SessionFormat sessionFormat;
    private final byte[] nullText;
    private final ByteArraySink line = new ByteArraySink(256);
    private final ByteArraySink field = new ByteArraySink(256);

    public CopyWriter(CopyFormat format, List<SqlType> types, SessionFormat sessionFormat) {
        this.format = format;
        this.types = types.toArray(new SqlType[0]);
        this.sessionFormat = sessionFormat;
        nullText = format.nullBytes();
        codecs = new TypeCodec[this.types.length];
        for (int i = 0; i < codecs.length; i++) {
            codecs[i] = TypeCodec.of(this.types[i].kind());
        }
    }

    /** Whether the format has a header line; then it is to be written before the first row. */
    public boolean hasHeader() {
        return format.header() != CopyFormat.Header.ABSENT;
    }

    /** Makes {@link #line} the header line. */
    public void writeHeader(List<String> columnNames) {
        line.clear();
        for (int i = 0; i < columnNames.size(); i++) {
            if (i > 0) {
                line.put(format.delimiter());
            }
            field.clear();
            byte[] name = columnNames.get(i).getBytes(StandardCharsets.UTF_8);
            field.put(name, 0, name.length);
            if (format.csv()) {
                putQuotedIfNeeded(false, columnNames.size() == 1);
            } else {
                putEscaped();
            }
        }
        line.put((byte) '\n');
    }

    /** Makes {@link #line} the line of one row. */
    public void writeRow(Batch batch, int row) {
        line.clear();
        for (int i = 0; i < codecs.length; i++) {
            if (i > 0) {
                line.put(format.delimiter());
            }
            Vector column = batch.columns[i];
            if (column.nulls[row]) {
                line.put(nullText, 0, nullText.length);
                continue;
            }
            field.clear();
            codecs[i].formatText(column, row, types[i], sessionFormat, field);
            if (format.csv()) {
                boolean forced = i < format.forceQuote().size() && format.forceQuote().get(i);
                putQuotedIfNeeded(forced, codecs.length == 1);
            } else {
                putEscaped();
            }
        }
        line.put((byte) '\n');
    }

    /** The bytes of the line last written, valid up to {@link #length} until the next write. */
    public byte[] line() {
        return line.array();
    }

    public int length() {
        return line.length();
    }

    private void putEscaped() {
        byte[] bytes = field.array();
        int length = field.length();
        int copied = 0;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b > '\r' && b != '\\' && b != format.delimiter()) {
                continue;
            }
            byte letter = escapeLetter(b);
            if (letter == 0) {
                continue;
            }
            line.put(bytes, copied, i - copied);
            line.put((byte) '\\');
            line.put(letter);
            copied = i + 1;
        }
        line.put(bytes, copied, length - copied);
    }

    private byte escapeLetter(byte b) {
        return switch (b) {
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case 0x0b -> 'v';
            case '\\' -> '\\';
            default -> b == format.delimiter() ? b : 0;
        };
    }

    private void putQuotedIfNeeded(boolean forced, boolean onlyField) {
        byte[] bytes = field.array();
        int length = field.length();
        if (!forced && !needsQuotes(bytes, length, onlyField)) {
            line.put(bytes, 0, length);
            return;
        }
        line.put(format.quote());
        int copied = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == format.quote() || bytes[i] == format.escape()) {
                line.put(bytes, copied, i - copied);
                line.put(format.escape());
                copied = i;
            }
        }
        line.put(bytes, copied, length - copied);
        line.put(format.quote());
    }

    private boolean needsQuotes(byte[] bytes, int length, boolean onlyField) {
        if (isNullText(bytes, length)) {
            return true;
        }
        // A line of nothing but the end-of-data marker would end the data.
        if (onlyField && length == 2 && bytes[0] == '\\' && bytes[1] == '.') {
            return true;
        }
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == format.delimiter() || b == format.quote() || b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }

    private boolean isNullText(byte[] bytes, int length) {
        if (length != nullText.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] != nullText[i]) {
                return false;
            }
        }
        return true;
    }
}
