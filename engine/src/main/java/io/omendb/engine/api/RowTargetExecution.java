package io.omendb.engine.api;

import io.omendb.engine.exec.Cursor;
import io.omendb.engine.exec.DeletePlan;
import io.omendb.engine.exec.PointTarget;
import io.omendb.engine.exec.RowChange;
import io.omendb.engine.exec.RowProjection;
import io.omendb.engine.exec.UpdatePlan;
import io.omendb.engine.table.TableIndex;
import io.omendb.engine.txn.RowTargetOperation;
import io.omendb.engine.txn.StoredTable;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.vector.Batch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * UPDATE and DELETE: this side finds the rows at its snapshot, a batch at a time, and the writer
 * changes them; a single row that is named by its key the writer finds itself.
 */
final class RowTargetExecution extends StatementExecution {
    private enum Step {
        OPEN,
        FIND,
        APPLYING,
        DELIVER
    }

    private final TableDefinition table;
    private final CommandTag tag;
    private final String command;
    private final @Nullable PointTarget point;
    private final @Nullable RowProjection returning;
    private final RowSource source;
    private final RowTargetOperation operation;
    private final RowDelivery delivery = new RowDelivery();
    private Step step = Step.OPEN;
    private boolean firstBatch;
    private boolean lastBatch;

    private RowTargetExecution(
            Session session,
            PreparedPlan prepared,
            TableDefinition table,
            CommandTag tag,
            String command,
            @Nullable PointTarget point,
            RowChange change,
            @Nullable RowProjection returning,
            Function<ReadView, Cursor> opener) {
        super(session, prepared);
        this.table = table;
        this.tag = tag;
        this.command = command;
        this.point = point;
        this.returning = returning;
        this.source = new RowSource(session, false, opener);
        this.operation =
                new RowTargetOperation(
                        session.writerSession(),
                        change,
                        table.columns().stream().map(ColumnDefinition::type).toList(),
                        returning != null);
    }

    static RowTargetExecution of(Session session, PreparedPlan prepared, UpdatePlan plan) {
        return new RowTargetExecution(
                session,
                prepared,
                plan.table(),
                CommandTag.UPDATE,
                "UPDATE",
                plan.point(),
                plan.change(),
                plan.returning(),
                plan::open);
    }

    static RowTargetExecution of(Session session, PreparedPlan prepared, DeletePlan plan) {
        return new RowTargetExecution(
                session,
                prepared,
                plan.table(),
                CommandTag.DELETE,
                "DELETE",
                plan.point(),
                plan.change(),
                plan.returning(),
                plan::open);
    }

    @Override
    void reset() {
        step = Step.OPEN;
        firstBatch = true;
        lastBatch = false;
        delivery.clear();
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        delivery.limit(rowsMax);
        while (true) {
            switch (step) {
                case OPEN -> {
                    if (!open()) {
                        return Progress.DONE; // no row can have the key
                    }
                }
                case FIND -> {
                    if (!source.poll()) {
                        return Progress.WAITING;
                    }
                    if (findTargets() == 0) {
                        return Progress.DONE;
                    }
                    submit(operation);
                    step = Step.APPLYING;
                    return Progress.WAITING;
                }
                case APPLYING -> {
                    if (operation.isUnderWay()) {
                        return Progress.WAITING;
                    }
                    applied();
                }
                case DELIVER -> {
                    Progress progress = delivery.deliver(sink);
                    if (progress != Progress.DONE) {
                        return progress;
                    }
                    if (lastBatch) {
                        return Progress.DONE;
                    }
                    step = Step.FIND;
                }
            }
        }
    }

    /** Finds out where the targets come from; false if there can be none. */
    private boolean open() {
        StoredTable stored = prepared.schema().table(table.oid());
        if (stored == null) {
            throw SqlException.of(
                    SqlState.UNDEFINED_TABLE, "relation \"" + table.name() + "\" does not exist");
        }
        if (session.isReadOnly()) {
            throw TransactionErrors.readOnly(command);
        }
        operation.target(stored, table);
        PointTarget target = point;
        if (target != null) {
            if (!target.evaluate(parameters)) {
                return false;
            }
            TableIndex index = stored.index(target.index().oid());
            assert index != null;
            operation.prepareKey(
                    index,
                    index.codec().key(target.key().columns, 0),
                    parameters,
                    commitsWithRow());
            lastBatch = true;
            submit(operation);
            step = Step.APPLYING;
            return true;
        }
        source.open(parameters);
        step = Step.FIND;
        return true;
    }

    private int findTargets() {
        int count = source.take();
        if (count > 0) {
            operation.prepareTargets(
                    source.batch().rowIds,
                    count,
                    source.view().snapshot(),
                    parameters,
                    firstBatch,
                    false);
        }
        return count;
    }

    /** Whether the writer commits with the one row: what RETURNING computes may still fail. */
    private boolean commitsWithRow() {
        return commits() && commitsBefore(returning);
    }

    private void applied() {
        checkOutcome(operation);
        if (operation.isStale()) {
            throw TransactionErrors.changedTable(table);
        }
        firstBatch = false;
        rowCount += operation.affectedCount();
        if (point != null && commitsWithRow() && rowCount > 0) {
            committed();
        }
        step = Step.DELIVER;
        RowProjection projection = returning;
        if (projection != null) {
            Batch changed = operation.changedRows();
            delivery.begin(projection.evaluate(changed, parameters));
        }
    }

    @Override
    void releaseResources() {
        source.release();
    }

    @Override
    public void writeTag(ByteSink out) {
        tag.write(rowCount, out);
    }
}
