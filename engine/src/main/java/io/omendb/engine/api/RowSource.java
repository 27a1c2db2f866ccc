package io.omendb.engine.api;

import io.omendb.engine.exec.Cursor;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Batch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes a statement's rows at one snapshot, a batch for each request: on the session's own
 * thread if that is short, on a query worker otherwise, so that a report does not hold up the
 * thread that serves other clients.
 *
 * <p>Owned by the session's thread, but for the time of a request that a worker has. Reused from
 * execution to execution.
 */
final class RowSource {
    private static final int IDLE = 0;
    private static final int UNDER_WAY = 1;
    private static final int READY = 2;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(RowSource.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Session session;
    private final boolean inline;
    private final Function<ReadView, Cursor> opener;
    private int state = IDLE;
    private @Nullable ReadView view;
    private @Nullable Cursor cursor;
    private int count;
    private @Nullable RuntimeException failure;

    /**
     * Makes the source of one statement's executions.
     *
     * @param isShort whether a batch costs so little that handing it to a worker would cost more
     * @param opener opens the statement's cursor at a view; called under an epoch
     */
    RowSource(Session session, boolean isShort, Function<ReadView, Cursor> opener) {
        this.session = session;
        this.inline = isShort || !session.usesWorkers();
        this.opener = opener;
    }

    /** Announces the statement's snapshot. Nothing is computed yet. */
    ReadView open(Batch parameters) {
        assert view == null;
        ReadView opened = session.takeView();
        view = opened;
        opened.open(parameters);
        return opened;
    }

    boolean isOpen() {
        return view != null;
    }

    /** The view that it was opened at. */
    ReadView view() {
        ReadView opened = view;
        if (opened == null) {
            throw new IllegalStateException("no snapshot is taken");
        }
        return opened;
    }

    /**
     * Whether the next batch is there. If it has not been asked for it is asked for now; if a
     * worker has it, the session is woken when it is ready.
     */
    boolean poll() {
        int current = (int) STATE.getAcquire(this);
        if (current == READY) {
            return true;
        }
        if (current == IDLE) {
            if (inline) {
                compute();
                state = READY;
                return true;
            }
            STATE.setRelease(this, UNDER_WAY);
            session.runOnWorker(this);
        }
        return false;
    }

    /** Whether a worker has a request. Any thread. */
    boolean isUnderWay() {
        return (int) STATE.getVolatile(this) == UNDER_WAY;
    }

    /**
     * Takes the batch that {@link #poll} said is there; the next poll asks for the one after it.
     *
     * @return how many rows, 0 at the end
     * @throws SqlException what computing it threw
     */
    int take() {
        assert state == READY;
        state = IDLE;
        RuntimeException thrown = failure;
        if (thrown != null) {
            failure = null;
            throw thrown;
        }
        return count;
    }

    /** The rows taken last; valid until the next poll. */
    Batch batch() {
        Cursor rows = cursor;
        assert rows != null;
        return rows.batch();
    }

    /** Frees what the execution holds. No request is under way. */
    void release() {
        assert !isUnderWay();
        state = IDLE;
        failure = null;
        Cursor rows = cursor;
        if (rows != null) {
            cursor = null;
            rows.close();
        }
        ReadView opened = view;
        if (opened != null) {
            view = null;
            session.giveBack(opened);
        }
    }

    /** Thread: a query worker. Computes what was asked for and wakes the session. */
    void runOnWorker() {
        compute();
        STATE.setVolatile(
                this, READY); // pairs with poll(); a session that closes looks at both sides
        session.wake();
    }

    /**
     * Whatever goes wrong is this statement's failure, told by {@link #take}: reading changes
     * nothing that others rely on, so neither a defect nor a full heap may end the engine.
     */
    private void compute() {
        try {
            ReadView opened = view();
            opened.checkCancel();
            opened.enter();
            try {
                Cursor rows = cursor;
                if (rows == null) {
                    rows = opener.apply(opened);
                    cursor = rows;
                }
                count = rows.next();
            } finally {
                opened.exit();
            }
        } catch (MemoryExhaustedException | OutOfMemoryError e) {
            failure =
                    SqlException.of(SqlState.OUT_OF_MEMORY, "out of memory")
                            .withDetail(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failure = e;
        }
    }
}
