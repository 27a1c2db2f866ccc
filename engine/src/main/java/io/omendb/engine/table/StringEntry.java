package io.omendb.engine.table;

import io.omendb.offheap.ProcessMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 16 bytes by which a row holds a string, as two words.
 *
 * <pre>
 *   low    length 4 | first 4 bytes of the value 4
 *   high   bytes 4 to 11 of the value, if it is not longer than 12; else its reference in the group's heap
 * </pre>
 *
 * Bytes beyond the value are zero, so that equal short strings are equal words.
 */
final class StringEntry {

    /** The longest value without a reference. */
    static final int INLINE_BYTES = 12;

    static final int BYTES = 16;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private StringEntry() {}

    static int length(long low) {
        return (int) low;
    }

    static boolean isInline(long low) {
        return (int) low <= INLINE_BYTES;
    }

    static long low(byte[] bytes, int start, int length) {
        return word(bytes, start, Math.min(length, 4)) << 32 | length;
    }

    /** The second word of a value that is not longer than {@link #INLINE_BYTES}. */
    static long inlineHigh(byte[] bytes, int start, int length) {
        return length <= 4 ? 0 : word(bytes, start + 4, length - 4);
    }

    /** Writes 12 bytes, of which the value's length count, at {@code at}. */
    static void writeInline(long low, long high, byte[] bytes, int at) {
        INT.set(bytes, at, (int) (low >>> 32));
        LONG.set(bytes, at + 4, high);
    }

    static long low(long column, int slot) {
        return ProcessMemory.getLong(column + (long) BYTES * slot);
    }

    static long high(long column, int slot) {
        return ProcessMemory.getLong(column + (long) BYTES * slot + 8);
    }

    static void store(long column, int slot, long low, long high) {
        ProcessMemory.putLong(column + (long) BYTES * slot, low);
        ProcessMemory.putLong(column + (long) BYTES * slot + 8, high);
    }

    private static long word(byte[] bytes, int start, int count) {
        if (count == 8) {
            return (long) LONG.get(bytes, start);
        }
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[start + i] & 0xFFL) << (8 * i);
        }
        return word;
    }
}
