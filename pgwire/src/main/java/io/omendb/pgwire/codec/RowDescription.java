package io.omendb.pgwire.codec;

import io.omendb.sql.types.SqlType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The body of a RowDescription, encoded once per statement; only the formats differ from portal to
 * portal:
 *
 * <pre>
 *   int16 count
 *   per column: string name | int32 table oid | int16 attribute number | int32 type oid
 *             | int16 type length | int32 type modifier | int16 format
 * </pre>
 */
public final class RowDescription {
    private final byte[] body;
    private final int[] formatOffsets;

    private RowDescription(byte[] body, int[] formatOffsets) {
        this.body = body;
        this.formatOffsets = formatOffsets;
    }

    public int columnCount() {
        return formatOffsets.length;
    }

    /**
     * Writes the whole message.
     *
     * @param formats per column 0 or 1
     */
    public void write(SendBuffer out, short[] formats) {
        out.beginMessage(BackendType.ROW_DESCRIPTION);
        long start = out.position();
        out.put(body, 0, body.length);
        for (int i = 0; i < formatOffsets.length; i++) {
            out.int16At(start + formatOffsets[i], formats[i]);
        }
        out.endMessage();
    }

    /** Collects the columns of a description. */
    public static final class Builder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int[] formatOffsets;
        private int count;

        public Builder(int columns) {
            formatOffsets = new int[columns];
            int16(columns);
        }

        public Builder column(String name, int tableOid, int attributeNumber, SqlType type) {
            bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            int32(tableOid);
            int16(attributeNumber);
            int32(type.kind().oid());
            int16(type.kind().typlen());
            int32(type.modifier());
            formatOffsets[count++] = bytes.size();
            int16(BackendMessages.FORMAT_TEXT);
            return this;
        }

        public RowDescription build() {
            assert count == formatOffsets.length;
            return new RowDescription(bytes.toByteArray(), formatOffsets);
        }

        private void int16(int value) {
            bytes.write(value >> 8);
            bytes.write(value);
        }

        private void int32(int value) {
            int16(value >> 16);
            int16(value);
        }
    }
}
