package io.omendb.engine.table;

import io.omendb.alex.AlexCursor;

/**
 * Makes the index of a primary key over all versions of a table's rows, in pieces: looks for nulls
 * among the newest versions, loads the index, looks for a key that two rows have. Nothing holds the
 * writer for longer than a piece takes, however many rows there are.
 *
 * <p>Thread: writer. Until the build is finished or closed the table's rows do not change and its
 * versions are not pruned, so that each pass sees what the one before saw, and each entry's version
 * is there when the index comes into use. Nobody else has the index before {@link #finish}.
 */
public final class IndexBuild implements AutoCloseable {

    /** Entries that one step looks at for duplicates. */
    private static final int STEP_ENTRIES = 1_024;

    private enum Phase {
        NULLS,
        LOAD,
        DUPLICATES,
        DONE
    }

    private final Table table;
    private final TableIndex index;
    private final int[] columns;
    private final long vectorCount;
    private final int slot;
    private final TablePruner pruner;
    private final IndexLoad load;
    private final AlexCursor entries;
    private final RowAddress row = new RowAddress();
    private Phase phase = Phase.NULLS;
    private long vector;
    private boolean seeking = true;
    private long lastKey;
    private long lastRow = -1;
    private int nullColumn = -1;
    private long duplicateRow = -1;
    private boolean ended;

    /**
     * @param slot the transaction that builds it: its own changes count
     */
    IndexBuild(Table table, TableIndex index, long vectorCount, int slot, TablePruner pruner) {
        this.table = table;
        this.index = index;
        this.columns = index.columns();
        this.vectorCount = vectorCount;
        this.slot = slot;
        this.pruner = pruner;
        this.load =
                new IndexLoad(index, vectorCount, table.store().allocator(), IndexLoad.RUN_LENGTH);
        this.entries = index.cursor();
        pruner.hold();
    }

    /**
     * One piece of the work.
     *
     * @return whether it is over: the index is complete, or {@link #nullColumn} or {@link
     *     #duplicateRow} tell why it cannot be
     * @throws io.omendb.offheap.MemoryExhaustedException if memory runs out: the build is to be
     *     closed
     */
    public boolean step() {
        switch (phase) {
            case NULLS -> findNull();
            case LOAD -> phase = load.step() ? Phase.DUPLICATES : Phase.LOAD;
            case DUPLICATES -> findDuplicate();
            case DONE -> {}
        }
        return phase == Phase.DONE;
    }

    /** A key column in which some row has a null, or -1. */
    public int nullColumn() {
        return nullColumn;
    }

    /** A row whose key an earlier row has too, or -1. */
    public long duplicateRow() {
        return duplicateRow;
    }

    /** Brings the complete index into use. */
    public TableIndex finish() {
        assert phase == Phase.DONE && nullColumn < 0 && duplicateRow < 0 && !ended;
        end();
        table.attach(index);
        return index;
    }

    /** Gives the index up unless it was finished. */
    @Override
    public void close() {
        if (!ended) {
            end();
            table.store().dismantle(index::retire);
        }
    }

    private void end() {
        ended = true;
        load.close();
        pruner.release();
    }

    private void findNull() {
        if (vector == vectorCount) {
            phase = Phase.LOAD;
            return;
        }
        long group = RowGroupLayout.groupOfVector(vector);
        int first =
                (int) (vector - RowGroupLayout.firstVectorOf(group)) << RowGroupLayout.VECTOR_SHIFT;
        int end = first + RowGroupLayout.vectorRowsOf(group);
        for (int at = first; at < end; at++) {
            row.resolve(table.groups(), RowGroupLayout.rowId(group, at));
            for (int column : columns) {
                if (row.isPresent() && row.isNull(column) && isLive()) {
                    nullColumn = column;
                    phase = Phase.DONE;
                    return;
                }
            }
        }
        vector++;
    }

    private void findDuplicate() {
        RowKey key = index.rowKey();
        for (int i = 0; i < STEP_ENTRIES; i++) {
            if (!(seeking ? entries.seek(Long.MIN_VALUE) : entries.next())) {
                phase = Phase.DONE;
                return;
            }
            seeking = false;
            row.resolve(table.groups(), entries.payload());
            if (!isLive()) {
                continue;
            }
            key.load(row);
            if (key.hasNull() || key.key() != entries.key()) {
                continue;
            }
            if (lastRow >= 0 && lastKey == entries.key()) {
                duplicateRow = entries.payload();
                phase = Phase.DONE;
                return;
            }
            lastKey = entries.key();
            lastRow = entries.payload();
        }
    }

    /** Whether the newest version is a row to the transaction that builds the index. */
    private boolean isLive() {
        RowState state = table.chains().newest(row, slot);
        assert state != RowState.IN_PROGRESS_OTHER : "another transaction changes the table";
        return state == RowState.LIVE_COMMITTED || state == RowState.OWN_LIVE;
    }
}
