package io.omendb.engine.api;

import io.omendb.sql.vector.Batch;

/** Where an execution puts its rows. Called on the thread that advances the execution. */
public interface RowSink {
    /**
     * Takes rows {@code [first, first + count)} of the batch and returns how many it took: fewer
     * means full.
     */
    int accept(Batch batch, int first, int count);

    /** Takes one line of COPY TO STDOUT, copied before the method returns. */
    void copyOut(byte[] bytes, int offset, int length);

    /** Whether nothing more should be produced for now. */
    boolean isFull();
}
