package io.omendb.offheap;

/**
 * What waits for its epoch to pass, first in first out, in a chain of blocks:
 *
 * <pre>
 *   block 32 KiB:  [next block 8][unused 24]  1,023 entries of 32 bytes: [epoch 8][kind 8][a 8][b 8]
 * </pre>
 *
 * <p>Thread: writer. One emptied block is kept, so that a steady state allocates nothing.
 */
final class RetiredQueue implements AutoCloseable {

    /** The kind of an entry that is a block: a is its offset, b its size. */
    static final int MEMORY = -1;

    private static final int BLOCK_BYTES = 32 << 10;
    private static final int ENTRY_BYTES = 32;
    private static final int NEXT = 0;
    private static final int EPOCH = 0;
    private static final int KIND = EPOCH + 8;
    private static final int A = KIND + 8;
    private static final int B = A + 8;

    private final BlockAllocator blocks;
    private long headBlock;
    private int headAt = BLOCK_BYTES;
    private long tailBlock;
    private int tailAt = BLOCK_BYTES;
    private long spareBlock;
    private long size;
    private final Tally heldBytes = new Tally();

    RetiredQueue(BlockAllocator blocks) {
        this.blocks = blocks;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long size() {
        return size;
    }

    /** The bytes of the queue itself. Thread: any. */
    long heldBytes() {
        return heldBytes.value();
    }

    /** Keeps a block at hand: {@link #add} does not fail for as many entries as one holds. */
    void reserve() {
        if (spareBlock == 0) {
            spareBlock = allocateBlock();
        }
    }

    void add(long epoch, int kind, long a, long b) {
        if (tailAt == BLOCK_BYTES) {
            appendBlock();
        }
        long entry = tailBlock + tailAt;
        ProcessMemory.putLong(entry + EPOCH, epoch);
        ProcessMemory.putLong(entry + KIND, kind);
        ProcessMemory.putLong(entry + A, a);
        ProcessMemory.putLong(entry + B, b);
        tailAt += ENTRY_BYTES;
        size++;
    }

    long headEpoch() {
        return ProcessMemory.getLong(headBlock + headAt + EPOCH);
    }

    int headKind() {
        return (int) ProcessMemory.getLong(headBlock + headAt + KIND);
    }

    long headA() {
        return ProcessMemory.getLong(headBlock + headAt + A);
    }

    long headB() {
        return ProcessMemory.getLong(headBlock + headAt + B);
    }

    void removeHead() {
        assert size > 0;
        size--;
        headAt += ENTRY_BYTES;
        if (size == 0) {
            headAt = ENTRY_BYTES;
            tailAt = ENTRY_BYTES;
            assert headBlock == tailBlock : "a tail block holds at least one entry";
        } else if (headAt == BLOCK_BYTES) {
            long next = ProcessMemory.getLong(headBlock + NEXT);
            keepOrFree(headBlock);
            headBlock = next;
            headAt = ENTRY_BYTES;
        }
    }

    private void appendBlock() {
        long block = spareBlock != 0 ? spareBlock : allocateBlock();
        spareBlock = 0;
        if (tailBlock == 0) {
            headBlock = block;
            headAt = ENTRY_BYTES;
        } else {
            ProcessMemory.putLong(tailBlock + NEXT, block);
        }
        tailBlock = block;
        tailAt = ENTRY_BYTES;
    }

    private void keepOrFree(long block) {
        if (spareBlock == 0) {
            spareBlock = block;
        } else {
            freeBlock(block);
        }
    }

    private long allocateBlock() {
        long block = blocks.allocate(BLOCK_BYTES);
        heldBytes.add(BLOCK_BYTES);
        return block;
    }

    private void freeBlock(long block) {
        blocks.free(block, BLOCK_BYTES);
        heldBytes.add(-BLOCK_BYTES);
    }

    @Override
    public void close() {
        assert size == 0;
        if (tailBlock != 0) {
            freeBlock(tailBlock);
        }
        if (spareBlock != 0) {
            freeBlock(spareBlock);
        }
        headBlock = 0;
        tailBlock = 0;
        spareBlock = 0;
        headAt = BLOCK_BYTES;
        tailAt = BLOCK_BYTES;
    }
}
