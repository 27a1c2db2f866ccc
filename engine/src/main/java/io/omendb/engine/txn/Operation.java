package io.omendb.engine.txn;

import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks of the writer: filled in by the session's thread, handed over through the
 * ring, worked on by the writer in bounded steps, and handed back.
 *
 * <p>An operation is used again for each execution of its statement. A session has one under way at
 * most, so a ring with a place per session never fills.
 *
 * <pre>
 *   submitted -> APPLY -+-> COMMIT -> finished         (commitAfterwards)
 *                       +-> finished                   (inside a transaction block)
 *                       +-> UNDO -> finished           (an error: the whole transaction is taken back)
 * </pre>
 *
 * <p>Between two steps, or parked behind another transaction, an operation keeps what it has done
 * and goes on from there: nothing is executed twice.
 */
public abstract class Operation {
    /** What a step came to. */
    protected enum Step {
        /** The phase is over. */
        DONE,
        /** The step's budget is used up, or the log has no room just now: to be called again. */
        AGAIN,
        /** The operation waits in another transaction's queue. */
        PARKED
    }

    private enum Phase {
        APPLY,
        COMMIT,
        UNDO
    }

    private static final int IDLE = 0;
    private static final int SUBMITTED = 1;
    private static final int FINISHED = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Operation.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Nullable Operation nextInQueue;

    private final WriterSession session;
    private int state;
    private Phase phase = Phase.APPLY;
    private boolean commitAfterwards;
    private @Nullable SqlException error;

    /**
     * When it was submitted, microseconds since 1970-01-01 UTC: the writer takes no time itself.
     */
    private long timeMicros;

    protected Operation(WriterSession session) {
        this.session = session;
    }

    // ---- session's thread

    /** Makes the operation ready for a new submission. */
    protected final void prepare(boolean commitWhenDone) {
        assert !isUnderWay();
        this.timeMicros = session.clock().epochMicros();
        this.commitAfterwards = commitWhenDone;
        this.error = null;
        this.phase = Phase.APPLY;
        STATE.set(this, IDLE);
    }

    /** Whether the writer still has it. */
    public final boolean isUnderWay() {
        return stateAcquire() == SUBMITTED;
    }

    /** Why the operation failed, or null; to be read when it is no longer under way. */
    public final @Nullable SqlException error() {
        return error;
    }

    final void markSubmitted() {
        STATE.setRelease(this, SUBMITTED);
    }

    // ---- writer

    /**
     * Works on the operation until the budget is used up.
     *
     * @throws SqlException if the statement fails; the writer then takes back the transaction
     */
    protected abstract Step apply(Writer writer);

    final WriterSession session() {
        return session;
    }

    final Transaction transaction() {
        return session.transaction();
    }

    /** One bounded step. After {@link Step#DONE} the operation belongs to its session again. */
    final Step step(Writer writer) {
        try {
            if (phase == Phase.APPLY) {
                writer.begins(appliesAs());
                Step step = applyUnlessCancelled(writer);
                if (step != Step.DONE) {
                    return step;
                }
                phase = Phase.COMMIT;
            }
            if (phase == Phase.COMMIT) {
                Step step = commitAfterwards ? commit(writer) : Step.DONE;
                if (step == Step.DONE) {
                    finish();
                }
                return step;
            }
        } catch (SqlException e) {
            fail(e);
        } catch (MemoryExhaustedException e) {
            fail(
                    SqlException.of(SqlState.OUT_OF_MEMORY, "out of memory")
                            .withDetail(String.valueOf(e.getMessage())));
        }
        writer.begins(WriterStep.ROLLBACK);
        Step step = writer.undo(transaction());
        if (step == Step.DONE) {
            finish();
        }
        return step;
    }

    private Step commit(Writer writer) {
        writer.begins(WriterStep.COMMIT);
        return writer.commit(transaction(), timeMicros);
    }

    /** What {@link #apply} is, in the writer's step log. */
    WriterStep appliesAs() {
        return WriterStep.ROW_CHANGE;
    }

    /**
     * Ends the operation with an error in place of going on: a deadlock's victim, a cancelled wait.
     */
    final void fail(SqlException e) {
        error = e;
        phase = Phase.UNDO;
    }

    private Step applyUnlessCancelled(Writer writer) {
        SqlException cancelled = session.takeCancellation();
        if (cancelled != null && isCancellable()) {
            throw cancelled;
        }
        return apply(writer);
    }

    /** A commit or rollback goes through; everything else can be cancelled between two steps. */
    protected boolean isCancellable() {
        return true;
    }

    private void finish() {
        session.dependOn(transaction().dependsLsn());
        session.current = null;
        STATE.setVolatile(
                this,
                FINISHED); // pairs with isUnderWay(); a session that closes looks at both sides
        session.wakeup().run();
    }

    private int stateAcquire() {
        return (int) STATE.getAcquire(this);
    }
}
