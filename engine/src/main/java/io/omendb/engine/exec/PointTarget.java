package io.omendb.engine.exec;

import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;

import java.util.List;

/**
 * The one row that a statement changes, by a whole unique key that depends on the parameters only:
 * the writer looks it up itself. Allocates nothing. One thread at a time.
 */
public final class PointTarget {
    private final IndexDefinition index;
    private final KeyBounds bounds;
    private final KeyRange range;

    PointTarget(IndexDefinition index, List<SqlType> keyTypes, KeyBounds bounds) {
        this.index = index;
        this.bounds = bounds;
        range = new KeyRange(keyTypes);
    }

    public IndexDefinition index() {
        return index;
    }

    /** Computes the key; false when no row can have it, as with a null. */
    public boolean evaluate(Batch parameters) {
        bounds.fill(range, parameters);
        return !range.isEmpty();
    }

    /**
     * The key that was computed last: at row 0, one column per key column of the index, in its
     * order.
     */
    public Batch key() {
        return range.low();
    }
}
