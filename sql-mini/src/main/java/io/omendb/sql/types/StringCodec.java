package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;

/**
 * text, varchar(n), char(n), name, "char" and the types that are shown as text only. UTF-8 as it
 * came.
 */
final class StringCodec extends TypeCodec {
    @Override
    public void parseText(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            SessionFormat format,
            Vector out,
            int row) {
        StringLimits.set(source, offset, length, type, false, out, row);
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        int length = vector.lengths[row];
        out.put(vector.bytes, vector.starts[row], length);
        return length;
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        StringLimits.set(source, offset, length, type, false, out, row);
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        return formatText(vector, row, type, SessionFormat.DEFAULT, out);
    }
}
