package io.omendb.engine.exec;

import io.omendb.sql.vector.Batch;

/**
 * The rows of a running plan, a batch at a time. May be handed from thread to thread between two
 * calls. After {@link #close} the object may serve another execution of the same plan.
 */
public interface Cursor extends AutoCloseable {
    /** Computes the next rows; returns how many, 0 at the end. */
    int next();

    /** The rows of the last {@link #next}, valid until the following one. */
    Batch batch();

    /** Ends the execution and frees what it holds. */
    @Override
    void close();
}
