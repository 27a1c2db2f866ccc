package io.omendb.engine.exec;

import io.omendb.sql.vector.Batch;

/**
 * The rows of a table that a snapshot sees, in the order of an index. Reused: {@link #seek} begins
 * anew.
 */
public interface IndexRows {
    /** Goes to the beginning of a range. The range may be changed by the caller afterwards. */
    void seek(KeyRange range);

    /**
     * Clears {@code out} and fills it with the next visible rows whose key, as the snapshot sees
     * it, is in the range.
     *
     * @return how many rows; 0 at the end of the range
     */
    int next(Batch out);
}
