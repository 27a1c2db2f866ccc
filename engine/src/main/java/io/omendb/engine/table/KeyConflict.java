package io.omendb.engine.table;

/** Whether a key may be given to a row of a unique index. */
public enum KeyConflict {
    NONE,
    /** A live row has the key: 23505. {@link TableIndex#conflictRow} says which. */
    LIVE,
    /** Another transaction's change decides it: wait for {@link TableIndex#conflictSlot}. */
    IN_PROGRESS
}
