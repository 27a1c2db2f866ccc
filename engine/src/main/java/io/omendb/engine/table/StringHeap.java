package io.omendb.engine.table;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.ProcessMemory;
import io.omendb.offheap.Tally;

/**
 * The heap of a row group: values of more than 12 bytes, in extents that are named by number.
 *
 * <pre>
 *   descriptor
 *      0  table       8   offset of the extent table: per extent: offset 8, bytes 8
 *      8  tableSize   4   extents that the table has room for
 *     12  extents     4   extents ever numbered
 *     16  bump        4   number of the extent that is being filled, -1 if none
 *     20  bumpOffset  4   its first unused byte
 *     24  bytes       8   in all extents
 *     32  idleExtent  8   a number whose extent was given back, plus one; the next one stands in its bytes
 *     40  free     36x8   per size class: reference of a free chunk plus one; the next one stands in the chunk
 *
 *   reference = extent number << 32 | offset in the extent
 * </pre>
 *
 * A chunk has a size of its class (multiples of 16 to 128 bytes, then four classes per doubling to
 * 16 KiB), so that a freed one serves the next value of about that length; larger values have an
 * extent of their own. Chunks and extents are freed through the epochs, never at once: a reader may
 * be on its way to them.
 *
 * <p>Thread: writer; readers call only {@link #address}.
 */
final class StringHeap {

    private static final int TABLE = 0;
    private static final int TABLE_SIZE = TABLE + 8;
    private static final int EXTENTS = TABLE_SIZE + 4;
    private static final int BUMP = EXTENTS + 4;
    private static final int BUMP_OFFSET = BUMP + 4;
    private static final int TOTAL_BYTES = BUMP_OFFSET + 4;
    private static final int IDLE_EXTENT = TOTAL_BYTES + 8;
    private static final int FREE = IDLE_EXTENT + 8;
    private static final int CLASSES = 36;
    private static final int DESCRIPTOR_BYTES = FREE + 8 * CLASSES;

    private static final int ENTRY_BYTES = 16;
    private static final int FIRST_TABLE_SIZE = 8;
    private static final int SMALL_MAX = 128;
    private static final int CHUNK_MAX = 16 << 10;
    private static final int EXTENT_MIN = 4 << 10;
    private static final int EXTENT_MAX = 256 << 10;

    /** In place of a size class: the value has an extent of its own. */
    private static final int WHOLE_EXTENT = 255;

    private final BlockAllocator allocator;
    private final Epochs epochs;
    private final Tally values = new Tally();
    private final Tally valueBytes = new Tally();
    private final Tally extentBytes = new Tally();
    private final Tally headerBytes = new Tally();

    StringHeap(BlockAllocator allocator, Epochs epochs) {
        this.allocator = allocator;
        this.epochs = epochs;
    }

    /** Makes an empty heap and returns its descriptor. */
    long create() {
        long heap = allocator.allocateZeroed(DESCRIPTOR_BYTES);
        ProcessMemory.putInt(heap + BUMP, -1);
        headerBytes.add(BlockAllocator.blockBytes(DESCRIPTOR_BYTES));
        return heap;
    }

    // Figures over all heaps of the table, in blocks as the allocator rounds them. Thread: any

    /** How many values there are, those included that wait for readers to be reclaimed. */
    long values() {
        return values.value();
    }

    /** The bytes of their chunks. */
    long valueBytes() {
        return valueBytes.value();
    }

    /** The bytes of all extents. */
    long extentBytes() {
        return extentBytes.value();
    }

    /** The bytes of descriptors and extent tables. */
    long headerBytes() {
        return headerBytes.value();
    }

    /**
     * Where a value lies, for a reader that has followed the words; pairs with the releases in this
     * class.
     */
    static long address(long heap, long reference) {
        long table = ProcessMemory.getLongAcquire(heap + TABLE);
        return ProcessMemory.getLongAcquire(table + (reference >>> 32) * ENTRY_BYTES)
                + (int) reference;
    }

