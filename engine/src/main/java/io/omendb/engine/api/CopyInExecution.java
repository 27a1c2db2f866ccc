package io.omendb.engine.api;

import io.omendb.engine.exec.CopyInPlan;
import io.omendb.engine.exec.CopyLoad;
import io.omendb.engine.txn.InsertOperation;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ByteArraySink;
import io.omendb.sql.types.ByteSink;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * COPY FROM STDIN: this side reads lines into batches while the writer inserts the batch before.
 * Bytes that do not fit into the batch are kept, and the client is to wait until they do: one
 * message at a time.
 */
final class CopyInExecution extends StatementExecution {
    private enum Step {
        OPEN,
        COPYING
    }

    private final CopyInPlan plan;
    private final InsertOperation operation;
    private final ByteArraySink pending = new ByteArraySink();
    private int pendingOffset;
    private Step step = Step.OPEN;
    private boolean firstBatch;
    private boolean applying;
    private boolean ended;
    private boolean finished;
    private @Nullable SqlException failure;
    private @Nullable ReadView view;
    private @Nullable CopyLoad load;

    CopyInExecution(Session session, PreparedPlan prepared, CopyInPlan plan) {
        super(session, prepared);
        this.plan = plan;
        this.operation = new InsertOperation(session.writerSession());
    }

    @Override
    void reset() {
        step = Step.OPEN;
        firstBatch = true;
        applying = false;
        ended = false;
        finished = false;
        failure = null;
        pending.clear();
        pendingOffset = 0;
    }

    @Override
    Progress run(RowSink sink, long rowsMax) {
        if (step == Step.OPEN) {
            open();
        }
        CopyLoad lines = load;
        assert lines != null;
        while (true) {
            if (applying && !operation.isUnderWay()) {
                applied();
            }
            SqlException failed = failure;
            if (failed != null) {
                if (applying) {
                    return Progress.WAITING;
                }
                throw failed;
            }
            if (!lines.isFull() && pendingOffset < pending.length()) {
                pendingOffset +=
                        lines.read(
                                pending.array(), pendingOffset, pending.length() - pendingOffset);
                if (pendingOffset == pending.length()) {
                    pending.clear();
                    pendingOffset = 0;
                }
            }
            boolean lastRows = ended && pendingOffset == pending.length();
            if (!lines.isFull() && !lastRows) {
                return Progress.COPY_IN;
            }
            if (applying) {
                return Progress.WAITING;
            }
            if (!lines.isFull() && !finished) {
                finished = true;
                lines.finish();
                if (lines.isFull()) {
                    continue;
                }
            }
            Batch rows = lines.rows();
            if (rows.count > 0) {
                operation.prepareRows(rows, false, firstBatch, false);
                firstBatch = false;
                submit(operation);
                applying = true;
            } else if (lastRows && finished) {
                return Progress.DONE;
            }
        }
    }

    private void open() {
        operation.target(tableToChange(plan.table(), "COPY FROM"), plan.table());
        ReadView opened = session.takeView();
        view = opened;
        opened.open(parameters);
        opened.enter();
        try {
            load = plan.open(opened);
        } finally {
            opened.exit();
        }
        step = Step.COPYING;
    }

    private void applied() {
        applying = false;
        SqlException refused = operation.error();
        if (refused != null) {
            int row = operation.refusedRow();
            CopyLoad lines = load;
            throw row < 0 || lines == null ? refused : refused.withContext(lines.context(row));
        }
        checkApplied(operation, plan.table());
        rowCount += operation.affectedCount();
    }

    @Override
    public boolean copyReady() {
        return failure != null || pendingOffset == pending.length();
    }

    @Override
    public void copyData(byte[] bytes, int offset, int length) {
        if (failure != null) {
            return; // the rest of the data is passed by
        }
        CopyLoad lines = load;
        assert lines != null && pendingOffset == pending.length();
        int taken = 0;
        try {
            if (!lines.isFull()) {
                taken = lines.read(bytes, offset, length);
            }
        } catch (SqlException e) {
            failure = e;
            return;
        }
        if (taken < length) {
            pending.clear();
            pendingOffset = 0;
            pending.put(bytes, offset + taken, length - taken);
        }
    }

    List<SqlType> fieldTypes() {
        return plan.fieldTypes();
    }

    /** The rows to come, for a program that has values instead of lines; ready after COPY_IN. */
    CopyLoad rowsToFill() {
        CopyLoad rows = load;
        if (rows == null || failure != null) {
            throw new IllegalStateException("not ready for rows");
        }
        return rows;
    }

    @Override
    public void copyDone() {
        ended = true;
    }

    @Override
    public void copyFail(String message) {
        if (failure == null) {
            failure =
                    SqlException.of(SqlState.QUERY_CANCELED, "COPY from stdin failed: " + message);
        }
    }

    @Override
    void releaseResources() {
        CopyLoad lines = load;
        if (lines != null) {
            load = null;
            lines.close();
        }
        ReadView opened = view;
        if (opened != null) {
            view = null;
            session.giveBack(opened);
        }
    }

    @Override
    public void writeTag(ByteSink out) {
        CommandTag.COPY.write(rowCount, out);
    }
}
