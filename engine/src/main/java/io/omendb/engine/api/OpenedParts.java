package io.omendb.engine.api;

import io.omendb.engine.storage.StorageLock;
import io.omendb.offheap.BlockAllocator;
import java.util.ArrayDeque;
import java.util.Deque;

/** What an opening database holds so far; given back, newest first, unless the database came to be and keeps it. */
final class OpenedParts implements AutoCloseable {
    private final Deque<Runnable> parts = new ArrayDeque<>();

    /** Adds a lock. */
    StorageLock add(StorageLock lock) {
        parts.push(lock::close);
        return lock;
    }

    /** Adds memory. */
    BlockAllocator add(BlockAllocator memory) {
        parts.push(memory::close);
        return memory;
    }

    /** The database has come to be: all of it is its own to close. */
    void keep() {
        parts.clear();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
    }
}
