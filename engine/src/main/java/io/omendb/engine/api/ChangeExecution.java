package io.omendb.engine.api;

import io.omendb.engine.exec.ChangePlan;
import io.omendb.engine.exec.Cursor;
import io.omendb.engine.exec.ExplainPlan;
import io.omendb.engine.exec.ReturnedRows;
import io.omendb.engine.exec.RowProjection;
import io.omendb.engine.txn.ChangeOperation;
import io.omendb.engine.txn.StoredTable;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.vector.Batch;
import org.jspecify.annotations.Nullable;

/**
 * INSERT, UPDATE and DELETE: this side computes rows or targets, a batch at a time; the writer
 * changes them; RETURNING is computed here, from the rows that the writer has changed.
 *
 * <pre>
 *   OPEN -+-> COMPUTE <--> APPLYING -+-> DELIVER -> done
 *         +----------------^ (a key) |      ^
 *         +--------------------------+------+ (COMPUTE: no more rows; OPEN: no row can be meant)
 * </pre>
 *
 * <p>All is changed before the first row is delivered, whatever the client's limit on rows. Where
 * one operation changes all, its rows are delivered from where they are; those of several are held
 * meanwhile, counted against {@code work_mem}. EXPLAIN ANALYZE delivers what it measured in their
 * place.
 */
abstract class ChangeExecution extends StatementExecution {
    /** How far the statement is. */
    enum Step {
        OPEN,
        COMPUTE,
        APPLYING,
        DELIVER
    }

    private static final CommandTag EXPLAIN = CommandTag.of("EXPLAIN");

    final RowSource source;
    private final ChangePlan plan;
    private final ChangeOperation operation;
    private final boolean isWhole;
    private final @Nullable ExplainPlan report;
    private final CommandTag tag;
    private final RowDelivery delivery = new RowDelivery();
    private @Nullable ReturnedRows returned;

    /** What is to be delivered after the batch of {@link #delivery}. */
    private @Nullable Cursor undelivered;

    private Step step = Step.OPEN;
    private boolean firstBatch;
    private long beginMicros;

    /**
     * @param isWhole whether one operation changes all
     * @param report what EXPLAIN ANALYZE makes of it; null without
     */
    ChangeExecution(
            Session session,
            PreparedPlan prepared,
            ChangePlan plan,
            ChangeOperation operation,
            boolean isWhole,
            boolean isShort,
            @Nullable ExplainPlan report) {
        super(session, prepared);
        this.plan = plan;
        this.operation = operation;
        this.isWhole = isWhole;
        this.report = report;
        this.source = new RowSource(session, isShort, plan::open);
        this.tag =
                switch (plan.kind()) {
                    case INSERT -> CommandTag.INSERT;
                    case UPDATE -> CommandTag.UPDATE;
                    case DELETE -> CommandTag.DELETE;
                };
    }

    /**
     * Begins with the table found: opens the source, or submits the operation at once.
     *
     * @return COMPUTE, APPLYING, or DELIVER if nothing can be changed
     */
    abstract Step begin(StoredTable stored);

    /** Prepares the operation for the rows of the source's batch, of which there are some. */
    abstract void prepareBatch(int count, boolean isFirst);

    /** The rows that the operation has changed, as RETURNING sees them. */
    abstract Batch changedRows();

    @Override
    void reset() {
        step = Step.OPEN;
        firstBatch = true;
        undelivered = null;
        delivery.clear();
    }

    @Override
    final Progress run(RowSink sink, long rowsMax) {
        while (true) {
            switch (step) {
                case OPEN -> {
                    open();
                    if (step == Step.APPLYING) {
                        return Progress.WAITING;
                    }
                }
                case COMPUTE -> {
                    if (!source.poll()) {
                        return Progress.WAITING;
                    }
                    int count = source.take();
                    if (count == 0) {
                        changedAll();
                    } else {
                        prepareBatch(count, firstBatch);
                        submit(operation);
                        step = Step.APPLYING;
                        return Progress.WAITING;
                    }
                }
                case APPLYING -> {
                    if (operation.isUnderWay()) {
                        return Progress.WAITING;
                    }
                    applied(isWhole && report == null && rowsMax == Long.MAX_VALUE);
                }
                case DELIVER -> {
                    delivery.limit(rowsMax);
                    return deliver(sink);
                }
            }
        }
    }

    private void open() {
        StoredTable stored = tableToChange(plan.table(), plan.kind().name());
        operation.target(stored, plan.table());
        if (report != null) {
            beginMicros = session.context().clockMicros();
        }
        ReturnedRows rows = returned;
        if (rows != null) {
            rows.open(session.database().config().workMemBytes());
        }
        step = begin(stored);
        if (step == Step.DELIVER) {
            changedAll();
        }
    }

    /**
     * The operation has finished.
     *
     * @param inPlace whether its rows may be delivered from where they are
     */
    private void applied(boolean inPlace) {
        checkApplied(operation, plan.table());
        firstBatch = false;
        rowCount += operation.affectedCount();
        if (commitsWithAll() && rowCount > 0) {
            committed();
        }
        RowProjection returning = plan.returning();
        if (returning != null) {
            Batch rows = returning.evaluate(changedRows(), parameters);
            if (inPlace) {
                delivery.begin(rows);
            } else {
                held(returning).append(rows);
            }
        }
        if (inPlace) {
            step = Step.DELIVER;
        } else if (isWhole) {
            changedAll();
        } else {
            step = Step.COMPUTE;
        }
    }

    /**
     * Whether the writer commits with the one operation that changes all. It does not where what
     * RETURNING computes may still fail, which could not take the rows back, or may take values
     * from a sequence, which would not be logged with them.
     */
    final boolean commitsWithAll() {
        RowProjection returning = plan.returning();
        return commits() && isWhole && (returning == null || returning.copies());
    }

    private ReturnedRows held(RowProjection returning) {
        ReturnedRows rows = returned;
        if (rows == null) {
            rows = new ReturnedRows(returning.columns());
            rows.open(session.database().config().workMemBytes());
            returned = rows;
        }
        return rows;
    }

    /** What the rows were computed with is free, also for another execution of the plan. */
    private void changedAll() {
        ReturnedRows rows = returned;
        ExplainPlan explain = report;
        if (explain != null) {
            long micros = session.context().clockMicros() - beginMicros;
            undelivered = explain.changed(micros, rows == null ? 0 : rows.count());
        } else {
            undelivered = rows;
        }
        source.release();
        step = Step.DELIVER;
    }

    private Progress deliver(RowSink sink) {
        while (true) {
            Progress progress = delivery.deliver(sink);
            if (progress != Progress.DONE) {
                return progress;
            }
            Cursor rest = undelivered;
            if (rest == null) {
                return Progress.DONE;
            }
            if (delivery.isAtLimit()) {
                return Progress.SUSPENDED; // without looking ahead, as a query does
            }
            if (rest.next() == 0) {
                return Progress.DONE;
            }
            delivery.begin(rest.batch());
        }
    }

    @Override
    final void releaseResources() {
        source.release();
        ReturnedRows rows = returned;
        if (rows != null) {
            rows.close();
        }
    }

    @Override
    public final void writeTag(ByteSink out) {
        if (report == null) {
            tag.write(rowCount, out);
        } else {
            EXPLAIN.write(out);
        }
    }
}
