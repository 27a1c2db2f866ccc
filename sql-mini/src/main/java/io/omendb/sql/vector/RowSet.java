package io.omendb.sql.vector;

/**
 * The rows that a kernel works on: all rows 0 to {@link #count}, or those listed in ascending order
 * in {@code rows[0 .. count)}. Reused; owned by one thread.
 */
public final class RowSet {
    /** Row indexes; read only when {@link #dense} is false. */
    public final int[] rows;

    public int count;
    public boolean dense;

    public RowSet(int capacity) {
        rows = new int[capacity];
    }

    /** All rows 0 to n. */
    public static RowSet all(int n) {
        return new RowSet(n).setAll(n);
    }

    public RowSet setAll(int n) {
        dense = true;
        count = n;
        return this;
    }

    /** Says that {@code rows[0 .. n)} has been filled. */
    public RowSet setListed(int n) {
        dense = false;
        count = n;
        return this;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The i-th row. */
    public int row(int i) {
        return dense ? i : rows[i];
    }

    /** Writes the rows to an array, which need not be another one. */
    public void copyTo(int[] target) {
        if (dense) {
            for (int i = 0; i < count; i++) {
                target[i] = i;
            }
        } else {
            System.arraycopy(rows, 0, target, 0, count);
        }
    }

    public void copyFrom(RowSet other) {
        dense = other.dense;
        count = other.count;
        if (!dense) {
            System.arraycopy(other.rows, 0, rows, 0, count);
        }
    }
}
