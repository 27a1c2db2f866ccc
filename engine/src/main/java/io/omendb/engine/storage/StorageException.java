package io.omendb.engine.storage;

import org.jspecify.annotations.Nullable;

/** A file operation that failed, with the reason on which the caller decides. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** No room on the device or in the quota: what was asked for may succeed later (53100). */
        DISK_FULL,
        /** Another process, or another database of this one, holds the directory. */
        LOCKED,
        /** There is no such file. */
        NOT_FOUND,
        /** There is such a file already. */
        EXISTS,
        /** The rights of the process do not suffice. */
        DENIED,
        /** The files are of a format newer than this program knows. */
        NEWER_FORMAT,
        /**
         * The device or the file system failed: the state of what was written is unknown (58030).
         */
        FAILED
    }

    private final Reason reason;

    /** A failure of an operation on a file. */
    public StorageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why it failed. */
    public Reason reason() {
        return reason;
    }
}
