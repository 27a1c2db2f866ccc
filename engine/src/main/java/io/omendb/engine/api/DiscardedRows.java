package io.omendb.engine.api;

import io.omendb.sql.vector.Batch;

/** Takes all rows and keeps none. */
enum DiscardedRows implements RowSink {
    INSTANCE;

    @Override
    public int accept(Batch batch, int first, int count) {
        return count;
    }

    @Override
    public void copyOut(byte[] bytes, int offset, int length) {
        // dropped, as the rows are
    }

    @Override
    public boolean isFull() {
        return false;
    }
}
