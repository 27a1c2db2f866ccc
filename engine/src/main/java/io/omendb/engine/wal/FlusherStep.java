package io.omendb.engine.wal;

/** What the log's flusher does, as its step log tells it apart. */
enum FlusherStep {
    /** A group of frames is written. */
    WRITE,
    /** It is forced to the disk. */
    FORCE,
    /** Who waits for it is told. */
    ACKNOWLEDGEMENT
}
