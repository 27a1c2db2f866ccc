package io.omendb.engine.table;

import io.omendb.offheap.ProcessMemory;

/**
 * A row group: its descriptor, its image (one block per column and bitmap), and beside the image
 * what its vectors of 1,024 rows need while they run. The image refers to nothing outside itself
 * but by numbers of heap extents; descriptor, vector entries and zones hold offsets and live in
 * memory only.
 *
 * <pre>
 *   descriptor
 *      0  capacity      4   slots
 *      4  number        4   of the group in its table
 *      8  presence      8   offset of a bitmap of capacity bits: the slot holds a row
 *     16  vectors       8   offset of the vector entries
 *     24  zones         8   offset of the zone maps: per vector, per column: minimum 8, maximum 8
 *     32  heap          8   offset of the heap's descriptor, 0 without strings ({@link StringHeap})
 *     40  unused       24
 *     64  columns    16 n   per column: offset of the values 8; of the null bitmap 8, 0 without nulls
 *
 *   vector entry (64 bytes)
 *      0  words         8   offset of 1,024 version words, 0 if every row is seen as it lies
 *      8  changes       8   change counter (rule 5)
 *     16  wordCount     4   words that are not 0
 *     20  flags         4   in the queue of vectors to sweep; in the queue of vectors with free slots
 *     24  settleEpoch   8   the epoch of the last undone change or cleared row
 *     32  freeCount     4   slots below the high-water mark without row and word
 *     36  freeHint      4   where to look for the next of them
 *     40  nextSweep     8   queue link: index of a vector plus one
 *     48  nextFree      8   queue link: index of a vector plus one
 *     56  sweptAt       8   the pruner's clock at the last sweep
 * </pre>
 *
 * Values are 1, 2, 4 or 8 bytes, or 16 for a {@link StringEntry}. Byte order: little-endian. A row
 * id is {@code group << 16 | slot}. The groups of a table hold 256, 1,024, 4,096, 16,384, then
 * 65,536 slots each.
 */
final class RowGroupLayout {

    static final int VECTOR_SHIFT = 10;
    static final int VECTOR_ROWS = 1 << VECTOR_SHIFT;
    static final int SLOT_BITS = 16;
    static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

    static final int FLAG_SWEEP = 1;
    static final int FLAG_FREE = 2;

    private static final int CAPACITY = 0;
    private static final int NUMBER = CAPACITY + 4;
    private static final int PRESENCE = NUMBER + 4;
    private static final int VECTORS = PRESENCE + 8;
    private static final int ZONES = VECTORS + 8;
    private static final int HEAP = ZONES + 8;
    private static final int COLUMNS = 64;
    private static final int COLUMN_VALUES = 0;
    private static final int COLUMN_NULLS = COLUMN_VALUES + 8;
    private static final int COLUMN_BYTES = COLUMN_NULLS + 8;

    private static final int VECTOR_WORDS = 0;
    private static final int VECTOR_CHANGES = VECTOR_WORDS + 8;
    private static final int VECTOR_WORD_COUNT = VECTOR_CHANGES + 8;
    private static final int VECTOR_FLAGS = VECTOR_WORD_COUNT + 4;
    private static final int VECTOR_SETTLE_EPOCH = VECTOR_FLAGS + 4;
    private static final int VECTOR_FREE_COUNT = VECTOR_SETTLE_EPOCH + 8;
    private static final int VECTOR_FREE_HINT = VECTOR_FREE_COUNT + 4;
    private static final int VECTOR_NEXT_SWEEP = VECTOR_FREE_HINT + 4;
    private static final int VECTOR_NEXT_FREE = VECTOR_NEXT_SWEEP + 8;
    private static final int VECTOR_SWEPT_AT = VECTOR_NEXT_FREE + 8;
    static final int VECTOR_BYTES = VECTOR_SWEPT_AT + 8;

    static final int ZONE_BYTES = 16;

    private static final int SMALL_GROUPS = 4;
    private static final int SMALLEST_SHIFT = 8;
    private static final int[] FIRST_VECTORS = {0, 1, 2, 6, 22};

    private RowGroupLayout() {}

    // Geometry

    static int capacityOf(long group) {
        return group < SMALL_GROUPS ? 1 << (SMALLEST_SHIFT + 2 * (int) group) : 1 << SLOT_BITS;
    }

    static int vectorsOf(long group) {
        return Math.max(1, capacityOf(group) >>> VECTOR_SHIFT);
    }

