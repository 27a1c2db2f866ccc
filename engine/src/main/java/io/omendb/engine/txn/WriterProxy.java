package io.omendb.engine.txn;

import io.omendb.engine.storage.Clock;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Tally;
import io.omendb.pipeline.RequestRing;
import io.omendb.pipeline.WakeQueue;
import io.omendb.sql.error.SqlException;

/**
 * The door to the writer for every other thread.
 *
 * <p>The ring has a place for each session, and a session has one operation under way at most, so
 * handing one over always succeeds: the bound on sessions is the bound on the queue.
 */
public final class WriterProxy {
    private final RequestRing<OperationSlot> ring;
    private final WakeQueue<WriterSession> cancellations;
    private final BlockAllocator memory;
    private final Clock clock;
    private final Tally undoBytes = new Tally();

    /**
     * @param memory for the transactions' own books; used by the writer only
     */
    public WriterProxy(
            RequestRing<OperationSlot> ring,
            WakeQueue<WriterSession> cancellations,
            BlockAllocator memory,
            Clock clock) {
        this.ring = ring;
        this.cancellations = cancellations;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * Opens a session's side of the writer; {@code wakeup} is run, on the writer's thread, as
     * operations finish.
     */
    public WriterSession open(Runnable wakeup) {
        return new WriterSession(new Transaction(memory, undoBytes), wakeup, clock);
    }

    /** What the undo logs of all transactions take. Thread: any. */
    public long undoBytes() {
        return undoBytes.value();
    }

    /**
     * Hands a prepared operation over. The session's thread; the operation is the writer's until it
     * has finished.
     */
    public void submit(Operation operation) {
        operation.markSubmitted();
        long sequence = ring.tryClaim();
        if (sequence == RequestRing.FULL) {
            throw new IllegalStateException("more operations than sessions");
        }
        ring.slot(sequence).put(operation);
        ring.publish(sequence);
    }

    /** Ends what the session runs, with the reason given, if anything runs. Thread: any. */
    public void cancel(WriterSession session, SqlException reason) {
        session.cancel(reason);
        // A full queue is passed by: then the writer has many to look at, and the statement ends at
        // its next step.
        cancellations.offer(session);
    }
}
