package io.omendb.engine.mvcc;

import java.lang.invoke.VarHandle;

/**
 * What a session sees: everything committed up to an LSN, and of its own transaction the commands
 * before its own.
 *
 * <p>Belongs to one session and is used by one thread at a time; hand it over through a queue.
 * While it is taken, the versions that it needs stay. Holds no memory of the Java heap once opened.
 */
public final class Snapshot implements AutoCloseable {

    private final Snapshots snapshots;
    private final TransactionSlots slots;
    private final int index;
    private final long[] chunk;
    private final int cell;
    private long lsn;
    private int ownSlot = TransactionSlots.NO_SLOT;
    private int ownCommand;

    Snapshot(Snapshots snapshots, TransactionSlots slots, int index, long[] chunk) {
        this.snapshots = snapshots;
        this.slots = slots;
        this.index = index;
        this.chunk = chunk;
        this.cell = Snapshots.cell(index);
    }

    /** Takes the newer of the durable commit and {@code dependsLsn}, and announces it (rule 13). */
    public void take(long dependsLsn) {
        long candidate = Math.max(dependsLsn, snapshots.durableLsn());
        while (true) {
            Snapshots.announce(chunk, cell, candidate);
            VarHandle.fullFence(); // pairs with the one in Snapshots.look
            long durable = snapshots.durableLsn();
            if (durable <= candidate) {
                break;
            }
            candidate = durable;
        }
        lsn = candidate;
    }

    /**
     * Says whose changes are its own: those of {@code slot} by commands below {@code command} are
     * seen.
     *
     * @param slot {@link TransactionSlots#NO_SLOT} if the transaction has changed nothing
     */
    public void own(int slot, int command) {
        ownSlot = slot;
        ownCommand = command;
    }

    /** Lets go of the versions; the snapshot must not be read with until it is taken again. */
    public void release() {
        ownSlot = TransactionSlots.NO_SLOT;
        Snapshots.announce(chunk, cell, Snapshots.IDLE);
    }

    public boolean isTaken() {
        return Snapshots.announced(chunk, cell) != Snapshots.IDLE;
    }

    public long lsn() {
        return lsn;
    }

    public int ownSlot() {
        return ownSlot;
    }

    public int ownCommand() {
        return ownCommand;
    }

    /**
     * Whether the change that the mark names has happened, seen from here. An undone one has not,
     * whoever asks: the own transaction too may have undone a change of a version that this
     * snapshot does not see.
     */
    public boolean sees(long mark) {
        if (VersionWord.isUndone(mark)) {
            return false;
        }
        int slot = VersionWord.slot(mark);
        if (slot == ownSlot) {
            return VersionWord.command(mark) < ownCommand;
        }
        return slots.stateAcquire(slot) <= lsn;
    }

    /** Releases it and gives its place in the announcement table back. */
    @Override
    public void close() {
        release();
        snapshots.giveBack(index);
    }
}
