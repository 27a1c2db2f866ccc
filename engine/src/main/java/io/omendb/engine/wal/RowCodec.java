package io.omendb.engine.wal;

import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table as bytes, drawn in {@link WalRecordLayout}: all columns, or some of them. It
 * writes to and reads from the process' memory and allocates nothing (but for a vector's byte array
 * that has to grow). Immutable: any thread may use it.
 */
public final class RowCodec {
    private static final int VARIABLE = -1;

    /** Per column the bytes of a value, or VARIABLE. */
    private final int[] widths;

    private final boolean[] unsigned;
    private final boolean[] floating;

    private RowCodec(List<SqlType> types) {
        int count = types.size();
        if (count > 0xFFFF) {
            throw new IllegalArgumentException(count + " columns");
        }
        widths = new int[count];
        unsigned = new boolean[count];
        floating = new boolean[count];
        for (int i = 0; i < count; i++) {
            TypeKind kind = types.get(i).kind();
            Lane lane = kind.lane();
            widths[i] = lane == Lane.BYTES ? VARIABLE : kind.storageBytes();
            unsigned[i] = kind == TypeKind.OID || kind == TypeKind.XID || kind.isRegistered();
            floating[i] = lane == Lane.DOUBLE;
        }
    }

    /** The codec for rows of these columns. */
    public static RowCodec of(List<SqlType> types) {
        return new RowCodec(types);
    }

    /** Columns of the table. */
    public int columnCount() {
        return widths.length;
    }

    /**
     * The bytes of a row.
     *
     * @param columns the table's columns that are written, or null for all
     * @param batch has all columns of the table
     */
    public long encodedBytes(int @Nullable [] columns, Batch batch, int row) {
        int count = columns == null ? widths.length : columns.length;
        long bytes = (long) count + 7 >>> 3;
        for (int i = 0; i < count; i++) {
            int column = columns == null ? i : columns[i];
            Vector vector = batch.columns[column];
            if (!vector.nulls[row]) {
                int width = widths[column];
                bytes += width == VARIABLE ? Integer.BYTES + vector.lengths[row] : width;
            }
        }
        return bytes;
    }

    /** Writes a row at an offset of the process' memory and returns the offset after it. */
    public long encode(int @Nullable [] columns, Batch batch, int row, long target) {
        int count = columns == null ? widths.length : columns.length;
        long at = target + (count + 7 >>> 3);
        int bits = 0;
        for (int i = 0; i < count; i++) {
            int column = columns == null ? i : columns[i];
            Vector vector = batch.columns[column];
            if (vector.nulls[row]) {
                bits |= 1 << (i & 7);
            } else {
                at = encodeValue(column, vector, row, at);
            }
            if ((i & 7) == 7) {
                ProcessMemory.putByte(target + (i >>> 3), (byte) bits);
                bits = 0;
            }
        }
        if ((count & 7) != 0) {
            ProcessMemory.putByte(target + (count >>> 3), (byte) bits);
        }
        return at;
    }

    private long encodeValue(int column, Vector vector, int row, long at) {
        int width = widths[column];
        if (width == VARIABLE) {
            int length = vector.lengths[row];
            ProcessMemory.putInt(at, length);
            ProcessMemory.copyFrom(vector.bytes, vector.starts[row], at + Integer.BYTES, length);
            return at + Integer.BYTES + length;
        }
        if (floating[column]) {
            if (width == Float.BYTES) {
                ProcessMemory.putFloat(at, (float) vector.doubles[row]);
            } else {
                ProcessMemory.putDouble(at, vector.doubles[row]);
            }
            return at + width;
        }
        long value = vector.longs[row];
        switch (width) {
            case Byte.BYTES -> ProcessMemory.putByte(at, (byte) value);
            case Short.BYTES -> ProcessMemory.putShort(at, (short) value);
            case Integer.BYTES -> ProcessMemory.putInt(at, (int) value);
            default -> ProcessMemory.putLong(at, value);
        }
        return at + width;
    }

    /** Reads a row of all columns into a batch that has them; returns the offset after it. */
    public long decode(long source, long end, Batch batch, int row) {
        int count = widths.length;
        long at = bitmapEnd(source, end, count);
        for (int i = 0; i < count; i++) {
            at = decodeColumn(i, isNull(source, i), at, end, batch, row);
        }
        return at;
    }

    /**
     * Reads a row of some columns.
     *
     * @param numbers offset of the columns' numbers, two bytes each
     */
    long decode(long numbers, int count, long source, long end, Batch batch, int row) {
        long at = bitmapEnd(source, end, count);
        for (int i = 0; i < count; i++) {
            int column = ProcessMemory.getShort(numbers + 2L * i) & 0xFFFF;
            if (column >= widths.length) {
                throw new IllegalArgumentException("column " + column + " of " + widths.length);
            }
            at = decodeColumn(column, isNull(source, i), at, end, batch, row);
        }
        return at;
    }

    private static long bitmapEnd(long source, long end, int count) {
        long at = source + (count + 7 >>> 3);
        requireInside(at, end);
        return at;
    }

    private static boolean isNull(long source, int i) {
        return (ProcessMemory.getByte(source + (i >>> 3)) >>> (i & 7) & 1) != 0;
    }

    private long decodeColumn(int column, boolean isNull, long at, long end, Batch batch, int row) {
        Vector vector = batch.columns[column];
        if (isNull) {
            vector.setNull(row);
            return at;
        }
        int width = widths[column];
        if (width == VARIABLE) {
            requireInside(at + Integer.BYTES, end);
            int length = ProcessMemory.getInt(at);
            long after = at + Integer.BYTES + Math.max(0, length);
            requireInside(after, end);
            vector.ensureBytes(length);
            ProcessMemory.copyTo(at + Integer.BYTES, vector.bytes, vector.bytesUsed, length);
            vector.nulls[row] = false;
            vector.starts[row] = vector.bytesUsed;
            vector.lengths[row] = length;
            vector.bytesUsed += length;
            return after;
        }
        requireInside(at + width, end);
        if (floating[column]) {
            vector.setDouble(
                    row,
                    width == Float.BYTES
                            ? ProcessMemory.getFloat(at)
                            : ProcessMemory.getDouble(at));
        } else {
            vector.setLong(row, decodeLong(column, width, at));
        }
        return at + width;
    }

    private long decodeLong(int column, int width, long at) {
        return switch (width) {
            case Byte.BYTES -> ProcessMemory.getByte(at);
            case Short.BYTES -> ProcessMemory.getShort(at);
            case Integer.BYTES -> {
                int value = ProcessMemory.getInt(at);
                yield unsigned[column] ? Integer.toUnsignedLong(value) : value;
            }
            default -> ProcessMemory.getLong(at);
        };
    }

    private static void requireInside(long at, long end) {
        if (at > end) {
            throw new IllegalArgumentException(
                    "row ends " + (at - end) + " bytes after its record");
        }
    }
}