    /** The index in the table of a group's first vector. */
    static long firstVectorOf(long group) {
        return group < SMALL_GROUPS
                ? FIRST_VECTORS[(int) group]
                : FIRST_VECTORS[SMALL_GROUPS]
                        + ((group - SMALL_GROUPS) << (SLOT_BITS - VECTOR_SHIFT));
    }

    static long groupOfVector(long vector) {
        if (vector >= FIRST_VECTORS[SMALL_GROUPS]) {
            return SMALL_GROUPS
                    + ((vector - FIRST_VECTORS[SMALL_GROUPS]) >>> (SLOT_BITS - VECTOR_SHIFT));
        }
        return vector < 1 ? 0 : vector < 2 ? 1 : vector < 6 ? 2 : 3;
    }

    /** The slots of each vector of a group. */
    static int vectorRowsOf(long group) {
        return Math.min(VECTOR_ROWS, capacityOf(group));
    }

    static long rowId(long group, int slot) {
        return group << SLOT_BITS | slot;
    }

    static long groupOf(long rowId) {
        return rowId >>> SLOT_BITS;
    }

    static int slotOf(long rowId) {
        return (int) rowId & SLOT_MASK;
    }

    static long vectorOf(long rowId) {
        return firstVectorOf(groupOf(rowId)) + (slotOf(rowId) >>> VECTOR_SHIFT);
    }

    // Sizes of blocks

    static long descriptorBytes(int columnCount) {
        return COLUMNS + (long) COLUMN_BYTES * columnCount;
    }

    static long bitmapBytes(int capacity) {
        return (long) capacity >>> 3;
    }

    static long zoneBytes(int vectorCount, int columnCount) {
        return (long) ZONE_BYTES * vectorCount * Math.max(1, columnCount);
    }

    static long wordBytes(long group) {
        return 8L * vectorRowsOf(group);
    }

    // Descriptor

    static int capacity(long group) {
        return ProcessMemory.getInt(group + CAPACITY);
    }

    static void capacity(long group, int capacity) {
        ProcessMemory.putInt(group + CAPACITY, capacity);
    }

    static int number(long group) {
        return ProcessMemory.getInt(group + NUMBER);
    }

    static void number(long group, int number) {
        ProcessMemory.putInt(group + NUMBER, number);
    }

    static long presence(long group) {
        return ProcessMemory.getLong(group + PRESENCE);
    }

    static void presence(long group, long offset) {
        ProcessMemory.putLong(group + PRESENCE, offset);
    }

    static long vectors(long group) {
        return ProcessMemory.getLong(group + VECTORS);
    }

    static void vectors(long group, long offset) {
        ProcessMemory.putLong(group + VECTORS, offset);
    }

    static long zones(long group) {
        return ProcessMemory.getLong(group + ZONES);
    }

    static void zones(long group, long offset) {
        ProcessMemory.putLong(group + ZONES, offset);
    }

    static long heap(long group) {
        return ProcessMemory.getLong(group + HEAP);
    }

    static void heap(long group, long offset) {
        ProcessMemory.putLong(group + HEAP, offset);
    }

    static long values(long group, int column) {
        return ProcessMemory.getLong(
                group + COLUMNS + (long) COLUMN_BYTES * column + COLUMN_VALUES);
    }

    static void values(long group, int column, long offset) {
        ProcessMemory.putLong(
                group + COLUMNS + (long) COLUMN_BYTES * column + COLUMN_VALUES, offset);
    }

    /** Pairs with {@link #nullsRelease}; 0 while no value of the column was ever null. */
    static long nullsAcquire(long group, int column) {
        return ProcessMemory.getLongAcquire(
                group + COLUMNS + (long) COLUMN_BYTES * column + COLUMN_NULLS);
    }

    static void nullsRelease(long group, int column, long offset) {
        ProcessMemory.putLongRelease(
                group + COLUMNS + (long) COLUMN_BYTES * column + COLUMN_NULLS, offset);
    }

    static void putNull(long group, int column, int slot, boolean isNull) {
        long nulls = nullsAcquire(group, column);
        if (nulls != 0) {
            putBit(nulls, slot, isNull);
        } else {
            assert !isNull : "a null without a bitmap";
        }
    }

    static long zone(long group, int columnCount, int vectorInGroup, int column) {
        return zones(group) + (long) ZONE_BYTES * ((long) vectorInGroup * columnCount + column);
    }

    // Bitmaps: a bit changes by a store of the aligned word that holds it

    static boolean bit(long bitmap, int slot) {
        return (ProcessMemory.getLongOpaque(bitmap + ((long) slot >>> 6 << 3)) >>> slot & 1) != 0;
    }

