package io.omendb.engine.table;

import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * How a column lies in a row group: the width of a slot and what its bits mean. A value in transit
 * is 64 raw bits: a long sign- or zero-extended, or the bits of a double.
 */
enum ColumnFormat {
    SIGNED_1(1, Lane.LONG),
    SIGNED_2(2, Lane.LONG),
    SIGNED_4(4, Lane.LONG),
    UNSIGNED_4(4, Lane.LONG),
    /** Days; the infinities of the lane are the ends of the 32-bit range. */
    DATE_4(4, Lane.LONG),
    SIGNED_8(8, Lane.LONG),
    FLOAT_4(4, Lane.DOUBLE),
    FLOAT_8(8, Lane.DOUBLE),
    /** A string entry, see {@link StringEntry}. */
    STRING_16(16, Lane.BYTES);

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    final int width;
    final Lane lane;

    ColumnFormat(int width, Lane lane) {
        this.width = width;
        this.lane = lane;
    }

    static ColumnFormat of(SqlType type) {
        TypeKind kind = type.kind();
        return switch (kind.lane()) {
            case BYTES -> STRING_16;
            case DOUBLE -> kind.storageBytes() == 4 ? FLOAT_4 : FLOAT_8;
            case LONG ->
                    switch (kind.storageBytes()) {
                        case 1 -> SIGNED_1;
                        case 2 -> SIGNED_2;
                        case 4 ->
                                kind == TypeKind.DATE
                                        ? DATE_4
                                        : kind == TypeKind.INT4 ? SIGNED_4 : UNSIGNED_4;
                        case 8 -> SIGNED_8;
                        default -> throw new IllegalArgumentException("no format for " + kind);
                    };
        };
    }

    boolean isString() {
        return this == STRING_16;
    }

    /** The raw bits at a slot of a fixed-width column. */
    long load(long column, int slot) {
        return switch (this) {
            case SIGNED_1 -> ProcessMemory.getByte(column + slot);
            case SIGNED_2 -> ProcessMemory.getShort(column + 2L * slot);
            case SIGNED_4 -> ProcessMemory.getInt(column + 4L * slot);
            case UNSIGNED_4 -> ProcessMemory.getInt(column + 4L * slot) & 0xFFFF_FFFFL;
            case DATE_4 -> widenDate(ProcessMemory.getInt(column + 4L * slot));
            case SIGNED_8, FLOAT_8 -> ProcessMemory.getLong(column + 8L * slot);
            case FLOAT_4 -> Double.doubleToRawLongBits(ProcessMemory.getFloat(column + 4L * slot));
            case STRING_16 -> throw new IllegalStateException("a string is not 64 bits");
        };
    }

    void store(long column, int slot, long bits) {
        switch (this) {
            case SIGNED_1 -> ProcessMemory.putByte(column + slot, (byte) bits);
            case SIGNED_2 -> ProcessMemory.putShort(column + 2L * slot, (short) bits);
            case SIGNED_4, UNSIGNED_4 -> ProcessMemory.putInt(column + 4L * slot, (int) bits);
            case DATE_4 -> ProcessMemory.putInt(column + 4L * slot, narrowDate(bits));
            case SIGNED_8, FLOAT_8 -> ProcessMemory.putLong(column + 8L * slot, bits);
            case FLOAT_4 ->
                    ProcessMemory.putFloat(
                            column + 4L * slot, (float) Double.longBitsToDouble(bits));
            case STRING_16 -> throw new IllegalStateException("a string is not 64 bits");
        }
    }

    /** The raw bits of a row of a vector in this format's lane, as they will be read back. */
    long bitsOf(Vector vector, int row) {
        return switch (this) {
            case FLOAT_4 -> Double.doubleToRawLongBits((float) vector.doubles[row]);
            case FLOAT_8 -> Double.doubleToRawLongBits(vector.doubles[row]);
            default -> vector.longs[row];
        };
    }

    /** Puts raw bits into a row of a vector; the null flag is the caller's. */
    void put(Vector vector, int row, long bits) {
        if (lane == Lane.DOUBLE) {
            vector.doubles[row] = Double.longBitsToDouble(bits);
        } else {
            vector.longs[row] = bits;
        }
    }

    /**
     * Copies slots {@code [slot, slot + count)} of a fixed-width column to the first rows of a
     * vector.
     *
     * @param narrow scratch for as many values of 4 bytes; a loop over an array is vectorised, one
     *     over the segment not
     */
    void copyOut(long column, int slot, int count, Vector target, int[] narrow) {
        switch (this) {
            case SIGNED_8 -> ProcessMemory.copyTo(column + 8L * slot, target.longs, 0, count);
            case FLOAT_8 -> {
                long from = column + 8L * slot;
                MemorySegment.copy(ProcessMemory.SEGMENT, DOUBLE, from, target.doubles, 0, count);
            }
            case SIGNED_4, UNSIGNED_4, DATE_4, FLOAT_4 -> {
                long from = column + 4L * slot;
                MemorySegment.copy(ProcessMemory.SEGMENT, INT, from, narrow, 0, count);
                widen(narrow, count, target);
            }
            case SIGNED_1, SIGNED_2 -> {
                for (int i = 0; i < count; i++) {
                    target.longs[i] = load(column, slot + i);
                }
            }
            case STRING_16 -> throw new IllegalStateException("strings are copied as entries");
        }
    }

    private void widen(int[] narrow, int count, Vector target) {
        long[] longs = target.longs;
        double[] doubles = target.doubles;
        switch (this) {
            case SIGNED_4 -> {
                for (int i = 0; i < count; i++) {
                    longs[i] = narrow[i];
                }
            }
            case UNSIGNED_4 -> {
                for (int i = 0; i < count; i++) {
                    longs[i] = narrow[i] & 0xFFFF_FFFFL;
                }
            }
            case DATE_4 -> {
                for (int i = 0; i < count; i++) {
                    longs[i] = widenDate(narrow[i]);
                }
            }
            case FLOAT_4 -> {
                for (int i = 0; i < count; i++) {
                    doubles[i] = Float.intBitsToFloat(narrow[i]);
                }
            }
            case SIGNED_1, SIGNED_2, SIGNED_8, FLOAT_8, STRING_16 ->
                    throw new IllegalStateException("not 4 bytes: " + this);
        }
    }

    /**
     * The raw bits as a signed number in the order of the values; doubles in PostgreSQL's order,
     * NaN last.
     */
    long ordered(long bits) {
        return lane == Lane.DOUBLE ? orderedDouble(Double.longBitsToDouble(bits)) : bits;
    }

    static long orderedDouble(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value); // one zero, one NaN
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static long widenDate(int days) {
        return days == Integer.MAX_VALUE
                ? Long.MAX_VALUE
                : days == Integer.MIN_VALUE ? Long.MIN_VALUE : days;
    }

    private static int narrowDate(long days) {
        return days == Long.MAX_VALUE
                ? Integer.MAX_VALUE
                : days == Long.MIN_VALUE ? Integer.MIN_VALUE : (int) days;
    }
}
