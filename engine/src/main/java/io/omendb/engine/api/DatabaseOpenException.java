package io.omendb.engine.api;

import io.omendb.engine.storage.StorageException;
import io.omendb.engine.wal.WalDamageException;
import io.omendb.offheap.MemoryExhaustedException;

/** A database that cannot be opened: the message says in one line what is wrong, the reason says it to programs. */
public final class DatabaseOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Another process, or another database of this one, holds the directory; the message names it. */
        LOCKED,
        /** A newer version wrote the files. */
        NEWER_FORMAT,
        /** The log is damaged where it was durable; the message names file and offset. */
        DAMAGED,
        /** There is no room on the disk for what opening has to write. */
        DISK_FULL,
        /** The memory of the process does not hold what is in the directory. */
        OUT_OF_MEMORY,
        /** The directory cannot be made, read or written. */
        UNUSABLE
    }

    private final Reason reason;

    private DatabaseOpenException(Reason reason, RuntimeException cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    static DatabaseOpenException because(RuntimeException cause) {
        return new DatabaseOpenException(
                switch (cause) {
                    case StorageException e -> reasonOf(e);
                    case WalDamageException e -> Reason.DAMAGED;
                    case MemoryExhaustedException e -> Reason.OUT_OF_MEMORY;
                    default -> throw cause;
                },
                cause);
    }

    private static Reason reasonOf(StorageException cause) {
        return switch (cause.reason()) {
            case LOCKED -> Reason.LOCKED;
            case NEWER_FORMAT -> Reason.NEWER_FORMAT;
            case DISK_FULL -> Reason.DISK_FULL;
            case NOT_FOUND, EXISTS, DENIED, FAILED -> Reason.UNUSABLE;
        };
    }

    /** Why it cannot be opened. */
    public Reason reason() {
        return reason;
    }
}
