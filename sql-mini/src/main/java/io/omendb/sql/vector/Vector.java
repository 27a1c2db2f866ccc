package io.omendb.sql.vector;

import io.omendb.sql.types.ByteSink;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import java.util.Arrays;

/**
 * A column of at most {@link #capacity} values in the primitive arrays of its lane; the arrays of
 * the other lanes are empty. The fields are public because kernels read and write them in loops.
 * Where {@code nulls[row]} is set, the value of that row is undefined and must not be read.
 *
 * <p>In the BYTES lane row {@code r} is {@code bytes[starts[r] .. starts[r] + lengths[r])}; rows
 * may be in any order and may share bytes. As a {@link ByteSink} the vector appends to {@code
 * bytes}: {@link #begin}, puts, {@link #end}. Owned by one thread at a time; reused by {@link
 * #clear}.
 */
public final class Vector implements ByteSink {
    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_INTS = {};

    public final Lane lane;
    public final int capacity;
    public final boolean[] nulls;
    public final long[] longs;
    public final double[] doubles;
    public final int[] starts;
    public final int[] lengths;
    public byte[] bytes;
    public int bytesUsed;

    private int begun;

    public Vector(Lane lane, int capacity) {
        this.lane = lane;
        this.capacity = capacity;
        nulls = new boolean[capacity];
        longs = lane == Lane.LONG ? new long[capacity] : NO_LONGS;
        doubles = lane == Lane.DOUBLE ? new double[capacity] : NO_DOUBLES;
        starts = lane == Lane.BYTES ? new int[capacity] : NO_INTS;
        lengths = lane == Lane.BYTES ? new int[capacity] : NO_INTS;
        bytes = lane == Lane.BYTES ? new byte[Math.max(16, capacity * 8)] : NO_BYTES;
    }

    public static Vector of(SqlType type, int capacity) {
        return new Vector(type.lane(), capacity);
    }

    /**
     * Forgets the bytes. Nulls and values of single rows are overwritten by whoever sets the row.
     */
    public void clear() {
        bytesUsed = 0;
    }

    public boolean isNull(int row) {
        return nulls[row];
    }

    public void setNull(int row) {
        nulls[row] = true;
        if (lane == Lane.BYTES) {
            lengths[row] = 0;
        }
    }

    public void setLong(int row, long value) {
        nulls[row] = false;
        longs[row] = value;
    }

    public void setDouble(int row, double value) {
        nulls[row] = false;
        doubles[row] = value;
    }

    /** Appends the bytes and makes them the value of the row. */
    public void setBytes(int row, byte[] source, int offset, int length) {
        ensureBytes(length);
        System.arraycopy(source, offset, bytes, bytesUsed, length);
        nulls[row] = false;
        starts[row] = bytesUsed;
        lengths[row] = length;
        bytesUsed += length;
    }

    /**
     * Makes room for {@code more} bytes after {@link #bytesUsed}; {@link #bytes} may be another
     * array afterwards.
     */
    public void ensureBytes(int more) {
        if (bytes.length - bytesUsed < more) {
            growBytes(more);
        }
    }

    private void growBytes(int more) {
        int needed = Math.addExact(bytesUsed, more);
        int doubled =
                bytes.length > Integer.MAX_VALUE / 2 - 8 ? Integer.MAX_VALUE - 8 : bytes.length * 2;
        bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }

    /** Begins a value that is appended byte by byte. */
    public void begin() {
        begun = bytesUsed;
    }

    /** Makes everything appended since {@link #begin} the value of the row. */
    public void end(int row) {
        nulls[row] = false;
        starts[row] = begun;
        lengths[row] = bytesUsed - begun;
    }

    @Override
    public void put(byte b) {
        ensureBytes(1);
        bytes[bytesUsed++] = b;
    }

    @Override
    public void put(byte[] source, int offset, int length) {
        ensureBytes(length);
        System.arraycopy(source, offset, bytes, bytesUsed, length);
        bytesUsed += length;
    }

    /** Copies one value, null included, from a vector of the same lane. */
    public void copyFrom(Vector source, int sourceRow, int row) {
        if (source.nulls[sourceRow]) {
            setNull(row);
            return;
        }
        switch (lane) {
            case LONG -> setLong(row, source.longs[sourceRow]);
            case DOUBLE -> setDouble(row, source.doubles[sourceRow]);
            case BYTES ->
                    setBytes(
                            row, source.bytes, source.starts[sourceRow], source.lengths[sourceRow]);
        }
    }

    /**
     * Moves the rows {@code selection[0 .. n)}, ascending, to the rows 0 to n. Bytes stay where
     * they are.
     */
    public void compact(int[] selection, int n) {
        for (int i = 0; i < n; i++) {
            nulls[i] = nulls[selection[i]];
        }
        switch (lane) {
            case LONG -> {
                for (int i = 0; i < n; i++) {
                    longs[i] = longs[selection[i]];
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < n; i++) {
                    doubles[i] = doubles[selection[i]];
                }
            }
            case BYTES -> {
                for (int i = 0; i < n; i++) {
                    starts[i] = starts[selection[i]];
                    lengths[i] = lengths[selection[i]];
                }
            }
        }
    }
}