    static void setBit(long bitmap, int slot) {
        long at = bitmap + ((long) slot >>> 6 << 3);
        ProcessMemory.putLongOpaque(at, ProcessMemory.getLong(at) | 1L << slot);
    }

    /** Sets the bits of consecutive slots, word by word. */
    static void setBits(long bitmap, int slot, int count) {
        int end = slot + count;
        for (int from = slot; from < end; ) {
            int to = Math.min(end, (from | 63) + 1);
            long at = bitmap + ((long) from >>> 6 << 3);
            long bits = -1L >>> 64 - (to - from) << from;
            ProcessMemory.putLongOpaque(at, ProcessMemory.getLong(at) | bits);
            from = to;
        }
    }

    static void clearBit(long bitmap, int slot) {
        long at = bitmap + ((long) slot >>> 6 << 3);
        ProcessMemory.putLongOpaque(at, ProcessMemory.getLong(at) & ~(1L << slot));
    }

    static void putBit(long bitmap, int slot, boolean value) {
        if (value) {
            setBit(bitmap, slot);
        } else {
            clearBit(bitmap, slot);
        }
    }

    // Vector entries

    static long vectorEntry(long group, int slot) {
        return vectors(group) + (long) (slot >>> VECTOR_SHIFT) * VECTOR_BYTES;
    }

    static long wordsPlain(long entry) {
        return ProcessMemory.getLong(entry + VECTOR_WORDS);
    }

    /** Pairs with {@link #wordsRelease}. */
    static long wordsAcquire(long entry) {
        return ProcessMemory.getLongAcquire(entry + VECTOR_WORDS);
    }

    static void wordsRelease(long entry, long offset) {
        ProcessMemory.putLongRelease(entry + VECTOR_WORDS, offset);
    }

    static long changesAcquire(long entry) {
        return ProcessMemory.getLongAcquire(entry + VECTOR_CHANGES);
    }

    static void bumpChanges(long entry) {
        ProcessMemory.putLongOpaque(
                entry + VECTOR_CHANGES, ProcessMemory.getLong(entry + VECTOR_CHANGES) + 1);
    }

    static int wordCount(long entry) {
        return ProcessMemory.getInt(entry + VECTOR_WORD_COUNT);
    }

    static void wordCount(long entry, int count) {
        assert count >= 0 && count <= VECTOR_ROWS : "words: " + count;
        ProcessMemory.putInt(entry + VECTOR_WORD_COUNT, count);
    }

    static boolean flag(long entry, int flag) {
        return (ProcessMemory.getInt(entry + VECTOR_FLAGS) & flag) != 0;
    }

    static void flag(long entry, int flag, boolean value) {
        int flags = ProcessMemory.getInt(entry + VECTOR_FLAGS);
        ProcessMemory.putInt(entry + VECTOR_FLAGS, value ? flags | flag : flags & ~flag);
    }

    static long settleEpoch(long entry) {
        return ProcessMemory.getLong(entry + VECTOR_SETTLE_EPOCH);
    }

    static void settleEpoch(long entry, long epoch) {
        ProcessMemory.putLong(entry + VECTOR_SETTLE_EPOCH, epoch);
    }

    static int freeCount(long entry) {
        return ProcessMemory.getInt(entry + VECTOR_FREE_COUNT);
    }

    static void freeCount(long entry, int count) {
        assert count >= 0 && count <= VECTOR_ROWS : "free slots: " + count;
        ProcessMemory.putInt(entry + VECTOR_FREE_COUNT, count);
    }

    static int freeHint(long entry) {
        return ProcessMemory.getInt(entry + VECTOR_FREE_HINT);
    }

    static void freeHint(long entry, int slotInVector) {
        ProcessMemory.putInt(entry + VECTOR_FREE_HINT, slotInVector);
    }

    static long nextSweep(long entry) {
        return ProcessMemory.getLong(entry + VECTOR_NEXT_SWEEP);
    }

    static void nextSweep(long entry, long link) {
        ProcessMemory.putLong(entry + VECTOR_NEXT_SWEEP, link);
    }

    static long nextFree(long entry) {
        return ProcessMemory.getLong(entry + VECTOR_NEXT_FREE);
    }

    static void nextFree(long entry, long link) {
        ProcessMemory.putLong(entry + VECTOR_NEXT_FREE, link);
    }

    static long sweptAt(long entry) {
        return ProcessMemory.getLong(entry + VECTOR_SWEPT_AT);
    }

    static void sweptAt(long entry, long clock) {
        ProcessMemory.putLong(entry + VECTOR_SWEPT_AT, clock);
    }
}
