package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;

/**
 * A view of one array value, to be wrapped around one after the other. Reads what {@link
 * ArrayLayout} draws; owned by one thread, valid as long as the bytes are.
 */
public final class ArrayView {
    private byte[] bytes = {};
    private TypeKind element = TypeKind.TEXT;
    private int offset;
    private int dimensions;
    private int count;
    private int nulls;
    private int slots;
    private int data;

    /** Looks at the value of a row, which is not null. */
    public ArrayView wrap(Vector vector, int row) {
        return wrap(vector.bytes, vector.starts[row]);
    }

    ArrayView wrap(byte[] source, int at) {
        bytes = source;
        offset = at;
        TypeKind kind = TypeKind.byOid(ArrayLayout.readInt(source, at + ArrayLayout.ELEMENT_OID));
        if (kind == null) {
            throw new IllegalStateException("bytes that are no array");
        }
        element = kind;
        dimensions = source[at + ArrayLayout.DIMENSIONS];
        count = dimensions == 0 ? 0 : 1;
        for (int d = 0; d < dimensions; d++) {
            count *= length(d);
        }
        int next = at + ArrayLayout.SHAPE + dimensions * ArrayLayout.DIMENSION_BYTES;
        boolean anyNull = source[at + ArrayLayout.HAS_NULLS] != 0;
        nulls = anyNull ? next : -1;
        slots = anyNull ? next + ArrayLayout.nullBytes(count) : next;
        data = slots + count * ArrayLayout.slotBytes(kind);
        return this;
    }

    public TypeKind elementKind() {
        return element;
    }

    /** 0 for an array without elements. */
    public int dimensions() {
        return dimensions;
    }

    /** Elements along a dimension, counted from 0. */
    public int length(int dimension) {
        return ArrayLayout.readInt(bytes, shapeOf(dimension));
    }

    public int lowerBound(int dimension) {
        return ArrayLayout.readInt(bytes, shapeOf(dimension) + ArrayLayout.LOWER_BOUND);
    }

    public int upperBound(int dimension) {
        return lowerBound(dimension) + length(dimension) - 1;
    }

    private int shapeOf(int dimension) {
        return offset + ArrayLayout.SHAPE + dimension * ArrayLayout.DIMENSION_BYTES;
    }

    /** Elements in all. */
    public int count() {
        return count;
    }

    public boolean hasNulls() {
        return nulls >= 0;
    }

    public boolean isNull(int index) {
        return nulls >= 0 && (bytes[nulls + (index >> 3)] >> (index & 7) & 1) != 0;
    }

    /** The element of a type of the LONG lane. */
    public long longAt(int index) {
        int at = slots + index * element.storageBytes();
        return switch (element.storageBytes()) {
            case 1 -> bytes[at];
            case 2 -> ArrayLayout.readShort(bytes, at);
            case 4 -> {
                int value = ArrayLayout.readInt(bytes, at);
                yield isUnsigned(element) ? value & 0xffff_ffffL : value;
            }
            default -> ArrayLayout.readLong(bytes, at);
        };
    }

    static boolean isUnsigned(TypeKind kind) {
        return kind == TypeKind.OID || kind == TypeKind.XID || kind.isRegistered();
    }

    /** The element of a type of the DOUBLE lane. */
    public double doubleAt(int index) {
        int at = slots + index * element.storageBytes();
        return element.storageBytes() == 4
                ? Float.intBitsToFloat(ArrayLayout.readInt(bytes, at))
                : Double.longBitsToDouble(ArrayLayout.readLong(bytes, at));
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the bytes of an element of the BYTES lane begin. */
    int startAt(int index) {
        return index == 0 ? data : data + end(index - 1);
    }

    int lengthAt(int index) {
        return data + end(index) - startAt(index);
    }

    private int end(int index) {
        return ArrayLayout.readInt(bytes, slots + index * ArrayLayout.END_BYTES);
    }

    /** Sets a row to an element, null included. */
    public void copyTo(int index, Vector out, int row) {
        if (isNull(index)) {
            out.setNull(row);
            return;
        }
        switch (element.lane()) {
            case LONG -> out.setLong(row, longAt(index));
            case DOUBLE -> out.setDouble(row, doubleAt(index));
            case BYTES -> out.setBytes(row, bytes, startAt(index), lengthAt(index));
        }
    }
}
