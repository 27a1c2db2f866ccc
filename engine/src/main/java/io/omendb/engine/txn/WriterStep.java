package io.omendb.engine.txn;

/** What the writer does, as its step log tells it apart. */
public enum WriterStep {
    /** Up to {@link Writer#STEP_ROWS} rows of a statement are inserted, changed or deleted. */
    ROW_CHANGE,
    /** A data node of an index is built again or split, within the change of a row. */
    INDEX_STRUCTURE_CHANGE,
    /** A statement that changes the schema, or a bounded part of it. */
    SCHEMA_CHANGE,
    /** Redo and commit record are put into the log, and the session is told. */
    COMMIT,
    /** Up to {@link Writer#STEP_ROWS} changes are taken back. */
    ROLLBACK,
    /** Values of sequences are logged ahead. */
    SEQUENCE_LOGGING,
    /** What a round has committed is shown to the flusher, which may have to be woken. */
    LOG_PUBLICATION,
    /** Versions that no snapshot needs, and dropped tables, are taken apart. */
    PRUNING
}
