package io.omendb.engine.table;

/** What a row's newest version is to a transaction that wants to change it. */
public enum RowState {
    /** There is no row, or it was deleted and is gone for everyone. */
    NONE,
    LIVE_COMMITTED,
    DELETED_COMMITTED,
    /** Another transaction has changed it and has not ended; see {@link Table#newestSlot}. */
    IN_PROGRESS_OTHER,
    /** Last changed by the transaction itself; see {@link Table#newestCommand}. */
    OWN_LIVE,
    OWN_DELETED
}
