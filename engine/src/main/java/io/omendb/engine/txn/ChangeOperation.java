package io.omendb.engine.txn;

import io.omendb.engine.table.Table;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.vector.Batch;
import org.jspecify.annotations.Nullable;

/**
 * A change of rows of one table: one batch of a statement's rows or targets. A statement of several
 * batches submits the operation several times; they share a command number, so that none sees what
 * the others did.
 */
public abstract class ChangeOperation extends Operation {
    /**
     * The rows as they are after the change, for RETURNING: one per changed row, in order; null if
     * not asked for.
     */
    protected @Nullable Batch changed;

    protected long affectedCount;
    protected int position;

    private @Nullable StoredTable stored;
    private @Nullable TableDefinition definition;
    private boolean firstOfStatement;
    private boolean stale;
    private boolean entered;

    protected ChangeOperation(WriterSession session) {
        super(session);
    }

    /**
     * Says which table the statement was planned for. Session's thread.
     *
     * @param target its storage
     * @param plannedFor its definition
     */
    public final void target(StoredTable target, TableDefinition plannedFor) {
        this.stored = target;
        this.definition = plannedFor;
    }

    /** Rows changed by the last submission. */
    public final long affectedCount() {
        return affectedCount;
    }

    /**
     * Whether the table's definition has changed since the statement was planned: nothing was done.
     */
    public final boolean isStale() {
        return stale;
    }

    protected final void prepareBatch(boolean isFirstOfStatement, boolean commitWhenDone) {
        prepare(commitWhenDone);
        this.firstOfStatement = isFirstOfStatement;
        this.stale = false;
        this.entered = false;
        this.affectedCount = 0;
        this.position = 0;
        Batch rows = changed;
        if (rows != null) {
            rows.clear();
        }
    }

    protected final Table table() {
        return stored().table();
    }

    protected final StoredTable stored() {
        StoredTable target = stored;
        assert target != null;
        return target;
    }

    protected final TableDefinition definition() {
        TableDefinition planned = definition;
        assert planned != null;
        return planned;
    }

    @Override
    protected final Step apply(Writer writer) {
        Transaction transaction = transaction();
        if (!entered) {
            writer.start(transaction);
            Step step = enter(writer, transaction);
            if (step != Step.DONE || stale) {
                return step;
            }
        }
        return writer.admits(transaction) ? applyRows(writer, transaction) : Step.AGAIN;
    }

    /** Goes on with the rows from {@link #position}, {@link Writer#STEP_ROWS} at most. */
    protected abstract Step applyRows(Writer writer, Transaction transaction);

    /** Registers the table's use, sees that the plan is current, takes the command number. */
    private Step enter(Writer writer, Transaction transaction) {
        TableLock lock = stored().lock();
        Transaction blocker = lock.blockerOfShared(transaction);
        if (blocker != null) {
            return writer.park(this, blocker);
        }
        Schema schema = transaction.schema();
        if (schema == null) {
            schema = writer.schemas().committed();
        }
        if (schema.table(stored().tableOid()) != stored()
                || schema.catalog().tableByOid(stored().tableOid()) != definition()) {
            stale = true;
            return Step.DONE;
        }
        lock.acquireShared(transaction);
        if (firstOfStatement) {
            transaction.nextCommand();
        }
        entered = true;
        return Step.DONE;
    }
}
