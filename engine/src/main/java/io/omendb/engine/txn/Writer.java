package io.omendb.engine.txn;

import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.engine.table.Table;
import io.omendb.engine.wal.WalWriter;
import io.omendb.pipeline.RequestRing;
import io.omendb.pipeline.StepTimer;
import io.omendb.pipeline.WakeQueue;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Thread: writer. Alone changes rows, indexes, catalog and transaction table; does no IO, takes no
 * lock, reads a clock for its {@link StepTimer} only, allocates nothing on the path of a row.
 *
 * <p>A round serves, in this order: cancellations; operations that a transaction's end has woken
 * and those that had more to do (so that the first to wait for a row gets it before anyone new);
 * new operations from the ring. Then what was committed in the round becomes visible to the flusher
 * as one batch, and what time is left goes into cleaning.
 *
 * <p>The order of a commit: the log takes redo and commit record and names the LSN; the
 * transaction's slot is stored; the log's position is published (PROTOCOL 7). The order of commits
 * in the log is the order in which they become visible.
 */
public final class Writer implements Agent {
    /** Rows that one step of an operation changes at most, before others get their turn. */
    static final int STEP_ROWS = 256;

    private static final int RING_BATCH = 64;
    private static final int PRUNE_STEPS_BUSY = 8;
    private static final int PRUNE_STEPS_IDLE = 256;

    private final RequestRing<OperationSlot> ring;
    private final WakeQueue<WriterSession> cancellations;
    private final WalWriter wal;
    private final TransactionSlots slots;
    private final SchemaStore schemas;
    private final SequenceLog sequences;
    private final StepTimer<WriterStep> steps;
    private final Cleaner cleaner;
    private final TransactionsBySlot transactions = new TransactionsBySlot();

    /** Held by the transaction that changes the schema. */
    private final TableLock schemaLock = new TableLock();

    private final UniqueCheck uniqueCheck = new UniqueCheck();
    private final OperationQueue ready = new OperationQueue();
    private final RequestRing.Handler<OperationSlot> onRequest = this::onRequest;
    private long lastTransactionId;

    /**
     * @param ring where sessions put their operations
     * @param cancellations sessions whose parked operation is to be looked at
     * @param wal the log's writer side
     * @param schemas the committed schema
     * @param sequences all sequences
     * @param steps times what it does
     */
    public Writer(
            RequestRing<OperationSlot> ring,
            WakeQueue<WriterSession> cancellations,
            WalWriter wal,
            SchemaStore schemas,
            SequenceLog sequences,
            StepTimer<WriterStep> steps) {
        this.ring = ring;
        this.cancellations = cancellations;
        this.wal = wal;
        this.slots = schemas.rows().slots();
        this.schemas = schemas;
        this.sequences = sequences;
        this.steps = steps;
        this.cleaner = new Cleaner(schemas);
    }

    @Override
    public String roleName() {
        return "writer";
    }

    @Override
    public int doWork() {
        int work = wakeCancelled();
        work += runReady();
        work += ring.poll(onRequest, RING_BATCH);
        if (work > 0) {
            steps.begin(WriterStep.LOG_PUBLICATION);
        }
        wal.publish();
        work += wal.doWork();
        return work + clean(work == 0 ? PRUNE_STEPS_IDLE : PRUNE_STEPS_BUSY);
    }

    private int clean(int stepsMax) {
        steps.begin(WriterStep.PRUNING);
        int cleaned = cleaner.step(stepsMax);
        if (cleaned > 0) {
            steps.end();
        } else {
            steps.drop();
        }
        return cleaned;
    }

    // ---- what operations call

    /** What follows is a step of this kind. */
    void begins(WriterStep step) {
        steps.begin(step);
    }

    SchemaStore schemas() {
        return schemas;
    }

    SequenceLog sequences() {
        return sequences;
    }

    TransactionSlots slots() {
        return slots;
    }

    UniqueCheck uniqueCheck() {
        return uniqueCheck;
    }

    TableLock schemaLock() {
        return schemaLock;
    }

    /** The schema as the transaction sees it. */
    Schema schemaOf(Transaction transaction) {
        Schema own = transaction.schema();
        return own == null ? schemas.committed() : own;
    }

    /** Gives the transaction its slot and its redo if this is its first change. */
    void start(Transaction transaction) {
        if (!transaction.isActive()) {
            int slot = slots.begin();
            transaction.start(slot, wal.begin(++lastTransactionId));
            transactions.put(slot, transaction);
        }
    }

    /**
     * Whether the log admits more redo of the transaction now.
     *
     * @throws SqlException 53100 if the disk is full
     */
    boolean admits(Transaction transaction) {
        return isTaken(transaction.redo().admit());
    }

    /**
     * Parks the operation until the transaction in {@code slot} ends.
     *
     * @throws SqlException 40P01 if that one waits, directly or not, for this one
     */
    Operation.Step park(Operation operation, int slot) {
        return park(operation, transactions.get(slot));
    }