    /**
     * Copies a value of more than 12 bytes into the heap.
     *
     * @return its reference
     */
    long put(long heap, byte[] bytes, int start, int length) {
        long reference =
                length > CHUNK_MAX ? takeExtent(heap, length) : takeChunk(heap, classOf(length));
        ProcessMemory.copyFrom(bytes, start, address(heap, reference), length);
        values.add(1);
        valueBytes.add(
                length > CHUNK_MAX
                        ? BlockAllocator.blockBytes(length)
                        : classBytes(classOf(length)));
        return reference;
    }

    /** Lets a value go when no reader can be on its way to it. */
    void retire(int kind, long tableAndGroup, long low, long reference) {
        int length = StringEntry.length(low);
        long sizeClass = length > CHUNK_MAX ? WHOLE_EXTENT : classOf(length);
        assert (reference & 0xFF00_0000L) == 0 : "offset beyond 24 bits";
        epochs.retire(kind, tableAndGroup, reference | sizeClass << 24);
    }

    /** The second half of {@link #retire}: {@code chunk} is what was handed over there. */
    void reclaim(long heap, long chunk) {
        int sizeClass = (int) (chunk >>> 24) & 0xFF;
        long reference = chunk & ~0xFF00_0000L;
        values.add(-1);
        if (sizeClass == WHOLE_EXTENT) {
            int extent = (int) (reference >>> 32);
            valueBytes.add(-BlockAllocator.blockBytes(extentBytes(heap, extent)));
            giveExtent(heap, extent);
        } else {
            valueBytes.add(-classBytes(sizeClass));
            long list = heap + FREE + 8L * sizeClass;
            ProcessMemory.putLong(address(heap, reference), ProcessMemory.getLong(list));
            ProcessMemory.putLong(list, reference + 1);
        }
    }

    /**
     * Retires some extents of a heap that is going with its table, and the heap itself after the
     * last.
     *
     * @param from the first extent that is left
     * @return the first extent that is left then, -1 if nothing is
     */
    int drop(long heap, int from, int extentsMax) {
        long table = ProcessMemory.getLong(heap + TABLE);
        int extents = ProcessMemory.getInt(heap + EXTENTS);
        int end = (int) Math.min(extents, (long) from + extentsMax);
        for (int extent = from; extent < end; extent++) {
            long entry = table + (long) extent * ENTRY_BYTES;
            long offset = ProcessMemory.getLong(entry);
            if (offset != 0) {
                epochs.retire(offset, ProcessMemory.getLong(entry + 8));
            }
        }
        if (end < extents) {
            return end;
        }
        if (table != 0) {
            epochs.retire(table, (long) ENTRY_BYTES * ProcessMemory.getInt(heap + TABLE_SIZE));
        }
        epochs.retire(heap, DESCRIPTOR_BYTES);
        return -1;
    }

    static int classOf(int length) {
        if (length <= SMALL_MAX) {
            return (length + 15 >>> 4) - 1;
        }
        int shift = 31 - Integer.numberOfLeadingZeros(length - 1);
        return 8 + (shift - 7) * 4 + (length - 1 - (1 << shift) >>> shift - 2);
    }

    static int classBytes(int sizeClass) {
        if (sizeClass < 8) {
            return (sizeClass + 1) << 4;
        }
        int shift = 7 + (sizeClass - 8 >>> 2);
        return (1 << shift) + ((sizeClass & 3) + 1 << shift - 2);
    }

