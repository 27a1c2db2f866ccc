package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;

/** The lengths of string types, in characters: cutting, refusing and padding. */
public final class StringLimits {
    private static final int NAME_BYTES_MAX = 63;

    private StringLimits() {}

    /**
     * Sets a row to the string as the type holds it.
     *
     * @param explicit whether characters beyond the limit are cut silently; else only spaces may be
     *     (22001)
     */
    public static void set(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            boolean explicit,
            Vector out,
            int row) {
        switch (type.kind()) {
            case VARCHAR -> setVarchar(source, offset, length, type, explicit, out, row);
            case BPCHAR -> setPadded(source, offset, length, type, explicit, out, row);
            case NAME -> {
                int kept =
                        length <= NAME_BYTES_MAX
                                ? length
                                : Utf8.floor(source, offset, NAME_BYTES_MAX);
                out.setBytes(row, source, offset, kept);
            }
            case CHAR -> out.setBytes(row, source, offset, Math.min(length, 1));
            default -> out.setBytes(row, source, offset, length);
        }
    }

    private static void setVarchar(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            boolean explicit,
            Vector out,
            int row) {
        int limit = type.length();
        int kept =
                limit < 0 || length <= limit ? length : Utf8.prefix(source, offset, length, limit);
        if (kept < length && !explicit) {
            checkOnlySpaces(source, offset + kept, offset + length, type);
        }
        out.setBytes(row, source, offset, kept);
    }

    private static void setPadded(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            boolean explicit,
            Vector out,
            int row) {
        int limit = type.length();
        if (limit < 0) {
            out.setBytes(row, source, offset, length);
            return;
        }
        int kept = Utf8.prefix(source, offset, length, limit);
        if (kept < length && !explicit) {
            checkOnlySpaces(source, offset + kept, offset + length, type);
        }
        int padding = limit - Utf8.count(source, offset, kept);
        out.begin();
        out.put(source, offset, kept);
        out.ensureBytes(padding);
        for (int i = 0; i < padding; i++) {
            out.put((byte) ' ');
        }
        out.end(row);
    }

    private static void checkOnlySpaces(byte[] source, int from, int to, SqlType type) {
        for (int i = from; i < to; i++) {
            if (source[i] != ' ') {
                throw SqlException.of(
                        SqlState.STRING_DATA_RIGHT_TRUNCATION,
                        "value too long for type " + type.formatType());
            }
        }
    }
}
