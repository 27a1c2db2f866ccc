package io.omendb.engine.wal;

import io.omendb.pipeline.Position;
import io.omendb.pipeline.WakeHook;

/**
 * The room on the disk, as writer and file maker share it: frames may end at or below {@code
 * endLsn}, where files exist and are filled with zeros, durably.
 */
final class WalSpace {
    /** Written by the file maker. */
    private final Position endLsn;

    /** Written by the writer: a frame that was refused would end here. */
    private final Position demandLsn;

    private final WakeHook fileMaker;

    private volatile boolean diskFull;

    WalSpace(long endLsn, WakeHook fileMaker) {
        this.endLsn = new Position(endLsn);
        this.demandLsn = new Position(endLsn);
        this.fileMaker = fileMaker;
    }

    long endLsnAcquire() {
        return endLsn.valueAcquire();
    }

    long endLsnPlain() {
        return endLsn.valuePlain();
    }

    /** The file maker. Pairs with {@link #endLsnAcquire()}. */
    void endLsnRelease(long lsn) {
        endLsn.setRelease(lsn);
    }

    /** The writer: asks for room up to an LSN. */
    void demand(long lsn) {
        if (lsn > demandLsn.valuePlain()) {
            demandLsn.setRelease(lsn);
            fileMaker.wake();
        }
    }

    long demandLsnAcquire() {
        return demandLsn.valueAcquire();
    }

    boolean isDiskFull() {
        return diskFull;
    }

    void diskFull(boolean full) {
        if (diskFull != full) {
            diskFull = full;
        }
    }
}
