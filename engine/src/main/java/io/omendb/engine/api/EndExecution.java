package io.omendb.engine.api;

import io.omendb.engine.txn.EndOperation;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.types.ByteSink;

/** The end of an implicit transaction, at Sync or at the end of a simple query. One object per session. */
final class EndExecution implements Execution {
    private final Session session;
    private EndOperation.Kind kind = EndOperation.Kind.COMMIT;
    private boolean needed;
    private boolean submitted;

    EndExecution(Session session) {
        this.session = session;
    }

    void begin(EndOperation.Kind how, boolean isNeeded) {
        this.kind = how;
        this.needed = isNeeded;
        this.submitted = false;
    }

    @Override
    public Progress advance(RowSink sink, long rowsMax) {
        if (session.database().hasFailed()) {
            session.database().requireOpen();
        }
        EndOperation operation = session.endOperation();
        if (operation.isUnderWay()) {
            return Progress.WAITING;
        }
        if (!needed) {
            return Progress.DONE;
        }
        if (!submitted && session.writerSession().transaction().slot() >= 0) {
            submitted = true;
            operation.prepareEnd(kind);
            session.submit(operation);
            return Progress.WAITING;
        }
        needed = false;
        SqlException failure = submitted ? operation.error() : null;
        session.leaveTransaction(failure == null && kind == EndOperation.Kind.COMMIT);
        if (failure != null) {
            throw failure;
        }
        return Progress.DONE;
    }

    /** There is no tag: the statements have had theirs. */
    @Override
    public void writeTag(ByteSink out) {
        // nothing was asked for by the client
    }

    @Override
    public long rowCount() {
        return 0;
    }

    @Override
    public void close() {
        // Ends by itself: a transaction is not left open because nobody waits for its end.
    }
}
