package io.omendb.engine.storage;

import java.nio.ByteBuffer;

/**
 * A file, as a place to which operations are submitted and from which their completion is polled.
 * One operation is under way at a time; its buffers belong to the file until it has completed. One
 * thread at a time uses a file.
 *
 * <p>Completion is a return value, since a full disk is expected; {@link #failure()} then says
 * more. The blocking methods are for recovery and control paths.
 */
public interface StorageFile extends AutoCloseable {
    /** {@link #poll()}: the operation is under way. */
    int PENDING = 0;

    /** {@link #poll()}: it has been done completely. */
    int DONE = 1;

    /** {@link #poll()}: there was no room; a part of a write may have been done. */
    int DISK_FULL = -1;

    /** {@link #poll()}: it failed; what has been done is unknown. */
    int FAILED = -2;

    /** The name under which it was opened. */
    String name();

    /** Its length in bytes. */
    long size();

    /** Writes the remaining bytes of a direct buffer at a position; the file grows to hold them. */
    void submitWrite(long position, ByteBuffer source);

    /**
     * Writes the remaining bytes of the first {@code count} buffers, one after the other, at a
     * position.
     */
    void submitWrite(long position, ByteBuffer[] sources, int count);

    /** Reads at a position until the buffer or the file is at its end. */
    void submitRead(long position, ByteBuffer target);

    /**
     * Makes what was written durable, and, if asked, all metadata too (always as much as reading it
     * back needs).
     */
    void submitForce(boolean metadata);

    /** Once {@link #DONE} or a failure is returned the next operation can be submitted. */
    int poll();

    /** The failure that {@link #poll()} returned last. */
    StorageException failure();

    /** Cuts the file to a length, or extends it by zeros. */
    void truncate(long size);

    /** Closes the file; what was not forced may be lost. */
    @Override
    void close();

    /** Waits for the operation under way; throws its failure. */
    default void await() {
        int result = poll();
        while (result == PENDING) {
            Thread.onSpinWait();
            result = poll();
        }
        if (result != DONE) {
            throw failure();
        }
    }

    /** Writes and waits. */
    default void write(long position, ByteBuffer source) {
        submitWrite(position, source);
        await();
    }

    /** Reads and waits. */
    default void read(long position, ByteBuffer target) {
        submitRead(position, target);
        await();
    }

    /** Forces and waits. */
    default void force(boolean metadata) {
        submitForce(metadata);
        await();
    }
}
