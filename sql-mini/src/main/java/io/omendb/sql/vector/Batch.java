package io.omendb.sql.vector;

import io.omendb.sql.types.SqlType;
import java.util.List;

/**
 * Columns of equal capacity with a number of rows: what operators hand to each other. Reused; owned
 * by one thread.
 */
public final class Batch {
    /** Rows of a batch in vector plans; point plans use 1. */
    public static final int CAPACITY = 1024;

    public final Vector[] columns;
    public final int capacity;

    /** Where the rows come from, filled by scans; empty unless asked for. */
    public final long[] rowIds;

    public int count;

    public Batch(Vector[] columns, int capacity, boolean withRowIds) {
        this.columns = columns;
        this.capacity = capacity;
        this.rowIds = new long[withRowIds ? capacity : 0];
    }

    public static Batch of(List<SqlType> types, int capacity) {
        return new Batch(vectors(types, capacity), capacity, false);
    }

    /** With room for the identifiers of the rows. */
    public static Batch withRowIds(List<SqlType> types, int capacity) {
        return new Batch(vectors(types, capacity), capacity, true);
    }

    private static Vector[] vectors(List<SqlType> types, int capacity) {
        Vector[] vectors = new Vector[types.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Vector.of(types.get(i), capacity);
        }
        return vectors;
    }

    /** No rows; the arrays stay. */
    public void clear() {
        count = 0;
        for (Vector column : columns) {
            column.clear();
        }
    }

    /** Keeps the rows {@code selection[0 .. n)}, ascending, and moves them to the front. */
    public void compact(int[] selection, int n) {
        for (Vector column : columns) {
            column.compact(selection, n);
        }
        if (rowIds.length > 0) {
            for (int i = 0; i < n; i++) {
                rowIds[i] = rowIds[selection[i]];
            }
        }
        count = n;
    }
}
