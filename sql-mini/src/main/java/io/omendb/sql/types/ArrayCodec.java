package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;

/**
 * Arrays: in text <code>{1,NULL,"a b"}</code> after bounds that do not begin at 1; in binary
 * dimensions, a flag for nulls, the element type, bounds, then each element with its length.
 * Allocates scratch for each value.
 */
final class ArrayCodec extends TypeCodec {
    private static final byte[] NULL = {'N', 'U', 'L', 'L'};

    static SqlType elementOf(SqlType type) {
        SqlType element = type.element();
        if (element == null) {
            throw new AssertionError(type);
        }
        return element;
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
        new ArrayTextParser(source, offset, length, elementOf(type), format).parse(out, row);
    }

    @Override
    public int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out) {
        ByteArraySink text = new ByteArraySink();
        ArrayView array = new ArrayView().wrap(vector, row);
        if (array.dimensions() == 0) {
            text.put((byte) '{');
            text.put((byte) '}');
        } else {
            putBounds(array, text);
            new Elements(array, new SqlType(array.elementKind(), type.modifier()), format, text)
                    .put(0, 0);
        }
        out.put(text.array(), 0, text.length());
        return text.length();
    }

    private static void putBounds(ArrayView array, ByteArraySink text) {
        boolean fromOne = true;
        for (int d = 0; d < array.dimensions(); d++) {
            fromOne &= array.lowerBound(d) == 1;
        }
        if (fromOne) {
            return;
        }
        for (int d = 0; d < array.dimensions(); d++) {
            text.put((byte) '[');
            DecimalText.put(text, array.lowerBound(d));
            text.put((byte) ':');
            DecimalText.put(text, array.upperBound(d));
            text.put((byte) ']');
        }
        text.put((byte) '=');
    }

    /** Writes the nested braces of one array. */
    private static final class Elements {
        private final ArrayView array;
        private final SqlType type;
        private final SessionFormat format;
        private final ByteArraySink out;
        private final TypeCodec codec;
        private final Vector value;
        private final ByteArraySink text = new ByteArraySink();

        Elements(ArrayView array, SqlType type, SessionFormat format, ByteArraySink out) {
            this.array = array;
            this.type = type;
            this.format = format;
            this.out = out;
            codec = TypeCodec.of(type.kind());
            value = Vector.of(type, 1);
        }

        /** Writes a dimension from an element on and returns the element after it. */
        int put(int dimension, int first) {
            int next = first;
            out.put((byte) '{');
            for (int i = 0; i < array.length(dimension); i++) {
                if (i > 0) {
                    out.put((byte) ',');
                }
                if (dimension + 1 < array.dimensions()) {
                    next = put(dimension + 1, next);
                } else {
                    putElement(next++);
                }
            }
            out.put((byte) '}');
            return next;
        }

        private void putElement(int index) {
            if (array.isNull(index)) {
                out.put(NULL, 0, NULL.length);
                return;
            }
            value.clear();
            array.copyTo(index, value, 0);
            text.clear();
            codec.formatText(value, 0, type, format, text);
            if (!needsQuotes(text.array(), text.length())) {
                out.put(text.array(), 0, text.length());
                return;
            }
            out.put((byte) '"');
            for (int i = 0; i < text.length(); i++) {
                byte b = text.array()[i];
                if (b == '"' || b == '\\') {
                    out.put((byte) '\\');
                }
                out.put(b);
            }
            out.put((byte) '"');
        }
    }

    static boolean needsQuotes(byte[] text, int length) {
        if (length == 0 || isNullWord(text, length)) {
            return true;
        }
        for (int i = 0; i < length; i++) {
            byte b = text[i];
            if (b == '"' || b == '\\' || b == '{' || b == '}' || b == ',' || isSpace(b)) {
                return true;
            }
        }
        return false;
    }

    static boolean isNullWord(byte[] text, int length) {
        if (length != NULL.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((text[i] & ~0x20) != NULL[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        decode(source, offset, length, elementOf(type), false, out, row);
    }

    static void decode(
            byte[] source,
            int offset,
            int length,
            SqlType element,
            boolean vector,
            Vector out,
            int row) {
        int end = offset + length;
        requireBytes(12, end - offset);
        int dimensions = readInt(source, offset);
        int flags = readInt(source, offset + 4);
        int oid = readInt(source, offset + 8);
        if (dimensions < 0) {
            throw invalid("invalid number of dimensions: " + dimensions);
        }
        if (dimensions > ArrayLayout.DIMENSIONS_MAX) {
            throw ArrayBuilder.tooManyDimensions(dimensions);
        }
        if (flags != 0 && flags != 1) {
            throw invalid("invalid array flags");
        }
        if (oid != element.kind().oid()) {
            throw SqlException.of(
                    SqlState.DATATYPE_MISMATCH,
                    "binary data has array element type "
                            + typeName(oid)
                            + " instead of expected "
                            + typeName(element.kind().oid()));
        }
        ArrayBuilder array = new ArrayBuilder(element.kind());
        int at = offset + 12;
        long count = dimensions == 0 ? 0 : 1;
        requireBytes(dimensions * 8, end - at);
        for (int d = 0; d < dimensions; d++) {
            int elements = readInt(source, at);
            int lowerBound = readInt(source, at + 4);
            at += 8;
            requireShape(elements, lowerBound);
            array.dimension(elements, lowerBound);
            count *= elements;
            if (count > ArrayLayout.ELEMENTS_MAX) {
                throw ArrayBuilder.tooLarge();
            }
        }
        if (vector && (dimensions > 1 || flags != 0)) {
            throw invalid("invalid " + element.kind().typname() + "vector data");
        }
        TypeCodec codec = TypeCodec.of(element.kind());
        for (long i = 0; i < count; i++) {
            requireBytes(4, end - at);
            int bytes = readInt(source, at);
            at += 4;
            if (bytes == -1) {
                array.addNull();
                continue;
            }
            if (bytes < 0) {
                throw invalid("insufficient data left in message");
            }
            requireBytes(bytes, end - at);
            int slot = array.next();
            codec.decodeBinary(source, at, bytes, element, array.elements(), slot);
            at += bytes;
        }
        if (at != end) {
            throw invalid("incorrect binary data format");
        }
        array.set(out, row);
    }

    private static void requireShape(int elements, int lowerBound) {
        if (elements < 0) {
            throw ArrayBuilder.tooLarge();
        }
        if (elements > 0 && lowerBound > Integer.MAX_VALUE - elements) {
            throw SqlException.of(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "array lower bound is too large: " + lowerBound);
        }
    }

    private static String typeName(int oid) {
        TypeKind kind = TypeKind.byOid(oid);
        return Integer.toUnsignedString(oid) + " (" + (kind == null ? "???" : kind.sqlName()) + ")";
    }

    private static void requireBytes(int wanted, int left) {
        if (left < wanted) {
            throw SqlException.of(SqlState.PROTOCOL_VIOLATION, "insufficient data left in message");
        }
    }

    private static SqlException invalid(String message) {
        return SqlException.of(SqlState.INVALID_BINARY_REPRESENTATION, message);
    }

    @Override
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        return encode(vector, row, out);
    }

    static int encode(Vector vector, int row, ByteSink out) {
        ArrayView array = new ArrayView().wrap(vector, row);
        SqlType element = SqlType.of(array.elementKind());
        TypeCodec codec = TypeCodec.of(element.kind());
        putInt(out, array.dimensions());
        putInt(out, array.hasNulls() ? 1 : 0);
        putInt(out, element.kind().oid());
        int length = 12 + array.dimensions() * 8;
        for (int d = 0; d < array.dimensions(); d++) {
            putInt(out, array.length(d));
            putInt(out, array.lowerBound(d));
        }
        Vector value = Vector.of(element, 1);
        ByteArraySink bytes = new ByteArraySink();
        for (int i = 0; i < array.count(); i++) {
            length += 4;
            if (array.isNull(i)) {
                putInt(out, -1);
                continue;
            }
            value.clear();
            array.copyTo(i, value, 0);
            bytes.clear();
            codec.encodeBinary(value, 0, element, bytes);
            putInt(out, bytes.length());
            out.put(bytes.array(), 0, bytes.length());
            length += bytes.length();
        }
        return length;
    }
}
