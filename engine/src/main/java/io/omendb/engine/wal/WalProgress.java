package io.omendb.engine.wal;

/** Hears how far a replay is, about every 16 MiB. */
@FunctionalInterface
public interface WalProgress {
    /** Log bytes read, of at most so many: the log may end earlier. */
    void onProgress(long bytesRead, long bytesMax);
}
