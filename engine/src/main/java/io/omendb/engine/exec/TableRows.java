package io.omendb.engine.exec;

import io.omendb.sql.vector.Batch;

/**
 * The rows of one table that a statement's snapshot sees. One thread at a time; objects are reused
 * between statements.
 */
public interface TableRows {
    /** How many vectors of rows to scan, fixed for the statement. */
    long vectorCount();

    /**
     * Fills the front of {@code out} with the visible rows of one vector and sets its row
     * identifiers, if it has room for them, and its count.
     *
     * @param columns the table's columns that the batch's columns take, in order
     * @return how many rows, perhaps none
     */
    int scanVector(long vector, int[] columns, Batch out);

    /**
     * Whether some row of a vector may have a value of a column between two bounds, both included,
     * which are as {@link io.omendb.engine.table.TableReader#orderedLong} and {@code orderedDouble}
     * make them.
     */
    boolean mayContain(long vector, int column, long low, long high);

    /** Fills one row of {@code out}; false when the row is not visible. */
    boolean fetch(long rowId, int[] columns, Batch out, int outRow);

    /**
     * A new reader of the rows by one of the table's indexes; the caller keeps it as long as it is
     * given this object.
     *
     * @param columns the table's columns that it reads, in order
     */
    IndexRows index(int indexOid, int[] columns);
}
