package io.omendb.engine.exec;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;

import java.util.List;

/**
 * The keys of an index from a lowest to a highest, both full and both in the range. Reused; the
 * rows are row 0 of batches with one column per key column, of the column's own type.
 */
public final class KeyRange {
    private final Batch low;
    private final Batch high;
    private boolean empty;
    private boolean descending;

    public KeyRange(List<SqlType> keyTypes) {
        low = Batch.of(keyTypes, 1);
        high = Batch.of(keyTypes, 1);
    }

    void begin(boolean fromHigh) {
        low.clear();
        high.clear();
        low.count = 1;
        high.count = 1;
        empty = false;
        descending = fromHigh;
    }

    void setEmpty() {
        empty = true;
    }

    /** The lowest key; undefined when the range is empty. */
    public Batch low() {
        return low;
    }

    /** The highest key; undefined when the range is empty. */
    public Batch high() {
        return high;
    }

    /** Whether no key can be in the range. */
    public boolean isEmpty() {
        return empty;
    }

    /** Whether the rows are wanted from the highest key to the lowest. */
    public boolean isDescending() {
        return descending;
    }
}
