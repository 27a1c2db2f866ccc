package io.omendb.engine.api;

import io.omendb.engine.exec.CopyInPlan;
import io.omendb.engine.exec.CopyOutPlan;
import io.omendb.engine.exec.DeletePlan;
import io.omendb.engine.exec.ExplainPlan;
import io.omendb.engine.exec.InsertPlan;
import io.omendb.engine.exec.QueryPlan;
import io.omendb.engine.exec.RowProjection;
import io.omendb.engine.exec.UpdatePlan;
import io.omendb.engine.exec.UtilityPlan;
import io.omendb.engine.txn.EndOperation;
import io.omendb.engine.txn.Operation;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * What all executions have in common: their place in the session's transaction, and what an error
 * does to it.
 *
 * <pre>
 *   RUNNING -+-> [COMMITTING] -> [LOGGING] -> DONE
 *            |                             (COMMITTING: changes that the statement's last operation did not commit)
 *            |                             (LOGGING: sequence values that no commit covered go to the log; an error
 *            |                              there is the statement's unless it is committed)
 *            +-> UNDOING -> the error     (an error on this side while the writer has changes of the transaction)
 *            +-> the error                (the writer has undone them, or has none)
 * </pre>
 *
 * <p>An object serves one execution after the other: a prepared plan keeps the one that it used
 * last.
 */
abstract class StatementExecution implements Execution {
    private enum Phase {
        CLOSED,
        RUNNING,
        COMMITTING,
        LOGGING,
        UNDOING,
        DONE
    }

    private static final Batch NO_PARAMETERS = new Batch(new Vector[0], 1, false);

    final Session session;
    final PreparedPlan prepared;

    /** The statement's parameters: one row. */
    Batch parameters = NO_PARAMETERS;

    /** Rows returned or changed so far. */
    long rowCount;

    private Phase phase = Phase.CLOSED;
    private boolean commits;
    private boolean isFirst;
    private boolean isPaused;
    private @Nullable SqlException error;

    StatementExecution(Session session, PreparedPlan prepared) {
        this.session = session;
        this.prepared = prepared;
    }

    /** Begins an execution, with the object that the plan keeps if that is free. */
    static StatementExecution begin(
            Session session, PreparedPlan prepared, Batch parameters, boolean commitWithStatement) {
        session.refresh(prepared);
        StatementExecution execution = prepared.execution();
        if (execution == null || execution.phase != Phase.CLOSED) {
            execution = create(session, prepared);
            prepared.execution(execution);
        }
        execution.start(parameters, commitWithStatement);
        return execution;
    }

    private static StatementExecution create(Session session, PreparedPlan prepared) {
        return switch (prepared.plan()) {
            case QueryPlan query -> new QueryExecution(session, prepared, query);
            case ExplainPlan explain -> new ExplainExecution(session, prepared, explain);
            case InsertPlan insert -> new InsertExecution(session, prepared, insert);
            case UpdatePlan update -> RowTargetExecution.of(session, prepared, update);
            case DeletePlan delete -> RowTargetExecution.of(session, prepared, delete);
            case CopyInPlan copy -> new CopyInExecution(session, prepared, copy);
            case CopyOutPlan copy -> new CopyOutExecution(session, prepared, copy);
            case UtilityPlan utility -> UtilityExecution.of(session, prepared, utility.statement());
        };
    }

    private void start(Batch statementParameters, boolean commitWithStatement) {
        this.parameters = statementParameters;
        this.rowCount = 0;
        this.error = null;
        boolean outsideBlock =
                session.state() == Session.State.IDLE || session.state() == Session.State.IMPLICIT;
        this.commits = commitWithStatement && outsideBlock;
        this.isFirst = session.state() == Session.State.IDLE;
        if (outsideBlock && !commitWithStatement) {
            session.enterImplicit();
        }
        session.writerSession().takeCancellation(); // of a statement that had ended already
        this.phase = Phase.RUNNING;
        this.isPaused = false;
        session.opened(this);
        session.deadline().begin();
        reset();
    }

    /** Makes the object ready for another execution. */
    abstract void reset();

    /**
     * Goes on as far as it can; {@link Progress#DONE} once the statement and, if it commits, its
     * transaction end.
     */
    abstract Progress run(RowSink sink, long rowsMax);

    /** Gives back what the execution holds: cursors, snapshots. Called once per execution. */
    abstract void releaseResources();

    /** Whether the statement itself says what becomes of the transaction. */
    boolean managesTransaction() {
        return false;
    }

    /** Whether the transaction ends with this statement. */
    final boolean commits() {
        return commits;
    }

    /** Whether no statement ran before this one in its transaction, which is not a block. */
    final boolean isFirst() {
        return isFirst;
    }

    @Override
    public final Progress advance(RowSink sink, long rowsMax) {
        if (session.database().hasFailed()) {
            session.database().requireOpen();
        }
        if (session.endOperation().isUnderWay()) {
            return Progress.WAITING;
        }
        if (phase == Phase.RUNNING) {
            if (isPaused) {
                isPaused = false;
                session.deadline().begin();
            }
            try {
                Progress progress = run(sink, rowsMax);
                if (progress == Progress.SUSPENDED) {
                    isPaused = true;
                    session.deadline().end();
                }
                if (progress != Progress.DONE) {
                    return progress;
                }
            } catch (SqlException e) {
                return fail(e);
            } catch (MemoryExhaustedException e) {
                return fail(outOfMemory(e));
            }
            release();
            return commitThenLog();
        }
        if (phase == Phase.COMMITTING) {
            error = session.endOperation().error();
            if (error != null) {
                throw failed();
            }
            committed();
            return log();
        }
        if (phase == Phase.LOGGING) {
            logged();
        } else if (phase == Phase.UNDOING) {
            throw failed();
        }
        assert phase == Phase.DONE : "advanced when closed";
        return Progress.DONE;
    }

    /**
     * Ends the transaction if it ends with this statement and the writer still has changes of it:
     * of this statement's earlier batches, or of statements before it.
     */
    private Progress commitThenLog() {
        if (commits && !managesTransaction() && session.writerSession().transaction().slot() >= 0) {
            return await(EndOperation.Kind.COMMIT, Phase.COMMITTING);
        }
        return log();
    }

    /**
     * The changes of this statement are committed, and with them the sequence values that were
     * taken for them.
     */
    final void committed() {
        session.context().takeSequencesTaken();
    }

    /**
     * Sequence values could not be logged: the statement fails, and the writer has undone its
     * transaction. It had not committed: a commit logs the values before the rows, and values that
     * RETURNING takes are taken before the commit ({@link #commitsBefore}). Otherwise the client
     * would hear of an error where the rows are in, or get a value that a crash hands out again.
     */
    private void logged() {
        SqlException failure = session.endOperation().error();
        if (failure != null) {
            error = failure;
            throw failed();
        }
        finish();
    }

    /** Has sequence values logged that the statement took. */
    private Progress log() {
        if (session.context().takeSequencesTaken()) {
            return await(EndOperation.Kind.SEQUENCES, Phase.LOGGING);
        }
        finish();
        return Progress.DONE;
    }

    private Progress await(EndOperation.Kind kind, Phase next) {
        session.endOperation().prepareEnd(kind);
        session.submit(session.endOperation());
        phase = next;
        return Progress.WAITING;
    }

    private void finish() {
        phase = Phase.DONE;
        if (commits && !managesTransaction()) {
            session.leaveTransaction(true);
        }
    }

    /**
     * Whether a commit may come before what RETURNING computes: nothing that fails after it could
     * take the rows back, and what is taken from a sequence after it would not be logged with it.
     */
    static boolean commitsBefore(@Nullable RowProjection returning) {
        return returning == null || returning.copies();
    }

    /** Hands an operation to the writer. */
    final void submit(Operation operation) {
        session.submit(operation);
    }

    /**
     * Throws what an operation that has finished failed with; the writer has then undone the
     * transaction.
     */
    static void checkOutcome(Operation operation) {
        SqlException failure = operation.error();
        if (failure != null) {
            throw failure;
        }
    }

    private Progress fail(SqlException e) {
        error = e;
        release();
        session.context().takeSequencesTaken(); // skipped values stay skipped
        if (session.writerSession().transaction().slot() >= 0) {
            return await(EndOperation.Kind.ROLLBACK, Phase.UNDOING);
        }
        throw failed();
    }

    private SqlException failed() {
        phase = Phase.DONE;
        session.failed();
        SqlException failure = error;
        assert failure != null;
        return failure;
    }

    private static SqlException outOfMemory(MemoryExhaustedException e) {
        String message = e.getMessage();
        return SqlException.of(SqlState.OUT_OF_MEMORY, "out of memory")
                .withDetail(message == null ? "" : message);
    }

    private void release() {
        session.deadline().end();
        session.closed(this);
        releaseResources();
    }

    @Override
    public final long rowCount() {
        return rowCount;
    }

    @Override
    public final void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (phase == Phase.RUNNING) {
            if (!session.isQuiet()) {
                // The writer or a query worker still uses what this holds. The session, which is
                // being closed, closes
                // it once more when they have ended.
                session.cancel();
                return;
            }
            release();
        }
        phase = Phase.CLOSED;
        parameters = NO_PARAMETERS;
    }
}
