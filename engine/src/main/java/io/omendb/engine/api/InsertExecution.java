package io.omendb.engine.api;

import io.omendb.engine.exec.InsertPlan;
import io.omendb.engine.exec.RowProjection;
import io.omendb.engine.txn.InsertOperation;
import io.omendb.engine.txn.StoredTable;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * INSERT: this side computes the rows, a batch at a time; the writer inserts them. RETURNING is
 * computed here, from the rows that the writer has taken.
 */
final class InsertExecution extends StatementExecution {
    private enum Step {
        OPEN,
        COMPUTE,
        APPLYING,
        DELIVER
    }

    private final InsertPlan plan;
    private final InsertOperation operation;
    private final RowSource source;
    private final RowDelivery delivery = new RowDelivery();
    private final @Nullable Batch inserted;
    private Step step = Step.OPEN;
    private boolean firstBatch;

    InsertExecution(Session session, PreparedPlan prepared, InsertPlan plan) {
        super(session, prepared);
        this.plan = plan;
        this.operation = new InsertOperation(session.writerSession());
        this.source = new RowSource(session, plan.isSingleBatch(), plan::open);
        this.inserted = plan.returning() == null ? null : Batch.of(rowTypes(plan), Batch.CAPACITY);
    }

    private static List<SqlType> rowTypes(InsertPlan plan) {
        return plan.table().columns().stream().map(column -> column.type()).toList();
    }

    @Override
    void reset() {
        step = Step.OPEN;
        firstBatch = true;
        delivery.clear();
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        delivery.limit(rowsMax);
        while (true) {
            switch (step) {
                case OPEN -> open();
                case COMPUTE -> {
                    if (!source.poll()) {
                        return Progress.WAITING;
                    }
                    if (computeBatch() == 0) {
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
                    if (plan.isSingleBatch()) {
                        return Progress.DONE;
                    }
                    step = Step.COMPUTE;
                }
            }
        }
    }

    private void open() {
        StoredTable stored = prepared.schema().table(plan.table().oid());
        if (stored == null) {
            throw SqlException.of(
                    SqlState.UNDEFINED_TABLE,
                    "relation \"" + plan.table().name() + "\" does not exist");
        }
        if (session.isReadOnly()) {
            throw TransactionErrors.readOnly("INSERT");
        }
        operation.target(stored, plan.table());
        source.open(parameters);
        step = Step.COMPUTE;
    }

    private int computeBatch() {
        int count = source.take();
        if (count > 0) {
            operation.prepareRows(
                    source.batch(),
                    plan.onConflict() == InsertPlan.OnConflict.DO_NOTHING,
                    firstBatch,
                    commitsWithRows());
        }
        return count;
    }

    /** Whether the writer commits with the one batch: what RETURNING computes may still fail. */
    private boolean commitsWithRows() {
        return commits() && plan.isSingleBatch() && commitsBefore(plan.returning());
    }

    private void applied() {
        checkOutcome(operation);
        if (operation.isStale()) {
            throw TransactionErrors.changedTable(plan.table());
        }
        firstBatch = false;
        rowCount += operation.affectedCount();
        if (commitsWithRows() && rowCount > 0) {
            committed();
        }
        step = Step.DELIVER;
        RowProjection returning = plan.returning();
        Batch kept = inserted;
        if (returning != null && kept != null) {
            keepInserted(source.batch(), kept);
            delivery.begin(returning.evaluate(kept, parameters));
        }
    }

    private void keepInserted(Batch rows, Batch kept) {
        kept.clear();
        for (int row = 0; row < rows.count; row++) {
            if (operation.isInserted(row)) {
                for (int column = 0; column < kept.columns.length; column++) {
                    Vector target = kept.columns[column];
                    target.copyFrom(rows.columns[column], row, kept.count);
                }
                kept.count++;
            }
        }
    }

    @Override
    void releaseResources() {
        source.release();
    }

    @Override
    public void writeTag(ByteSink out) {
        CommandTag.INSERT.write(rowCount, out);
    }
}
