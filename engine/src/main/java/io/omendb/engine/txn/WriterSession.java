package io.omendb.engine.txn;

import io.omendb.engine.storage.Clock;
import io.omendb.sql.error.SqlException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What session and writer share: the session's transaction, how to wake it, whether its running
 * statement is cancelled, and the newest commit that any of its statements saw.
 *
 * <p>Owned by whoever has the session's operation: the writer while one is under way, the session's
 * thread otherwise. Only the cancellation may come from any thread.
 */
public final class WriterSession {
    private static final VarHandle CANCELLATION;

    static {
        try {
            CANCELLATION =
                    MethodHandles.lookup()
                            .findVarHandle(WriterSession.class, "cancellation", SqlException.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Transaction transaction;
    private final Runnable wakeup;
    private final Clock clock;
    private @Nullable SqlException cancellation;
    private long seenLsn;
    private long gateLsn;
    private boolean synchronous = true;

    /**
     * The session's operation that the writer has, for a cancellation that finds it parked. Thread:
     * writer.
     */
    @Nullable Operation current;

    WriterSession(Transaction transaction, Runnable wakeup, Clock clock) {
        this.transaction = transaction;
        this.wakeup = wakeup;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    public Transaction transaction() {
        return transaction;
    }

    /**
     * The newest commit that any of the session's statements saw: its snapshots are at least that
     * new.
     */
    public long seenLsn() {
        return seenLsn;
    }

    /** Notes that the session has seen the commit that ends at {@code lsn}. */
    public void dependOn(long lsn) {
        if (lsn > seenLsn) {
            seenLsn = lsn;
        }
        if (synchronous && lsn > gateLsn) {
            gateLsn = lsn;
        }
    }

    /**
     * What the session has shown or will show rests on commits up to here, unless it does not wait
     * for the disk.
     */
    public long gateLsn() {
        return gateLsn;
    }

    /** synchronous_commit: whether answers wait until the session's own commits are durable. */
    public void synchronous(boolean waits) {
        this.synchronous = waits;
    }

    /** Ends the running statement, if there is one, with {@code reason}. Thread: any. */
    void cancel(SqlException reason) {
        CANCELLATION.setRelease(this, reason); // pairs with getAndSet() and getAcquire() below
    }

    /** The reason why the running statement is to end, taken away, or null. */
    public @Nullable SqlException takeCancellation() {
        if (CANCELLATION.getAcquire(this) == null) {
            return null;
        }
        return (SqlException) CANCELLATION.getAndSet(this, null);
    }

    /** The reason why the running statement is to end, left in place, or null. */
    public @Nullable SqlException cancellation() {
        return (SqlException) CANCELLATION.getAcquire(this);
    }

    Runnable wakeup() {
        return wakeup;
    }
}
