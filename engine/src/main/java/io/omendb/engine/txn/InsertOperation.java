package io.omendb.engine.txn;

import io.omendb.engine.table.KeyConflict;
import io.omendb.engine.table.Table;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

/** Inserts a batch of rows, each complete and in the table's column order. */
public final class InsertOperation extends ChangeOperation {
    private static final Batch NO_ROWS = new Batch(new Vector[0], 0, false);

    private final boolean[] inserted = new boolean[Batch.CAPACITY];
    private Batch rows = NO_ROWS;
    private boolean skipsConflicts;
    private int refusedRow = -1;
    private int prefetched;

    public InsertOperation(WriterSession session) {
        super(session);
    }

    /**
     * Sets the rows of the next submission. Session's thread; the batch belongs to the writer until
     * it has finished.
     *
     * @param batch the rows
     * @param skipConflicts ON CONFLICT DO NOTHING
     * @param isFirstOfStatement whether this is the statement's first batch
     * @param commitWhenDone whether the transaction is to be committed with it
     */
    public void prepareRows(
            Batch batch,
            boolean skipConflicts,
            boolean isFirstOfStatement,
            boolean commitWhenDone) {
        prepareBatch(isFirstOfStatement, commitWhenDone);
        this.rows = batch;
        this.refusedRow = -1;
        this.prefetched = 0;
        this.skipsConflicts = skipConflicts;
    }

    /** The row of the batch whose key is there already, or -1; set with the error. */
    public int refusedRow() {
        return refusedRow;
    }

    /** Whether the row of the batch was inserted, or skipped for a conflict. */
    public boolean isInserted(int row) {
        return inserted[row];
    }

    @Override
    protected Step applyRows(Writer writer, Transaction transaction) {
        StoredTable stored = stored();
        Table table = stored.table();
        UniqueCheck unique = writer.uniqueCheck();
        int end = Math.min(rows.count, position + Writer.STEP_ROWS);
        while (position < end) {
            KeyConflict conflict = insertRun(stored, unique, transaction, end);
            if (conflict == KeyConflict.IN_PROGRESS) {
                return writer.park(this, unique.conflictSlot());
            }
            if (conflict == KeyConflict.LIVE) {
                writer.dependOnNewest(transaction, table, unique.conflictRow());
                if (!skipsConflicts) {
                    refusedRow = position;
                    throw unique.violation(definition(), rows, position);
                }
                inserted[position++] = false;
            }
        }
        return position == rows.count ? Step.DONE : Step.AGAIN;
    }

    /** Inserts rows up to the first whose key is taken; what stands against that one, or NONE. */
    private KeyConflict insertRun(
            StoredTable stored, UniqueCheck unique, Transaction transaction, int end) {
        Table table = stored.table();
        try {
            while (position < end && !table.isRunFull()) {
                if (position >= prefetched && end - position > 1) {
                    prefetched = position + table.prefetch(rows, position, end);
                }
                KeyConflict conflict =
                        unique.beforeInsert(stored, rows, position, transaction.slot());
                if (conflict != KeyConflict.NONE) {
                    return conflict;
                }
                transaction.undo.reserve();
                long rowId = table.addToRun(rows, position);
                transaction.undo.push(stored.storageId(), rowId);
                transaction.redo().insert(stored.tableOid(), rowId, stored.codec(), rows, position);
                inserted[position++] = true;
                affectedCount++;
            }
            return KeyConflict.NONE;
        } finally {
            table.publishRun(rows, transaction.slot(), transaction.command());
        }
    }
}
