package io.omendb.engine.txn;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import io.omendb.offheap.Tally;

/**
 * What one transaction changed, in order: (storage id, row id) pairs in off-heap chunks, read
 * backwards to undo.
 *
 * <pre>
 *   chunk:  0         8                          16 + 16 * CHUNK_ENTRIES
 *           +---------+---------+---------+- - - -+
 *           | previous| unused  | entry 0 |       |
 *           +---------+---------+---------+- - - -+
 *   entry:  0         8        16
 *           +---------+---------+
 *           | storage | row id  |
 *           +---------+---------+
 * </pre>
 *
 * <p>Thread: writer. Chunks come from the database's allocator; one is kept between transactions.
 */
final class UndoLog {
    private static final int PREVIOUS_OFFSET = 0;
    private static final int HEADER_BYTES = PREVIOUS_OFFSET + 2 * Long.BYTES;
    private static final int STORAGE_OFFSET = 0;
    private static final int ROW_ID_OFFSET = STORAGE_OFFSET + Long.BYTES;
    private static final int ENTRY_BYTES = ROW_ID_OFFSET + Long.BYTES;

    /** The first chunk is small, as most transactions change a handful of rows. */
    private static final int CHUNK_ENTRIES_FIRST = 63;

    private static final int CHUNK_ENTRIES = 4_095;

    private final BlockAllocator blocks;
    private final Tally bytes;
    private long first;
    private long current;
    private int used;
    private long size;

    /**
     * @param bytes what all undo logs of the database take
     */
    UndoLog(BlockAllocator blocks, Tally bytes) {
        this.blocks = blocks;
        this.bytes = bytes;
    }

    long size() {
        return size;
    }

    /**
     * Makes sure that the next {@link #push} needs no memory: called before the change, which could
     * not be undone if it were not noted.
     *
     * @throws io.omendb.offheap.MemoryExhaustedException if there is none
     */
    void reserve() {
        if (current == 0) {
            first = newChunk(CHUNK_ENTRIES_FIRST, 0);
            current = first;
            used = 0;
        } else if (used == capacityOf(current)) {
            current = newChunk(CHUNK_ENTRIES, current);
            used = 0;
        }
    }

    /** Notes a change, for which room was reserved. */
    void push(int storageId, long rowId) {
        assert current != 0 && used < capacityOf(current);
        long entry = current + HEADER_BYTES + (long) used * ENTRY_BYTES;
        ProcessMemory.putLong(entry + STORAGE_OFFSET, storageId);
        ProcessMemory.putLong(entry + ROW_ID_OFFSET, rowId);
        used++;
        size++;
    }

    int lastStorageId() {
        assert size > 0;
        dropEmptyChunk();
        return (int) ProcessMemory.getLong(lastEntry() + STORAGE_OFFSET);
    }

    long lastRowId() {
        assert size > 0;
        dropEmptyChunk();
        return ProcessMemory.getLong(lastEntry() + ROW_ID_OFFSET);
    }

    void pop() {
        assert size > 0;
        dropEmptyChunk();
        used--;
        size--;
        dropEmptyChunk();
    }

    /** The chunk is empty after its entries were popped, or if what it was reserved for failed. */
    private void dropEmptyChunk() {
        if (used == 0 && current != first) {
            long emptied = current;
            current = ProcessMemory.getLong(emptied + PREVIOUS_OFFSET);
            freeChunk(emptied, CHUNK_ENTRIES);
            used = capacityOf(current);
        }
    }

    /** Forgets all entries; keeps the first chunk. */
    void clear() {
        while (current != first) {
            long previous = ProcessMemory.getLong(current + PREVIOUS_OFFSET);
            freeChunk(current, CHUNK_ENTRIES);
            current = previous;
        }
        used = 0;
        size = 0;
    }

    /** Gives all memory back. The log can be used again. */
    void release() {
        clear();
        if (first != 0) {
            freeChunk(first, CHUNK_ENTRIES_FIRST);
            first = 0;
            current = 0;
        }
    }

    private long newChunk(int entries, long previous) {
        long chunk = blocks.allocate(bytesOf(entries));
        bytes.add(BlockAllocator.blockBytes(bytesOf(entries)));
        ProcessMemory.putLong(chunk + PREVIOUS_OFFSET, previous);
        return chunk;
    }

    private void freeChunk(long chunk, int entries) {
        blocks.free(chunk, bytesOf(entries));
        bytes.add(-BlockAllocator.blockBytes(bytesOf(entries)));
    }

    private long lastEntry() {
        return current + HEADER_BYTES + (long) (used - 1) * ENTRY_BYTES;
    }

    private int capacityOf(long chunk) {
        return chunk == first ? CHUNK_ENTRIES_FIRST : CHUNK_ENTRIES;
    }

    private static int bytesOf(int entries) {
        return HEADER_BYTES + entries * ENTRY_BYTES;
    }
}
