package io.omendb.sql.expr;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * Constructs that take the value of one of several expressions, and evaluate only what a row needs.
 */
final class ChoiceNodes {
    private ChoiceNodes() {}

    /** CASE. */
    static final class CaseNode extends Node {
        private final Node[] conditions;
        private final Node[] results;
        private final @Nullable Node otherwise;
        private final Vector out;
        private final RowSet open;
        private final RowSet chosen;

        CaseNode(
                SqlType type,
                Node[] conditions,
                Node[] results,
                @Nullable Node otherwise,
                int capacity) {
            super(
                    type,
                    areScalar(conditions)
                            && areScalar(results)
                            && (otherwise == null || otherwise.scalar));
            this.conditions = conditions;
            this.results = results;
            this.otherwise = otherwise;
            out = Vector.of(type, capacity);
            open = new RowSet(capacity);
            chosen = new RowSet(capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            out.clear();
            RowSet active = scalar ? FIRST : rows;
            active.copyTo(open.rows);
            open.setListed(active.count);
            for (int b = 0; b < conditions.length && open.count > 0; b++) {
                int n = conditions[b].filter(frame, open, chosen.rows);
                if (n > 0) {
                    chosen.setListed(n);
                    Node.copy(results[b].evaluate(frame, chosen), results[b].mask(), chosen, out);
                    Node.remove(open, chosen.rows, n);
                }
            }
            if (open.count > 0 && otherwise != null) {
                Node.copy(otherwise.evaluate(frame, open), otherwise.mask(), open, out);
            } else {
                for (int i = 0; i < open.count; i++) {
                    out.setNull(open.rows[i]);
                }
            }
            return out;
        }
    }

    /** COALESCE. */
    static final class CoalesceNode extends Node {
        private final Node[] arguments;
        private final Vector out;
        private final RowSet open;

        CoalesceNode(SqlType type, Node[] arguments, int capacity) {
            super(type, areScalar(arguments));
            this.arguments = arguments;
            out = Vector.of(type, capacity);
            open = new RowSet(capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            out.clear();
            RowSet active = scalar ? FIRST : rows;
            active.copyTo(open.rows);
            open.setListed(active.count);
            for (int a = 0; a < arguments.length && open.count > 0; a++) {
                Vector value = arguments[a].evaluate(frame, open);
                int mask = arguments[a].mask();
                int n = 0;
                for (int i = 0; i < open.count; i++) {
                    int row = open.rows[i];
                    out.copyFrom(value, row & mask, row);
                    open.rows[n] = row;
                    n += value.nulls[row & mask] ? 1 : 0;
                }
                open.setListed(n);
            }
            return out;
        }
    }

    /** NULLIF. */
    static final class NullIfNode extends Node {
        private final Node left;
        private final Node equality;
        private final Vector out;

        NullIfNode(Node left, Node equality, int capacity) {
            super(left.type, areScalar(left, equality));
            this.left = left;
            this.equality = equality;
            out = Vector.of(left.type, capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            out.clear();
            Vector value = left.evaluate(frame, rows);
            Vector truth = equality.evaluate(frame, rows);
            int mask = equality.mask();
            RowSet active = scalar ? FIRST : rows;
            for (int i = 0; i < active.count; i++) {
                int row = active.row(i);
                if (!truth.nulls[row & mask] && truth.longs[row & mask] != 0) {
                    out.setNull(row);
                } else {
                    out.copyFrom(value, row & left.mask(), row);
                }
            }
            return out;
        }
    }

    /** GREATEST and LEAST, which pass over nulls. */
    static final class MinMaxNode extends Node {
        private final Node[] arguments;
        private final int sign;
        private final ValueComparator comparator;
        private final Vector out;

        MinMaxNode(SqlType type, boolean greatest, Node[] arguments, int capacity) {
            super(type, areScalar(arguments));
            this.arguments = arguments;
            sign = greatest ? 1 : -1;
            comparator = ValueComparator.of(type);
            out = Vector.of(type, capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            out.clear();
            RowSet active = scalar ? FIRST : rows;
            Node.copy(arguments[0].evaluate(frame, rows), arguments[0].mask(), active, out);
            for (int a = 1; a < arguments.length; a++) {
                Vector value = arguments[a].evaluate(frame, rows);
                int mask = arguments[a].mask();
                for (int i = 0; i < active.count; i++) {
                    int row = active.row(i);
                    int from = row & mask;
                    if (!value.nulls[from]
                            && (out.nulls[row]
                                    || comparator.compare(value, from, out, row) * sign > 0)) {
                        out.copyFrom(value, from, row);
                    }
                }
            }
            return out;
        }
    }
}
