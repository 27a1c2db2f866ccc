package io.omendb.engine.table;

import io.omendb.engine.mvcc.SegmentedArray;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.offheap.ProcessMemory;
import io.omendb.offheap.Tally;

/**
 * The groups of a table by number. Descriptors and blocks stay where they are until the table is
 * dropped.
 *
 * <p>Thread: writer adds groups; readers find a descriptor by a group number that came to them
 * through an acquire load (of the number of vectors, of an index entry).
 */
final class RowGroups {

    private static final int FIRST_GROUPS = 8;

    private final TableShape shape;
    private final BlockAllocator allocator;
    private final Epochs epochs;
    private final StringHeap heaps;
    private final SegmentedArray descriptors;
    private long count;
    private final Tally groupCount = new Tally();
    private final Tally slots = new Tally();
    private final Tally valueBytes = new Tally();
    private final Tally headerBytes = new Tally();

    RowGroups(TableShape shape, BlockAllocator allocator, Epochs epochs, StringHeap heaps) {
        this.shape = shape;
        this.allocator = allocator;
        this.epochs = epochs;
        this.heaps = heaps;
        this.descriptors = new SegmentedArray(allocator, 8, FIRST_GROUPS);
    }

    /** The descriptor of a group that was made. */
    long descriptor(long group) {
        return ProcessMemory.getLongAcquire(descriptors.offset(group));
    }

    /** How many groups there are, for the writer. */
    long count() {
        return count;
    }

    // Figures, in blocks as the allocator rounds them. Thread: any

    /** How many groups there are. */
    long groupCount() {
        return groupCount.value();
    }

    /** How many rows the groups have room for. */
    long slots() {
        return slots.value();
    }

    /** The bytes of the columns' values, for all slots. */
    long valueBytes() {
        return valueBytes.value();
    }

    /** The bytes of descriptors, bitmaps, vector entries, zone maps, and the directory. */
    long headerBytes() {
        return headerBytes.value() + descriptors.bytes();
    }

    /** Makes groups up to this number. */
    void ensure(long group) {
        while (count <= group) {
            descriptors.ensure(count);
            long descriptor = create(count);
            ProcessMemory.putLongRelease(descriptors.offset(count), descriptor);
            count++;
        }
    }

    /** Makes sure that a column of a group has a null bitmap. */
    void ensureNulls(long group, int column) {
        if (RowGroupLayout.nullsAcquire(group, column) == 0) {
            long bytes = RowGroupLayout.bitmapBytes(RowGroupLayout.capacity(group));
            RowGroupLayout.nullsRelease(group, column, allocator.allocateZeroed(bytes));
            headerBytes.add(BlockAllocator.blockBytes(bytes));
        }
    }

    /**
     * Retires some extents of a group's strings, before the group itself.
     *
     * @param from the first extent that is left
     * @return the first extent that is left then, -1 if nothing is
     */
    int dropStrings(long group, int from, int extentsMax) {
        long heap = RowGroupLayout.heap(descriptor(group));
        return heap == 0 ? -1 : heaps.drop(heap, from, extentsMax);
    }

    /** Retires the blocks of a group whose strings have gone; the table is going. */
    void drop(long group) {
        retire(descriptor(group));
    }

    /** Retires the directory, after all groups. */
    void dropDirectory() {
        descriptors.retire(epochs);
        count = 0;
    }

    private long create(long number) {
        int capacity = RowGroupLayout.capacityOf(number);
        int vectors = RowGroupLayout.vectorsOf(number);
        long group = allocator.allocateZeroed(RowGroupLayout.descriptorBytes(shape.columnCount));
        RowGroupLayout.capacity(group, capacity);
        RowGroupLayout.number(group, (int) number);
        try {
            fill(group, capacity, vectors);
        } catch (MemoryExhaustedException e) {
            if (RowGroupLayout.heap(group) != 0) {
                heaps.drop(RowGroupLayout.heap(group), 0, Integer.MAX_VALUE);
            }
            retire(group);
            throw e;
        }
        count(capacity, vectors);
        return group;
    }

    private void fill(long group, int capacity, int vectors) {
        RowGroupLayout.presence(
                group, allocator.allocateZeroed(RowGroupLayout.bitmapBytes(capacity)));
        RowGroupLayout.vectors(
                group, allocator.allocateZeroed((long) RowGroupLayout.VECTOR_BYTES * vectors));
        long zones = allocator.allocate(RowGroupLayout.zoneBytes(vectors, shape.columnCount));
        RowGroupLayout.zones(group, zones);
        for (int zone = 0; zone < vectors * shape.columnCount; zone++) {
            ProcessMemory.putLong(zones + (long) RowGroupLayout.ZONE_BYTES * zone, Long.MAX_VALUE);
            ProcessMemory.putLong(
                    zones + (long) RowGroupLayout.ZONE_BYTES * zone + 8, Long.MIN_VALUE);
        }
        for (int column = 0; column < shape.columnCount; column++) {
            long width = shape.formats[column].width;
            RowGroupLayout.values(group, column, allocator.allocate(width * capacity));
        }
        if (shape.hasStrings) {
            RowGroupLayout.heap(group, heaps.create());
        }
    }

    private void count(int capacity, int vectors) {
        groupCount.add(1);
        slots.add(capacity);
        for (ColumnFormat format : shape.formats) {
            valueBytes.add(BlockAllocator.blockBytes((long) format.width * capacity));
        }
        headerBytes.add(
                BlockAllocator.blockBytes(RowGroupLayout.descriptorBytes(shape.columnCount))
                        + BlockAllocator.blockBytes(RowGroupLayout.bitmapBytes(capacity))
                        + BlockAllocator.blockBytes((long) RowGroupLayout.VECTOR_BYTES * vectors)
                        + BlockAllocator.blockBytes(
                                RowGroupLayout.zoneBytes(vectors, shape.columnCount)));
    }

    /**
     * Retires what a group has of its blocks but for its heap; a block that is missing (half-made
     * group) is offset 0.
     */
    private void retire(long group) {
        int capacity = RowGroupLayout.capacity(group);
        int vectors = Math.max(1, capacity >>> RowGroupLayout.VECTOR_SHIFT);
        retire(RowGroupLayout.presence(group), RowGroupLayout.bitmapBytes(capacity));
        retire(RowGroupLayout.vectors(group), (long) RowGroupLayout.VECTOR_BYTES * vectors);
        retire(RowGroupLayout.zones(group), RowGroupLayout.zoneBytes(vectors, shape.columnCount));
        for (int column = 0; column < shape.columnCount; column++) {
            retire(
                    RowGroupLayout.values(group, column),
                    (long) shape.formats[column].width * capacity);
            retire(
                    RowGroupLayout.nullsAcquire(group, column),
                    RowGroupLayout.bitmapBytes(capacity));
        }
        epochs.retire(group, RowGroupLayout.descriptorBytes(shape.columnCount));
    }

    private void retire(long offset, long bytes) {
        if (offset != 0) {
            epochs.retire(offset, bytes);
        }
    }
}
