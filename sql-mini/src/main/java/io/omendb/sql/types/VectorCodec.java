package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;

/** int2vector and oidvector: numbers between spaces; in binary an array of them from 0 on. */
final class VectorCodec extends TypeCodec {
    private final SqlType element;

    VectorCodec(TypeKind element) {
        this.element = SqlType.of(element);
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
        ArrayBuilder array = new ArrayBuilder(element.kind());
        TypeCodec codec = TypeCodec.of(element.kind());
        int end = offset + length;
        int at = offset;
        while (true) {
            while (at < end && isSpace(source[at])) {
                at++;
            }
            if (at == end) {
                break;
            }
            int start = at;
            while (at < end && !isSpace(source[at])) {
                at++;
            }
            int slot = array.next();
            codec.parseText(source, start, at - start, element, format, array.elements(), slot);
        }
        array.dimension(array.count(), 0).set(out, row);
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        ArrayView array = new ArrayView().wrap(vector, row);
        int length = 0;
        for (int i = 0; i < array.count(); i++) {
            if (i > 0) {
                out.put((byte) ' ');
                length++;
            }
            length += DecimalText.put(out, array.longAt(i));
        }
        return length;
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        ArrayCodec.decode(source, offset, length, element, true, out, row);
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        return ArrayCodec.encode(vector, row, out);
    }
}
