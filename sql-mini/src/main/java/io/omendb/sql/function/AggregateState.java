package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/**
 * The running values of one aggregate for all groups, in arrays indexed by group. Owned by one
 * thread.
 */
public interface AggregateState {
    /**
     * Makes room for the groups 0 to {@code count}; new ones are empty. Called before {@link
     * #update} sees them.
     */
    void ensureGroups(int count);

    /**
     * Takes rows in.
     *
     * @param arguments one vector per argument with a value at each row (none for {@code count(*)})
     * @param groupOf the group of a row, indexed by row
     */
    void update(Vector[] arguments, int[] groupOf, RowSet rows);

    /**
     * Takes in another state of the same aggregate: its group {@code i} belongs to {@code
     * groupOf[i]} here.
     */
    void merge(AggregateState other, int[] groupOf, int groups);

    /**
     * Writes the results of the groups {@code first} to {@code first + count} to the rows 0 to
     * {@code count}.
     */
    void finish(int first, int count, Vector out);

    /** Forgets all groups, keeping the arrays. */
    void reset();
}
