package io.omendb.engine.txn;

import io.omendb.engine.exec.RowChange;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.engine.table.KeyConflict;
import io.omendb.engine.table.RowState;
import io.omendb.engine.table.Table;
import io.omendb.engine.table.TableIndex;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Updates or deletes rows that are there: their row ids computed by the session at its snapshot, or
 * one key that the writer looks up itself.
 *
 * <p>At another transaction's uncommitted change it parks at that row. A row that was changed since
 * the snapshot is checked again, on its newest version only (READ COMMITTED).
 */
public final class RowTargetOperation extends ChangeOperation {
    private static final Batch NO_PARAMETERS = new Batch(new Vector[0], 1, false);

    private final RowChange change;
    private final int[] changedColumns;
    private final boolean isDeletion;

    /** The row before the change, and after it; columns of the first are replaced in the second. */
    private final Batch before;

    private final Batch after;

    /** The changed columns of {@link #after}. */
    private final Batch values;

    private Batch parameters = NO_PARAMETERS;
    private long[] rowIds = {};
    private int rowIdCount;
    private @Nullable Snapshot snapshot;
    private @Nullable TableIndex keyIndex;
    private long key;
    private boolean keyResolved;
    private final long[] keyRow = new long[1];

    /**
     * Makes the operation of one statement of a session.
     *
     * @param change what happens to a row; no changed columns means a deletion
     * @param types of the table's columns
     * @param returnsRows whether {@link #changed} is to be filled
     */
    public RowTargetOperation(
            WriterSession session,
            RowChange change,
            List<io.omendb.sql.types.SqlType> types,
            boolean returnsRows) {
        super(session);
        this.change = change;
        this.changedColumns = change.changedColumns();
        this.isDeletion = changedColumns.length == 0;
        this.before = Batch.of(types, 1);
        this.after = Batch.of(types, 1);
        Vector[] set = new Vector[changedColumns.length];
        for (int i = 0; i < set.length; i++) {
            set[i] = after.columns[changedColumns[i]];
        }
        this.values = new Batch(set, 1, false);
        this.changed = returnsRows ? Batch.of(types, Batch.CAPACITY) : null;
    }

    /**
     * Sets the targets of the next submission. Session's thread; all belongs to the writer until it
     * has finished.
     *
     * @param snapshot the one that the targets were computed at, announced until the operation has
     *     finished
     */
    public void prepareTargets(
            long[] ids,
            int count,
            Snapshot snapshot,
            Batch parameters,
            boolean isFirstOfStatement,
            boolean commitWhenDone) {
        prepareBatch(isFirstOfStatement, commitWhenDone);
        this.rowIds = ids;
        this.rowIdCount = count;
        this.snapshot = snapshot;
        this.parameters = parameters;
        this.keyIndex = null;
    }

    /**
     * Sets the row with a key of a unique index as the one target of the next submission: the
     * newest version decides.
     */
    public void prepareKey(TableIndex index, long key, Batch parameters, boolean commitWhenDone) {
        prepareBatch(true, commitWhenDone);
        this.rowIds = keyRow;
        this.rowIdCount = 0;
        this.snapshot = null;
        this.parameters = parameters;
        this.keyIndex = index;
        this.key = key;
        this.keyResolved = false;
    }

    /** The rows after the change (before it, for a deletion), in order; only if asked for. */
    public Batch changedRows() {
        Batch rows = changed;
        if (rows == null) {
            throw new IllegalStateException("the statement returns no rows");
        }
        return rows;
    }

    @Override
    protected Step applyRows(Writer writer, Transaction transaction) {
        Table table = stored().table();
        if (keyIndex != null && !keyResolved) {
            Step step = resolveKey(writer, transaction, keyIndex);
            if (step != Step.DONE) {
                return step;
            }
        }
        int end = Math.min(rowIdCount, position + Writer.STEP_ROWS);
        while (position < end) {
            long rowId = rowIds[position];
            RowState state = table.newestState(rowId, transaction.slot());
            if (state == RowState.IN_PROGRESS_OTHER) {
                return writer.park(this, table.newestSlot(rowId));
            }
            if (state == RowState.LIVE_COMMITTED
                    || state == RowState.OWN_LIVE
                            && table.newestCommand(rowId) != transaction.command()) {
                Step step = changeRow(writer, transaction, table, rowId);
                if (step != Step.DONE) {
                    return step;
                }
            } else if (state == RowState.DELETED_COMMITTED) {
                writer.dependOnNewest(transaction, table, rowId);
            }
            position++;
        }
        return position == rowIdCount ? Step.DONE : Step.AGAIN;
    }

    private Step resolveKey(Writer writer, Transaction transaction, TableIndex index) {
        KeyConflict found = index.findTarget(key, transaction.slot());
        if (found == KeyConflict.IN_PROGRESS) {
            return writer.park(this, index.conflictSlot());
        }
        keyResolved = true;
        if (found == KeyConflict.LIVE) {
            keyRow[0] = index.conflictRow();
            rowIdCount = 1;
        }
        return Step.DONE;
    }

    private Step changeRow(Writer writer, Transaction transaction, Table table, long rowId) {
        before.clear();
        boolean present = table.readNewest(rowId, before, 0);
        assert present;
        before.count = 1;
        writer.dependOnNewest(transaction, table, rowId);
        if (needsRecheck(table, rowId) && !change.matches(before, parameters)) {
            return Step.DONE;
        }
        if (isDeletion) {
            keepChanged(before);
            transaction.undo.reserve();
            table.delete(rowId, transaction.slot(), transaction.command());
            transaction.undo.push(stored().storageId(), rowId);
            transaction.redo().delete(stored().tableOid(), rowId);
        } else {
            after.clear();
            after.count = 1;
            values.count = 1;
            copyUnchanged();
            change.compute(before, parameters, values);
            UniqueCheck unique = writer.uniqueCheck();
            KeyConflict conflict =
                    unique.beforeUpdate(
                            stored(), rowId, changedColumns, values, 0, transaction.slot());
            if (conflict == KeyConflict.IN_PROGRESS) {
                return writer.park(this, unique.conflictSlot());
            }
            if (conflict == KeyConflict.LIVE) {
                writer.dependOnNewest(transaction, table, unique.conflictRow());
                throw unique.violation(definition(), after, 0);
            }
            keepChanged(after);
            transaction.undo.reserve();
            table.update(
                    rowId, changedColumns, values, 0, transaction.slot(), transaction.command());
            transaction.undo.push(stored().storageId(), rowId);
            transaction
                    .redo()
                    .update(stored().tableOid(), rowId, stored().codec(), changedColumns, after, 0);
        }
        affectedCount++;
        return Step.DONE;
    }

    /** A key was looked up on the newest version, but the rest of the condition was not. */
    private boolean needsRecheck(Table table, long rowId) {
        Snapshot at = snapshot;
        return at == null || table.changedSince(rowId, at);
    }

    private void copyUnchanged() {
        for (int i = 0; i < after.columns.length; i++) {
            after.columns[i].copyFrom(before.columns[i], 0, 0);
        }
    }

    private void keepChanged(Batch row) {
        Batch kept = changed;
        if (kept != null) {
            for (int i = 0; i < kept.columns.length; i++) {
                kept.columns[i].copyFrom(row.columns[i], 0, kept.count);
            }
            kept.count++;
        }
    }

    static {
        assert TransactionSlots.NO_SLOT == Transaction.NO_SLOT;
    }
}
