package io.omendb.pgwire.session;

import io.omendb.sql.vector.Batch;

/** Where an execution puts what the client is to get. */
public interface RowSink {
    /**
     * Takes rows {@code [first, first + count)} and returns how many it took: fewer means that it
     * is full.
     */
    int accept(Batch batch, int first, int count);

    /** Takes a piece of COPY TO STDOUT, one line per call. */
    void copyOut(byte[] bytes, int offset, int length);

    /** True if nothing more should be produced for now. */
    boolean isFull();
}
