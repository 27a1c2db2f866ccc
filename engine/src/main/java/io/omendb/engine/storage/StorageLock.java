package io.omendb.engine.storage;

/** A directory held by this process. Closing gives it up; so does the end of the process. */
public interface StorageLock extends AutoCloseable {
    @Override
    void close();
}
