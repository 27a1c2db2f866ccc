package io.omendb.sql.expr;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/** Subqueries that run for each row of the query around, and what they read of it. */
final class SubqueryNodes {
    private SubqueryNodes() {}

    /** A value of the row around, the same for all rows of one run. */
    static final class OuterNode extends Node {
        private final int slot;

        OuterNode(SqlType type, int slot) {
            super(type, true);
            this.slot = slot;
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            return frame.context.outerValue(slot, type);
        }
    }

    /** Sets the values of a row, runs the subquery, and asks of its result: row by row. */
    static final class PerRowNode extends Node {
        private final Node asked;
        private final int index;
        private final Node[] values;
        private final int[] slots;
        private final RowSet one = new RowSet(1);
        private final Vector out;

        PerRowNode(Node asked, int index, Node[] values, int[] slots, int capacity) {
            super(asked.type, false);
            this.asked = asked;
            this.index = index;
            this.values = values;
            this.slots = slots;
            out = Vector.of(asked.type, capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            Vector[] vectors = new Vector[values.length];
            for (int v = 0; v < values.length; v++) {
                vectors[v] = values[v].evaluate(frame, rows);
            }
            out.clear();
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                for (int v = 0; v < values.length; v++) {
                    Vector target = frame.context.outerValue(slots[v], values[v].type);
                    target.clear();
                    target.copyFrom(vectors[v], row & values[v].mask(), 0);
                }
                frame.context.runSubquery(index);
                one.rows[0] = row;
                Vector value = asked.evaluate(frame, one.setListed(1));
                out.copyFrom(value, row & asked.mask(), row);
            }
            return out;
        }
    }
}
