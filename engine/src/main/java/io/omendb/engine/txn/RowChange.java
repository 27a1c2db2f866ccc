package io.omendb.engine.txn;

import io.omendb.sql.vector.Batch;

/**
 * What a statement does to one row, evaluated by the writer on the row's newest version. Made by the executor from the
 * plan; used by the writer only; allocates nothing in the steady state.
 */
public interface RowChange {
    /**
     * Whether the row still satisfies the statement's whole condition.
     *
     * @param row one row, all columns of the table
     * @param parameters one row, the statement's parameters
     */
    boolean matches(Batch row, Batch parameters);

    /** The columns that the statement sets, each once; none for a deletion. */
    int[] changedColumns();

    /**
     * Computes the row after the change.
     *
     * @param row one row, all columns of the table, before
     * @param parameters one row, the statement's parameters
     * @param out {@code out.columns[i]} takes, in row 0, the new value of column {@code changedColumns()[i]}
     * @throws io.omendb.sql.error.SqlException if a value cannot be computed or breaks a constraint of the row
     */
    void compute(Batch row, Batch parameters, Batch out);
}
