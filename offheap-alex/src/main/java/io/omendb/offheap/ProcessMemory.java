package io.omendb.offheap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The one memory segment of this process. Everything that is stored is addressed by its offset in
 * it.
 *
 * <p>The segment is reserved when this class is first used and lives as long as the process. How
 * large it is says the system property {@code omendb.memory} (bytes, or with a suffix k, m, g);
 * {@link #describe()} says what was got. With {@code omendb.memory.pretouch=true} all of it is
 * committed at once, and kept. It is handed out in extents of {@link #EXTENT_BYTES}, to one {@link
 * BlockAllocator} per open database.
 *
 * <p>Byte order: little-endian, on every platform. Plain accessors take any offset; at an offset
 * that is a multiple of the width they are single accesses on every platform that HotSpot supports,
 * but only the opaque, acquire and release forms promise it, and those demand the alignment. An
 * offset outside the segment is an {@link IndexOutOfBoundsException}; a stale one reads whatever
 * lies there now.
 */
public final class ProcessMemory {

    /** The unit in which the segment is handed to allocators: one huge page. */
    public static final long EXTENT_BYTES = 2L << 20;

    static final int EXTENT_SHIFT = 21;

    private static final int FILL_HEAD_BYTES = 128;

    /** What is copied at a time: stays in the first cache. */
    private static final int FILL_PART_BYTES = 4 << 10;

    private static final SegmentReservation RESERVATION = SegmentReservation.reserve();

    /** The segment itself. */
    public static final MemorySegment SEGMENT = RESERVATION.segment();

    private static final ExtentMap EXTENTS = new ExtentMap(SEGMENT.byteSize());

    private static final ValueLayout.OfLong LONG_ANY =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_ANY =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_ANY =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE_ANY =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_ANY =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private ProcessMemory() {}

    /**
     * Says in words what memory was got: its size, how it is mapped, and why it is less than asked
     * for.
     */
    public static String describe() {
        return RESERVATION.description();
    }

    /** The size of the segment in bytes. */
    public static long sizeBytes() {
        return SEGMENT.byteSize();
    }

    /** The bytes in extents that no allocator holds. */
    public static long freeBytes() {
        return EXTENTS.freeCount() << EXTENT_SHIFT;
    }

    /**
     * Takes adjacent extents; their contents are undefined.
     *
     * @return the offset of the first, never 0, or -1 if there is no such run
     */
    static long takeExtents(int count) {
        return EXTENTS.take(count);
    }

    /**
     * Gives adjacent extents back, and their pages to the operating system where it can be told so.
     */
    static void giveExtents(long offset, int count) {
        RESERVATION.discard(offset, (long) count << EXTENT_SHIFT);
        EXTENTS.give(offset, count);
    }

    public static byte getByte(long offset) {
        return SEGMENT.get(ValueLayout.JAVA_BYTE, offset);
    }

    public static void putByte(long offset, byte value) {
        SEGMENT.set(ValueLayout.JAVA_BYTE, offset, value);
    }

    public static short getShort(long offset) {
        return SEGMENT.get(SHORT_ANY, offset);
    }

    public static void putShort(long offset, short value) {
        SEGMENT.set(SHORT_ANY, offset, value);
    }

    public static int getInt(long offset) {
        return SEGMENT.get(INT_ANY, offset);
    }

    public static void putInt(long offset, int value) {
        SEGMENT.set(INT_ANY, offset, value);
    }

    public static long getLong(long offset) {
        return SEGMENT.get(LONG_ANY, offset);
    }

    public static void putLong(long offset, long value) {
        SEGMENT.set(LONG_ANY, offset, value);
    }

    public static float getFloat(long offset) {
        return SEGMENT.get(FLOAT_ANY, offset);
    }

    public static void putFloat(long offset, float value) {
        SEGMENT.set(FLOAT_ANY, offset, value);
    }

    public static double getDouble(long offset) {
        return SEGMENT.get(DOUBLE_ANY, offset);
    }

    public static void putDouble(long offset, double value) {
        SEGMENT.set(DOUBLE_ANY, offset, value);
    }

    public static int getIntAcquire(long offset) {
        return (int) INT.getAcquire(SEGMENT, offset);
    }

    public static void putIntRelease(long offset, int value) {
        INT.setRelease(SEGMENT, offset, value);
    }

    public static long getLongOpaque(long offset) {
        return (long) LONG.getOpaque(SEGMENT, offset);
    }

    public static void putLongOpaque(long offset, long value) {
        LONG.setOpaque(SEGMENT, offset, value);
    }

    public static long getLongAcquire(long offset) {
        return (long) LONG.getAcquire(SEGMENT, offset);
    }

    public static void putLongRelease(long offset, long value) {
        LONG.setRelease(SEGMENT, offset, value);
    }

    public static boolean compareAndSetLong(long offset, long expected, long value) {
        return LONG.compareAndSet(SEGMENT, offset, expected, value);
    }

    /** Copies within the segment; the ranges may overlap. */
    public static void copy(long source, long target, long bytes) {
        MemorySegment.copy(SEGMENT, source, SEGMENT, target, bytes);
    }

    /** Copies from another segment to {@code target}. */
    public static void copyFrom(MemorySegment source, long sourceOffset, long target, long bytes) {
        MemorySegment.copy(source, sourceOffset, SEGMENT, target, bytes);
    }

    /** Copies from an array to {@code target}. */
    public static void copyFrom(byte[] source, int sourceIndex, long target, int bytes) {
        MemorySegment.copy(source, sourceIndex, SEGMENT, ValueLayout.JAVA_BYTE, target, bytes);
    }

    /** Copies from {@code source} to another segment. */
    public static void copyTo(long source, MemorySegment target, long targetOffset, long bytes) {
        MemorySegment.copy(SEGMENT, source, target, targetOffset, bytes);
    }

    /** Copies from {@code source} to an array. */
    public static void copyTo(long source, byte[] target, int targetIndex, int bytes) {
        MemorySegment.copy(SEGMENT, ValueLayout.JAVA_BYTE, source, target, targetIndex, bytes);
    }

    /** Copies longs from {@code source} to an array. */
    public static void copyTo(long source, long[] target, int targetIndex, int count) {
        MemorySegment.copy(SEGMENT, LONG_ANY, source, target, targetIndex, count);
    }

    /** Copies longs from an array to {@code target}. */
    public static void copyFrom(long[] source, int sourceIndex, long target, int count) {
        MemorySegment.copy(source, sourceIndex, SEGMENT, LONG_ANY, target, count);
    }

    /**
     * Sets every byte of a range. By words, then by copies of what is set: a slice to fill would be
     * an object wherever the compiler does not see through all of its life.
     */
    public static void fill(long offset, long bytes, byte value) {
        long word = (value & 0xFFL) * 0x0101_0101_0101_0101L;
        long head = Math.min(bytes, FILL_HEAD_BYTES);
        long at = 0;
        for (; at + Long.BYTES <= head; at += Long.BYTES) {
            putLong(offset + at, word);
        }
        for (; at < head; at++) {
            putByte(offset + at, value);
        }
        while (at < bytes) {
            long part = Math.min(Math.min(at, FILL_PART_BYTES), bytes - at);
            copy(offset, offset + at, part);
            at += part;
        }
    }

    /** The index of the first byte in which two ranges of equal length differ, or -1. */
    public static long mismatch(long left, long right, long bytes) {
        return MemorySegment.mismatch(SEGMENT, left, left + bytes, SEGMENT, right, right + bytes);
    }

    /** Whether two ranges of equal length hold the same bytes. */
    public static boolean same(long left, long right, long bytes) {
        return mismatch(left, right, bytes) < 0;
    }

    /** Compares two ranges as unsigned bytes; a prefix comes before what it begins. */
    public static int compare(long left, long leftBytes, long right, long rightBytes) {
        long at =
                MemorySegment.mismatch(
                        SEGMENT, left, left + leftBytes, SEGMENT, right, right + rightBytes);
        if (at < 0) {
            return 0;
        }
        if (at >= leftBytes) {
            return -1;
        }
        return at >= rightBytes ? 1 : (getByte(left + at) & 0xFF) - (getByte(right + at) & 0xFF);
    }

    /**
     * The same offset, once it is sure that a range begins there.
     *
     * <p>Where many places of a range of constant size are looked at, at constant distances from
     * what this returns, the compiler sees that one check of bounds does for all of them.
     */
    public static long checked(long offset, long bytes) {
        return Objects.checkIndex(offset, SEGMENT.byteSize() - bytes + 1);
    }

    /** A view of a range; the caller keeps the view inside the life of the block. */
    public static MemorySegment asSlice(long offset, long bytes) {
        return SEGMENT.asSlice(offset, bytes);
    }
}
