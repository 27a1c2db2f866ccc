package io.omendb.jmh;

import io.omendb.alex.AlexIndex;
import io.omendb.alex.RowKeys;
import io.omendb.alex.StructureListener;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;

/** The memory of an index outside an engine, whose only writer is the thread that opened it. */
final class IndexMemory implements AutoCloseable {
    /** More than any machine has: what there is decides. */
    static final long BUDGET_BYTES = 1L << 40;

    private static final int READERS_MAX = 8;
    private static final int RECLAIM_EVERY = 1024;

    private final BlockAllocator blocks = BlockAllocator.exclusive(BUDGET_BYTES);
    private final Epochs epochs = new Epochs(blocks, READERS_MAX);

    /** An empty index, to be closed before this. */
    AlexIndex index() {
        return new AlexIndex(blocks, epochs);
    }

    /** An empty index over a column that has the keys anyway, to be closed before this. */
    AlexIndex index(RowKeys column) {
        return new AlexIndex(blocks, epochs, StructureListener.NONE, column);
    }

    /**
     * Inserts the keys in their order, each with its place as payload; a second one is left out.
     */
    void fill(AlexIndex index, long[] keys) {
        for (int i = 0; i < keys.length; i++) {
            index.insert(keys[i], i);
            if (i % RECLAIM_EVERY == 0) {
                reclaim();
            }
        }
    }

    /** Takes back what indexes gave up. */
    void reclaim() {
        epochs.advance();
        epochs.reclaim(Integer.MAX_VALUE);
    }

    /** Where a reader on another thread announces itself. */
    EpochSlot register() {
        return epochs.register();
    }

    /** Lets another thread be the writer from now on. */
    void handOver() {
        blocks.handOver();
    }

    @Override
    public void close() {
        epochs.close();
        blocks.close();
    }
}
