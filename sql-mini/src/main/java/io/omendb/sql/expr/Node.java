package io.omendb.sql.expr;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/**
 * A place of an evaluator tree. It owns the vector that it returns, which is valid until it is
 * evaluated again.
 *
 * <p>A scalar node has one value for all rows, at row 0 of its vector: constants, parameters, and
 * calls of nothing but those. It is worked out once per batch, and only when some row asks for it.
 */
abstract class Node {
    /** The single row of scalar nodes. */
    static final RowSet FIRST = RowSet.all(1);

    final SqlType type;
    final boolean scalar;

    Node(SqlType type, boolean scalar) {
        this.type = type;
        this.scalar = scalar;
    }

    /** -1 if the value of a row is at that row, 0 if it is at row 0. */
    final int mask() {
        return scalar ? 0 : -1;
    }

    /** The vector with the values of {@code rows}, of which there is at least one. */
    abstract Vector evaluate(Frame frame, RowSet rows);

    /**
     * For conditions: writes the rows for which it is true, ascending, and returns how many.
     *
     * @param selected may be the array that {@code rows} lists
     */
    int filter(Frame frame, RowSet rows, int[] selected) {
        Vector truth = evaluate(frame, rows);
        if (scalar) {
            if (truth.nulls[0] || truth.longs[0] == 0) {
                return 0;
            }
            rows.copyTo(selected);
            return rows.count;
        }
        int n = 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            selected[n] = row;
            n += !truth.nulls[row] && truth.longs[row] != 0 ? 1 : 0;
        }
        return n;
    }

    /** Whether all nodes are scalar. */
    static boolean areScalar(Node... nodes) {
        for (Node node : nodes) {
            if (!node.scalar) {
                return false;
            }
        }
        return true;
    }

    /** Copies the values of rows from the vector of another node. */
    static void copy(Vector source, int mask, RowSet rows, Vector out) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            out.copyFrom(source, row & mask, row);
        }
    }

    /**
     * Takes the ascending rows {@code removed[0 .. n)} out of a listed row set that contains them.
     */
    static void remove(RowSet from, int[] removed, int n) {
        int kept = 0;
        int next = 0;
        for (int i = 0; i < from.count; i++) {
            int row = from.rows[i];
            if (next < n && removed[next] == row) {
                next++;
            } else {
                from.rows[kept++] = row;
            }
        }
        from.count = kept;
    }
}
