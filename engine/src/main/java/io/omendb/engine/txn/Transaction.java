package io.omendb.engine.txn;

import io.omendb.engine.wal.TransactionLog;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session's transaction as the writer sees it. There is one object per session, used again for
 * each of its transactions; it is active from the first change to the commit or the last step of
 * the rollback.
 *
 * <p>Thread: writer, but for {@link #slot()} and {@link #command()}, which the session's thread
 * reads between two of its operations (the hand-over of the operation orders the accesses).
 */
public final class Transaction {
    public static final int NO_SLOT = -1;

    final UndoLog undo;

    private @Nullable TransactionLog redo;

    private int slot = NO_SLOT;
    private int command;
    private boolean undoing;
    private long dependsLsn;

    /** The transaction whose end the running operation of this one waits for. */
    private @Nullable Transaction waitsFor;

    /** Operations that wait for the end of this transaction, first come first served. */
    private final OperationQueue waiters = new OperationQueue();

    private TableLock[] sharedLocks = new TableLock[4];
    private int sharedCount;
    private final List<TableLock> exclusiveLocks = new ArrayList<>(2);

    /** The catalog with this transaction's own changes, or null while it has made none. */
    private @Nullable PendingSchema pendingSchema;

    /**
     * @param undoBytes what the undo logs of all transactions take
     */
    Transaction(BlockAllocator blocks, Tally undoBytes) {
        this.undo = new UndoLog(blocks, undoBytes);
    }

    /**
     * The transaction slot that marks of its versions name, or {@link #NO_SLOT} before its first
     * change.
     */
    public int slot() {
        return slot;
    }

    /** The number of the newest command that has changed rows. */
    public int command() {
        return command;
    }

    /** The catalog as this transaction sees it, or null if it has not changed it. */
    public @Nullable Schema schema() {
        PendingSchema pending = pendingSchema;
        return pending == null ? null : pending.schema();
    }

    boolean isActive() {
        return slot != NO_SLOT;
    }

    void start(int newSlot, TransactionLog newRedo) {
        assert slot == NO_SLOT && undo.size() == 0 && sharedCount == 0;
        slot = newSlot;
        redo = newRedo;
        command = 0;
        dependsLsn = 0;
        undoing = false;
    }

    TransactionLog redo() {
        TransactionLog log = redo;
        assert log != null : "no redo left to write to";
        return log;
    }

    /** The log has taken the redo, or it was given up. */
    void redoTaken() {
        redo = null;
    }

    int nextCommand() {
        return ++command;
    }

    boolean isUndoing() {
        return undoing;
    }

    void beginUndo() {
        undoing = true;
    }

    long dependsLsn() {
        return dependsLsn;
    }

    void dependOn(long lsn) {
        if (lsn > dependsLsn) {
            dependsLsn = lsn;
        }
    }

    @Nullable PendingSchema pendingSchema() {
        return pendingSchema;
    }

    void pendingSchema(@Nullable PendingSchema pending) {
        this.pendingSchema = pending;
    }

    @Nullable Transaction waitsFor() {
        return waitsFor;
    }

    /** Parks {@code operation}, one of this transaction's, behind {@code holder}. */
    void waitFor(Transaction holder, Operation operation) {
        assert waitsFor == null && holder != this && holder.isActive();
        waitsFor = holder;
        holder.waiters.add(operation);
    }

    /** Takes a parked operation of this transaction out of the queue that it waits in. */
    void stopWaiting(Operation operation) {
        Transaction holder = waitsFor;
        assert holder != null;
        holder.waiters.remove(operation);
        waitsFor = null;
    }

    /**
     * Whether waiting for {@code holder} would close a cycle: each transaction waits for one other
     * at most.
     */
    boolean wouldDeadlock(Transaction holder) {
        for (Transaction t = holder; t != null; t = t.waitsFor) {
            if (t == this) {
                return true;
            }
        }
        return false;
    }

    /**
     * Moves all that waited for this transaction to {@code ready}, in the order in which they came.
     */
    void releaseWaiters(OperationQueue ready) {
        for (Operation waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            waiter.transaction().waitsFor = null;
            ready.add(waiter);
        }
    }

    boolean holdsShared(TableLock lock) {
        for (int i = 0; i < sharedCount; i++) {
            if (sharedLocks[i] == lock) {
                return true;
            }
        }
        return false;
    }

    void addShared(TableLock lock) {
        if (sharedCount == sharedLocks.length) {
            sharedLocks = Arrays.copyOf(sharedLocks, 2 * sharedCount);
        }
        sharedLocks[sharedCount++] = lock;
    }

    void addExclusive(TableLock lock) {
        exclusiveLocks.add(lock);
    }

    /**
     * Ends the transaction after its slot's state has been stored: locks, undo entries and redo go.
     */
    void end() {
        for (int i = 0; i < sharedCount; i++) {
            sharedLocks[i].releaseShared();
        }
        Arrays.fill(sharedLocks, 0, sharedCount, null);
        sharedCount = 0;
        if (!exclusiveLocks.isEmpty()) {
            exclusiveLocks.forEach(lock -> lock.releaseExclusive(this));
            exclusiveLocks.clear();
        }
        undo.clear();
        pendingSchema = null;
        undoing = false;
        slot = NO_SLOT;
    }

    /** Gives back what the object holds between transactions. Its session has gone. */
    void release() {
        assert !isActive();
        undo.release();
    }
}
