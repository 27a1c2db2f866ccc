package io.omendb.engine.wal;

/** What the thread of the log's files does, as its step log tells it apart. */
enum FileStep {
    /** A piece of a file ahead is filled with zeros. */
    ZERO_FILL,
    /** What was filled is forced to the disk; a new file gets its name. */
    ZERO_FILL_FORCE,
    /** Redo of a long transaction is written to its side file. */
    SIDE_FILE_WRITE,
    /** A side file is forced to the disk. */
    SIDE_FILE_FORCE
}