    private long takeChunk(long heap, int sizeClass) {
        long list = heap + FREE + 8L * sizeClass;
        long head = ProcessMemory.getLong(list);
        if (head != 0) {
            ProcessMemory.putLong(list, ProcessMemory.getLong(address(heap, head - 1)));
            return head - 1;
        }
        int size = classBytes(sizeClass);
        int bump = ProcessMemory.getInt(heap + BUMP);
        int offset = ProcessMemory.getInt(heap + BUMP_OFFSET);
        if (bump < 0 || offset + size > extentBytes(heap, bump)) {
            long total = ProcessMemory.getLong(heap + TOTAL_BYTES);
            long wanted =
                    Math.clamp(Long.highestOneBit(Math.max(1, total / 4)), EXTENT_MIN, EXTENT_MAX);
            bump = (int) (takeExtent(heap, Math.max(wanted, size)) >>> 32);
            offset = 0;
            ProcessMemory.putInt(heap + BUMP, bump);
        }
        ProcessMemory.putInt(heap + BUMP_OFFSET, offset + size);
        return (long) bump << 32 | offset;
    }

    private static long extentBytes(long heap, int extent) {
        return ProcessMemory.getLong(
                ProcessMemory.getLong(heap + TABLE) + (long) extent * ENTRY_BYTES + 8);
    }

    private long takeExtent(long heap, long bytes) {
        long idle = ProcessMemory.getLong(heap + IDLE_EXTENT);
        if (idle == 0
                && ProcessMemory.getInt(heap + EXTENTS)
                        == ProcessMemory.getInt(heap + TABLE_SIZE)) {
            growTable(heap);
        }
        long offset = allocator.allocate(bytes);
        long table = ProcessMemory.getLong(heap + TABLE);
        long number;
        if (idle != 0) {
            number = idle - 1;
            ProcessMemory.putLong(
                    heap + IDLE_EXTENT, ProcessMemory.getLong(table + number * ENTRY_BYTES + 8));
        } else {
            number = ProcessMemory.getInt(heap + EXTENTS);
            ProcessMemory.putInt(heap + EXTENTS, (int) number + 1);
        }
        ProcessMemory.putLong(table + number * ENTRY_BYTES + 8, bytes);
        ProcessMemory.putLongRelease(table + number * ENTRY_BYTES, offset);
        ProcessMemory.putLong(
                heap + TOTAL_BYTES, ProcessMemory.getLong(heap + TOTAL_BYTES) + bytes);
        extentBytes.add(BlockAllocator.blockBytes(bytes));
        return number << 32;
    }

    private void giveExtent(long heap, long number) {
        long entry = ProcessMemory.getLong(heap + TABLE) + number * ENTRY_BYTES;
        long bytes = ProcessMemory.getLong(entry + 8);
        allocator.free(ProcessMemory.getLong(entry), bytes);
        ProcessMemory.putLong(
                heap + TOTAL_BYTES, ProcessMemory.getLong(heap + TOTAL_BYTES) - bytes);
        extentBytes.add(-BlockAllocator.blockBytes(bytes));
        ProcessMemory.putLong(entry, 0);
        ProcessMemory.putLong(entry + 8, ProcessMemory.getLong(heap + IDLE_EXTENT));
        ProcessMemory.putLong(heap + IDLE_EXTENT, number + 1);
    }

    private void growTable(long heap) {
        long old = ProcessMemory.getLong(heap + TABLE);
        int oldSize = ProcessMemory.getInt(heap + TABLE_SIZE);
        int size = Math.max(FIRST_TABLE_SIZE, oldSize * 2);
        long table = allocator.allocateZeroed((long) ENTRY_BYTES * size);
        if (old != 0) {
            ProcessMemory.copy(old, table, (long) ENTRY_BYTES * oldSize);
        }
        ProcessMemory.putLongRelease(heap + TABLE, table); // pairs with address()
        ProcessMemory.putInt(heap + TABLE_SIZE, size);
        headerBytes.add(BlockAllocator.blockBytes((long) ENTRY_BYTES * size));
        if (old != 0) {
            headerBytes.add(-BlockAllocator.blockBytes((long) ENTRY_BYTES * oldSize));
            epochs.retire(old, (long) ENTRY_BYTES * oldSize);
        }
    }
}
