package io.omendb.engine.mvcc;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;

/**
 * The table of transactions that some mark names: in progress, aborted, or committed at an LSN
 * (rules 7 and 8).
 *
 * <p>Thread: writer changes it; readers call only {@link #stateAcquire}. A commit is one store
 * here, however many rows it changed. A slot is given to the next transaction when no mark names it
 * any more, those of undone changes included, and every reader has renewed its epoch since.
 *
 * <pre>
 *   0  state  8   IN_PROGRESS, ABORTED, or the commit LSN
 *   8  marks  8   how many marks name the slot
 *  16  epoch  8   the epoch when the last mark of the ended transaction went
 *  24  next   8   the next slot in the queue of slots to reuse, plus one; 0 is the end
 * </pre>
 */
public final class TransactionSlots implements AutoCloseable {

    /** No transaction. */
    public static final int NO_SLOT = -1;

    /** A state above every LSN: the change is not visible to others. */
    public static final long IN_PROGRESS = Long.MAX_VALUE;

    /** A state above every LSN: the transaction ended without effect. */
    public static final long ABORTED = Long.MAX_VALUE - 1;

    private static final int STATE = 0;
    private static final int MARKS = STATE + 8;
    private static final int EPOCH = MARKS + 8;
    private static final int NEXT = EPOCH + 8;
    private static final int ENTRY_BYTES = NEXT + 8;
    private static final int FIRST_COUNT = 256;

    private final SegmentedArray entries;
    private final VersionEpochs epochs;
    private int used;
    private int queueHead = NO_SLOT;
    private int queueTail = NO_SLOT;
    private int openCount;

    public TransactionSlots(BlockAllocator allocator, VersionEpochs epochs) {
        this.entries = new SegmentedArray(allocator, ENTRY_BYTES, FIRST_COUNT);
        this.epochs = epochs;
    }

    /**
     * Takes a slot for a new transaction.
     *
     * @throws io.omendb.offheap.MemoryExhaustedException if there is no memory for one more
     */
    public int begin() {
        int slot = takeQueued();
        if (slot == NO_SLOT) {
            entries.ensure(used);
            slot = used++;
            assert slot < VersionWord.SLOT_LIMIT : "slots";
        }
        long entry = entries.offset(slot);
        ProcessMemory.putLong(entry + MARKS, 0);
        ProcessMemory.putLongRelease(
                entry + STATE, IN_PROGRESS); // before any mark that names it is published
        openCount++;
        return slot;
    }

    /**
     * Makes the transaction's changes visible to snapshots not below {@code lsn}. The caller
     * publishes the WAL position after this.
     */
    public void commit(int slot, long lsn) {
        assert lsn >= 0 && lsn < ABORTED : "lsn " + lsn;
        end(slot, lsn);
    }

    /** Ends a transaction whose changes have all been undone. */
    public void abort(int slot) {
        end(slot, ABORTED);
    }

    /** The state as a reader needs it; pairs with the release in {@link #commit}. */
    public long stateAcquire(int slot) {
        return ProcessMemory.getLongAcquire(entries.offset(slot) + STATE);
    }

    /** The state as the writer left it. */
    public long statePlain(int slot) {
        return ProcessMemory.getLong(entries.offset(slot) + STATE);
    }

    public boolean isInProgress(int slot) {
        return statePlain(slot) == IN_PROGRESS;
    }

    /** Counts marks that are about to be published. */
    public void addMarks(int slot, int count) {
        long entry = entries.offset(slot);
        assert ProcessMemory.getLong(entry + STATE) == IN_PROGRESS
                : "a mark of an ended transaction";
        ProcessMemory.putLong(entry + MARKS, ProcessMemory.getLong(entry + MARKS) + count);
    }

    /** Counts marks that no reader can newly reach any more. */
    public void dropMarks(int slot, int count) {
        long entry = entries.offset(slot);
        long marks = ProcessMemory.getLong(entry + MARKS) - count;
        assert marks >= 0 : "marks of slot " + slot + ": " + marks;
        ProcessMemory.putLong(entry + MARKS, marks);
        if (marks == 0 && ProcessMemory.getLong(entry + STATE) != IN_PROGRESS) {
            queue(slot, entry);
        }
    }

    /** How many marks name the slot. */
    public long marks(int slot) {
        return ProcessMemory.getLong(entries.offset(slot) + MARKS);
    }

    /** How many transactions have begun and not ended. */
    public int openCount() {
        return openCount;
    }

    /** How many slots were ever needed at once. */
    public int slotCount() {
        return used;
    }

    /** The bytes held. Thread: any. */
    public long bytes() {
        return entries.bytes();
    }

    @Override
    public void close() {
        entries.close();
    }

    private void end(int slot, long state) {
        long entry = entries.offset(slot);
        assert ProcessMemory.getLong(entry + STATE) == IN_PROGRESS
                : "slot " + slot + " ended twice";
        ProcessMemory.putLongRelease(entry + STATE, state);
        openCount--;
        if (ProcessMemory.getLong(entry + MARKS) == 0) {
            queue(slot, entry);
        }
    }

    private void queue(int slot, long entry) {
        ProcessMemory.putLong(entry + EPOCH, epochs.await());
        ProcessMemory.putLong(entry + NEXT, 0);
        if (queueTail == NO_SLOT) {
            queueHead = slot;
        } else {
            ProcessMemory.putLong(entries.offset(queueTail) + NEXT, slot + 1L);
        }
        queueTail = slot;
    }

    private int takeQueued() {
        int slot = queueHead;
        if (slot == NO_SLOT) {
            return NO_SLOT;
        }
        long entry = entries.offset(slot);
        if (!epochs.hasPassed(ProcessMemory.getLong(entry + EPOCH))) {
            return NO_SLOT;
        }
        queueHead = (int) ProcessMemory.getLong(entry + NEXT) - 1;
        if (queueHead == NO_SLOT) {
            queueTail = NO_SLOT;
        }
        return slot;
    }
}
