package io.omendb.offheap;

/**
 * One reader's announcement of the oldest epoch whose things it may still dereference. Of one
 * thread at a time; a thread that reads often keeps one.
 *
 * <p>Between {@link #enter()} and {@link #exit()} nothing that the reader could reach is reused.
 * {@link #renew()} lets go of all that was reached before, and is cheap enough to be called at
 * every node and vector.
 */
public final class EpochSlot {

    private final Epochs epochs;
    private final int index;

    EpochSlot(Epochs epochs, int index) {
        this.epochs = epochs;
        this.index = index;
    }

    int index() {
        return index;
    }

    /** Announces the current epoch. The slot must be idle. */
    public void enter() {
        epochs.enter(index);
    }

    /**
     * Announces the current epoch in place of the one announced: no offset read before may be
     * followed after.
     */
    public void renew() {
        epochs.renew(index);
    }

    /** Announces nothing any more. */
    public void exit() {
        epochs.exit(index);
    }

    /** Whether this slot announces an epoch. */
    public boolean isEntered() {
        return announced() != Epochs.IDLE;
    }

    /** The epoch announced, or 0. */
    public long announced() {
        return epochs.announcedPlain(index);
    }
}
