package io.omendb.engine.table;

import io.omendb.alex.BulkLoader;
import io.omendb.offheap.BlockAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty index from the rows of a table, in pieces.
 *
 * <pre>
 *   SURVEY   how many entries are there, and do their keys ascend with the rows?
 *   COLLECT  unless they ascend: the entries, each run of them sorted when it is full
 *   LOAD     into the index, from the rows or merged from the runs
 * </pre>
 *
 * <p>Thread: writer. The table does not change before it is done.
 */
final class IndexLoad implements AutoCloseable {

    /** One step reads so many vectors, of 1,024 rows each; or merges as many entries as that is. */
    private static final int STEP_VECTORS = 1;

    private static final int STEP_ENTRIES = STEP_VECTORS << RowGroupLayout.VECTOR_SHIFT;

    /** As many entries as a step can sort. */
    static final long RUN_LENGTH = STEP_ENTRIES;

    private enum Phase {
        SURVEY,
        COLLECT,
        LOAD,
        DONE
    }

    private final TableIndex index;
    private final BlockAllocator allocator;
    private final long runLength;
    private final RowKeySource source;
    private Phase phase = Phase.SURVEY;
    private long count;
    private boolean ascending = true;
    private long lastKey;
    private @Nullable PairSorter sorter;
    private @Nullable BulkLoader loader;

    /**
     * @param runLength how many entries are sorted in one step
     */
    IndexLoad(TableIndex index, long vectorCount, BlockAllocator allocator, long runLength) {
        this.index = index;
        this.allocator = allocator;
        this.runLength = runLength;
        this.source = index.source(vectorCount);
    }

    /** Fills the index in one go: when nobody waits for the writer. */
    static void loadAtOnce(TableIndex index, long vectorCount, BlockAllocator allocator) {
        try (IndexLoad load = new IndexLoad(index, vectorCount, allocator, Long.MAX_VALUE)) {
            while (!load.step()) {
                // the next piece
            }
        }
    }

    /** One piece; whether the index is filled. */
    boolean step() {
        switch (phase) {
            case SURVEY -> survey();
            case COLLECT -> collect();
            case LOAD -> load();
            case DONE -> {}
        }
        return phase == Phase.DONE;
    }

    private void survey() {
        if (source.extend(STEP_VECTORS)) {
            while (source.next()) {
                ascending &= count == 0 || source.key() > lastKey;
                lastKey = source.key();
                count++;
            }
            return;
        }
        source.rewind();
        if (ascending) {
            beginLoad();
        } else {
            sorter = new PairSorter(allocator, count, runLength);
            phase = Phase.COLLECT;
        }
    }

    private void collect() {
        PairSorter collected = sorter;
        assert collected != null;
        if (source.extend(STEP_VECTORS)) {
            while (source.next()) {
                collected.add(source.key(), source.payload());
            }
            return;
        }
        collected.finish();
        beginLoad();
    }

    private void beginLoad() {
        loader = index.entries().beginLoad();
        phase = Phase.LOAD;
    }

    private void load() {
        BulkLoader begun = loader;
        assert begun != null;
        PairSorter sorted = sorter;
        if (sorted != null) {
            if (begun.load(sorted, STEP_ENTRIES) == STEP_ENTRIES) {
                return;
            }
        } else if (source.extend(STEP_VECTORS)) {
            begun.load(source, Long.MAX_VALUE);
            return;
        }
        index.entries().finishLoad();
        phase = Phase.DONE;
        close();
    }

    /** Gives back what the load needed beside the index. */
    @Override
    public void close() {
        PairSorter done = sorter;
        if (done != null) {
            sorter = null;
            done.close();
        }
    }
}
