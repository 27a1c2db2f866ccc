package io.omendb.engine.mvcc;

import io.omendb.offheap.Epochs;

/**
 * Which epochs all readers have left, as far as the writer has looked: for what is not memory and
 * waits for the epochs to pass (slots of transactions, words of cleared rows, undone
 * before-images).
 *
 * <p>Thread: writer. A tick is retired with each epoch that something waits for; when it comes
 * back, every reader has left that epoch.
 */
public final class VersionEpochs {

    private final Epochs epochs;
    private final int tickKind;
    private long passed;
    private long awaited;
    private long ticked;

    /**
     * @param tickKind the kind under which ticks are retired; the reclaim target calls {@link
     *     #ticked} for it
     */
    public VersionEpochs(Epochs epochs, int tickKind) {
        this.epochs = epochs;
        this.tickKind = tickKind;
    }

    /** The epoch to wait for after an unlinking that has just been stored. */
    public long await() {
        awaited = epochs.current();
        return awaited;
    }

    /** Whether every reader has been seen outside this epoch and all before it. */
    public boolean hasPassed(long epoch) {
        return epoch <= passed;
    }

    /** Whether something waits for an epoch that no tick was retired with yet. */
    public boolean isAwaited() {
        return awaited > ticked;
    }

    /** Begins a new epoch, so that what waits for the present one can go. */
    public void advance() {
        if (isAwaited()) {
            ticked = epochs.current();
            epochs.retire(tickKind, ticked, 0);
        }
        epochs.advance();
    }

    /** A tick has come back. */
    public void ticked(long epoch) {
        passed = Math.max(passed, epoch);
    }

    /** The newest epoch known to have passed. */
    public long passed() {
        return passed;
    }
}