    Operation.Step park(Operation operation, Transaction holder) {
        Transaction transaction = operation.transaction();
        if (transaction.wouldDeadlock(holder)) {
            throw SqlException.of(SqlState.DEADLOCK_DETECTED, "deadlock detected");
        }
        transaction.waitFor(holder, operation);
        return Operation.Step.PARKED;
    }

    /** A transaction other than this one that uses what the lock guards, or null. */
    @Nullable Transaction otherUser(TableLock lock, Transaction transaction) {
        return lock.exclusiveIsFree(transaction)
                ? null
                : transactions.anotherHolder(lock, transaction);
    }

    /**
     * Notes that what the transaction does rests on the newest change of a row, which is committed
     * or its own.
     */
    void dependOnNewest(Transaction transaction, Table table, long rowId) {
        int slot = table.newestSlot(rowId);
        if (slot != TransactionSlots.NO_SLOT && slot != transaction.slot()) {
            transaction.dependOn(slots.statePlain(slot));
        }
    }

    /**
     * Commits; {@link Operation.Step#AGAIN} while the log has no room.
     *
     * @param timeMicros commit time, microseconds since 1970-01-01 UTC
     * @throws SqlException 53100 if the disk is full: nothing was committed
     */
    Operation.Step commit(Transaction transaction, long timeMicros) {
        if (!transaction.isActive()) {
            return Operation.Step.DONE;
        }
        if (transaction.redo().isEmpty()) {
            giveUpRedo(transaction);
            slots.commit(transaction.slot(), 0);
            end(transaction);
            return Operation.Step.DONE;
        }
        if (!isTaken(sequences.logAhead(wal))) {
            return Operation.Step.AGAIN;
        }
        long lsn = wal.commit(transaction.redo(), timeMicros);
        if (!isTaken(lsn)) {
            return Operation.Step.AGAIN;
        }
        transaction.redoTaken();
        slots.commit(transaction.slot(), lsn);
        transaction.dependOn(lsn);
        PendingSchema pending = transaction.pendingSchema();
        if (pending != null) {
            cleaner.retire(pending.commit(lsn), lsn);
        }
        end(transaction);
        return Operation.Step.DONE;
    }

    /** Takes back what the transaction did, newest first, in bounded steps. */
    Operation.Step undo(Transaction transaction) {
        if (!transaction.isActive()) {
            return Operation.Step.DONE;
        }
        if (!transaction.isUndoing()) {
            transaction.beginUndo();
            giveUpRedo(transaction);
        }
        UndoLog undo = transaction.undo;
        for (int i = 0; i < STEP_ROWS; i++) {
            if (undo.size() == 0) {
                slots.abort(transaction.slot());
                PendingSchema pending = transaction.pendingSchema();
                if (pending != null) {
                    cleaner.retire(pending.abort(), 0);
                }
                end(transaction);
                return Operation.Step.DONE;
            }
            schemas.storage(undo.lastStorageId())
                    .table()
                    .undo(undo.lastRowId(), transaction.slot());
            undo.pop();
        }
        return Operation.Step.AGAIN;
    }

    /**
     * Logs the sequences' values that were taken; the transaction's session then depends on that.
     */
    Operation.Step logSequences(Transaction transaction) {
        if (!isTaken(sequences.logAhead(wal))) {
            return Operation.Step.AGAIN;
        }
        transaction.dependOn(sequences.loggedLsn());
        return Operation.Step.DONE;
    }

    // ---- rounds

    private boolean onRequest(OperationSlot slot) {
        run(slot.take());
        return true;
    }

    /**
     * Gives each operation that waits for its turn one step; those with more to do go to the end.
     */
    private int runReady() {
        int count = Math.min(ready.size(), RING_BATCH);
        for (int i = 0; i < count; i++) {
            Operation operation = ready.poll();
            assert operation != null;
            run(operation);
        }
        return count;
    }

    private void run(Operation operation) {
        WriterSession session = operation.session();
        session.current = operation;
        if (operation.step(this) == Operation.Step.AGAIN) {
            ready.add(operation);
        }
    }

    private void giveUpRedo(Transaction transaction) {
        wal.abort(transaction.redo());
        transaction.redoTaken();
    }

    private void end(Transaction transaction) {
        transactions.remove(transaction.slot());
        transaction.end();
        transaction.releaseWaiters(ready);
    }

    /** Takes sessions' parked operations out of their queues: their next step ends them. */
    private int wakeCancelled() {
        int work = 0;
        for (WriterSession session = cancellations.poll();
                session != null;
                session = cancellations.poll()) {
            work++;
            Operation operation = session.current;
            if (operation != null && session.transaction().waitsFor() != null) {
                session.transaction().stopWaiting(operation);
                ready.add(operation);
            }
        }
        return work;
    }

    private static boolean isTaken(long outcome) {
        if (outcome == WalWriter.DISK_FULL) {
            throw SqlException.of(
                            SqlState.DISK_FULL,
                            "could not extend the write-ahead log: no space left on device")
                    .withHint("Check free disk space.");
        }
        return outcome != WalWriter.WOULD_BLOCK;
    }
}
