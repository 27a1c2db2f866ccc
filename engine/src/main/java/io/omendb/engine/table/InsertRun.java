package io.omendb.engine.table;

import io.omendb.engine.mvcc.VersionWord;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.sql.vector.Batch;

/**
 * Consecutive rows of a batch that go into consecutive slots of one vector and are published
 * together: {@link #add} does, row by row, what may fail (slots, heap space, index entries), {@link
 * #publish} stores marks, columns and presence for all of them, column by column.
 *
 * <p>Index entries lead to rows that are not there yet; a reader that follows one finds no presence
 * bit. The writer itself must publish before it looks at a row of the run.
 *
 * <p>Thread: writer.
 */
final class InsertRun {

    private final RowWriter rows;
    private final VersionChains chains;
    private final IndexSet indexes;
    private final FreeSlots free;
    private final TablePruner pruner;
    private final RowAddress first = new RowAddress();
    private int firstBatchRow;
    private int count;
    private int limit;

    InsertRun(
            RowWriter rows,
            VersionChains chains,
            IndexSet indexes,
            FreeSlots free,
            TablePruner pruner) {
        this.rows = rows;
        this.chains = chains;
        this.indexes = indexes;
        this.free = free;
        this.pruner = pruner;
    }

    int count() {
        return count;
    }

    /** Whether the run has to be published before a row can be added. */
    boolean isFull() {
        return count > 0 && count == limit;
    }

    boolean holds(long rowId) {
        return rowId >= first.rowId && rowId < first.rowId + count;
    }

    /**
     * Adds the batch's next row.
     *
     * @return its row id
     * @throws MemoryExhaustedException if memory runs out; the rows before it stay in the run
     */
    long add(Batch batch, int batchRow) {
        assert !isFull() && (count == 0 || batchRow == firstBatchRow + count);
        if (count == 0) {
            free.choose(first);
            limit = free.runLength(first);
            chains.ensureWords(first);
            firstBatchRow = batchRow;
        }
        int[] columns = rows.allColumns();
        long rowId = first.rowId + count;
        rows.prepare(first, count, batch, batchRow, columns, columns.length);
        try {
            indexes.addInserted(batch, batchRow, rowId);
        } catch (MemoryExhaustedException e) {
            rows.discardPrepared(first, count, columns, columns.length);
            throw e;
        }
        free.take(first, count);
        count++;
        return rowId;
    }

    /** Publishes the rows: words, then columns, then presence (rules 1, 3, 5). */
    int publish(Batch batch, int slot, int command) {
        int published = count;
        if (published > 0) {
            rows.widenZones(first, batch, firstBatchRow, published);
            chains.publish(
                    first, published, slot, VersionWord.mark(VersionWord.CREATION, slot, command));
            rows.store(first, batch, firstBatchRow, published);
            RowGroupLayout.setBits(RowGroupLayout.presence(first.group), first.slot, published);
            pruner.enqueue(first);
            count = 0;
        }
        return published;
    }
}
