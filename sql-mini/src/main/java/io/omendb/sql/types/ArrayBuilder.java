package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;

/**
 * Collects elements and writes an array of them. Reused by {@link #begin}; owned by one thread.
 * Allocates as its room grows.
 */
public final class ArrayBuilder {
    private static final int INITIAL_ELEMENTS = 16;

    private final TypeKind element;
    private final int[] lengths = new int[ArrayLayout.DIMENSIONS_MAX];
    private final int[] lowerBounds = new int[ArrayLayout.DIMENSIONS_MAX];
    private Vector elements;
    private int count;
    private int dimensions;

    public ArrayBuilder(TypeKind element) {
        this.element = element;
        elements = new Vector(element.lane(), INITIAL_ELEMENTS);
    }

    /** Forgets elements and shape. */
    public ArrayBuilder begin() {
        elements.clear();
        count = 0;
        dimensions = 0;
        return this;
    }

    /** Forgets the shape and keeps the elements. */
    public ArrayBuilder reshape() {
        dimensions = 0;
        return this;
    }

    public int count() {
        return count;
    }

    public void add(Vector source, int row) {
        int slot = next();
        elements.copyFrom(source, row, slot);
    }

    public void add(ArrayView source, int index) {
        int slot = next();
        source.copyTo(index, elements, slot);
    }

    public void addAll(ArrayView source) {
        for (int i = 0; i < source.count(); i++) {
            add(source, i);
        }
    }

    public void addNull() {
        int slot = next();
        elements.setNull(slot);
    }

    public void addText(byte[] text, int offset, int length) {
        int slot = next();
        elements.setBytes(slot, text, offset, length);
    }

    public void addLong(long value) {
        int slot = next();
        elements.setLong(slot, value);
    }

    /** Makes room for one element more and returns its row in {@link #elements}. */
    int next() {
        if (count == elements.capacity) {
            if (count >= ArrayLayout.ELEMENTS_MAX) {
                throw tooLarge();
            }
            grow();
        }
        return count++;
    }

    /** Where the elements are, until the next is added. */
    Vector elements() {
        return elements;
    }

    private void grow() {
        Vector larger = new Vector(elements.lane, elements.capacity * 2);
        System.arraycopy(elements.nulls, 0, larger.nulls, 0, count);
        System.arraycopy(elements.longs, 0, larger.longs, 0, elements.longs.length);
        System.arraycopy(elements.doubles, 0, larger.doubles, 0, elements.doubles.length);
        System.arraycopy(elements.starts, 0, larger.starts, 0, elements.starts.length);
        System.arraycopy(elements.lengths, 0, larger.lengths, 0, elements.lengths.length);
        if (elements.lane == Lane.BYTES) {
            larger.bytes = elements.bytes;
            larger.bytesUsed = elements.bytesUsed;
        }
        elements = larger;
    }

    /** Adds the next dimension. */
    public ArrayBuilder dimension(int length, int lowerBound) {
        if (dimensions == ArrayLayout.DIMENSIONS_MAX) {
            throw tooManyDimensions(dimensions + 1);
        }
        lengths[dimensions] = length;
        lowerBounds[dimensions++] = lowerBound;
        return this;
    }

    /** Takes the shape of another array. */
    public ArrayBuilder shapeOf(ArrayView other) {
        for (int d = 0; d < other.dimensions(); d++) {
            dimension(other.length(d), other.lowerBound(d));
        }
        return this;
    }

    static SqlException tooManyDimensions(int given) {
        return SqlException.of(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "number of array dimensions ("
                        + given
                        + ") exceeds the maximum allowed ("
                        + ArrayLayout.DIMENSIONS_MAX
                        + ")");
    }

    static SqlException tooLarge() {
        return SqlException.of(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "array size exceeds the maximum allowed (" + ArrayLayout.ELEMENTS_MAX + ")");
    }

    /** Writes an array of one dimension from 1 on. */
    public void setList(Vector out, int row) {
        reshape().dimension(count, 1).set(out, row);
    }

    /** Writes the array of the dimensions given; none of them when there are no elements. */
    public void set(Vector out, int row) {
        int shown = count == 0 ? 0 : dimensions;
        boolean anyNull = false;
        int variable = 0;
        boolean isVariable = elements.lane == Lane.BYTES;
        for (int i = 0; i < count; i++) {
            anyNull |= elements.nulls[i];
            variable = isVariable ? Math.addExact(variable, elementLength(i)) : 0;
        }
        int nulls = ArrayLayout.SHAPE + shown * ArrayLayout.DIMENSION_BYTES;
        int slots = anyNull ? nulls + ArrayLayout.nullBytes(count) : nulls;
        int data = Math.addExact(slots, count * ArrayLayout.slotBytes(element));
        int length = Math.addExact(data, variable);
        out.ensureBytes(length);
        byte[] bytes = out.bytes;
        int base = out.bytesUsed;
        ArrayLayout.writeInt(bytes, base + ArrayLayout.ELEMENT_OID, element.oid());
        ArrayLayout.writeInt(bytes, base + ArrayLayout.DIMENSIONS, 0);
        bytes[base + ArrayLayout.DIMENSIONS] = (byte) shown;
        bytes[base + ArrayLayout.HAS_NULLS] = (byte) (anyNull ? 1 : 0);
        for (int d = 0; d < shown; d++) {
            int at = base + ArrayLayout.SHAPE + d * ArrayLayout.DIMENSION_BYTES;
            ArrayLayout.writeInt(bytes, at, lengths[d]);
            ArrayLayout.writeInt(bytes, at + ArrayLayout.LOWER_BOUND, lowerBounds[d]);
        }
        if (anyNull) {
            java.util.Arrays.fill(bytes, base + nulls, base + slots, (byte) 0);
        }
        writeElements(bytes, base + nulls, base + slots, base + data);
        out.bytesUsed += length;
        out.nulls[row] = false;
        out.starts[row] = base;
        out.lengths[row] = length;
    }

    private int elementLength(int index) {
        return elements.nulls[index] ? 0 : elements.lengths[index];
    }

    private void writeElements(byte[] bytes, int nulls, int slots, int data) {
        int width = ArrayLayout.slotBytes(element);
        int end = 0;
        for (int i = 0; i < count; i++) {
            boolean isNull = elements.nulls[i];
            if (isNull) {
                bytes[nulls + (i >> 3)] |= (byte) (1 << (i & 7));
            }
            int at = slots + i * width;
            if (elements.lane == Lane.BYTES) {
                int length = elementLength(i);
                System.arraycopy(
                        elements.bytes, isNull ? 0 : elements.starts[i], bytes, data + end, length);
                end += length;
                ArrayLayout.writeInt(bytes, at, end);
            } else {
                writeFixed(bytes, at, width, isNull ? 0 : bits(i));
            }
        }
    }

    private long bits(int index) {
        if (elements.lane == Lane.LONG) {
            return elements.longs[index];
        }
        double value = elements.doubles[index];
        return element.storageBytes() == 4
                ? Float.floatToRawIntBits((float) value)
                : Double.doubleToRawLongBits(value);
    }

    private static void writeFixed(byte[] bytes, int at, int width, long value) {
        switch (width) {
            case 1 -> bytes[at] = (byte) value;
            case 2 -> ArrayLayout.writeShort(bytes, at, (short) value);
            case 4 -> ArrayLayout.writeInt(bytes, at, (int) value);
            default -> ArrayLayout.writeLong(bytes, at, value);
        }
    }
}
