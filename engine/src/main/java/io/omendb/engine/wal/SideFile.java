package io.omendb.engine.wal;

import io.omendb.pipeline.Position;

/**
 * The side file of one transaction, as writer and side file writer share it. The writer sends
 * chunks; the other thread says how many it has taken over, and at last that the file is sealed
 * (complete and forced) or that there was no room.
 */
final class SideFile {
    /** {@link #outcomeAcquire()}: chunks are being written. */
    static final long OPEN = 0;

    /** {@link #outcomeAcquire()}: complete and forced; {@link #bytes} and {@link #crc} are set. */
    static final long SEALED = 1;

    /** {@link #outcomeAcquire()}: the disk is full; the transaction cannot commit. */
    static final long DISK_FULL = 2;

    final long id;

    /** Chunks whose memory the side file writer no longer needs. */
    private final Position chunksTaken = new Position(0);

    private final Position outcome = new Position(OPEN);

    /**
     * Length and checksum of the whole file. Written before SEALED is released, read after it is
     * acquired.
     */
    long bytes;

    int crc;

    SideFile(long id) {
        this.id = id;
    }

    long chunksTakenAcquire() {
        return chunksTaken.valueAcquire();
    }

    /**
     * The side file writer. Pairs with {@link #chunksTakenAcquire()}: the chunk was read before.
     */
    void chunkTakenRelease() {
        chunksTaken.setRelease(chunksTaken.valuePlain() + 1);
    }

    long outcomeAcquire() {
        return outcome.valueAcquire();
    }

    /** The side file writer. Pairs with {@link #outcomeAcquire()}. */
    void outcomeRelease(long value) {
        outcome.setRelease(value);
    }

    boolean isFull() {
        return outcome.valuePlain() == DISK_FULL;
    }
}
