package io.omendb.sql.expr;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import org.jspecify.annotations.Nullable;

/** Logic of three values. */
final class LogicNodes {
    private LogicNodes() {}

    /** AND and OR: each argument is evaluated only for the rows that are still undecided. */
    static final class ConjunctionNode extends Node {
        private final Node[] arguments;
        private final boolean isAnd;
        private final Vector out;
        private final RowSet open;

        ConjunctionNode(boolean isAnd, Node[] arguments, int capacity) {
            super(SqlType.BOOL, areScalar(arguments));
            this.isAnd = isAnd;
            this.arguments = arguments;
            out = Vector.of(SqlType.BOOL, capacity);
            open = new RowSet(capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            long deciding = isAnd ? 0 : 1;
            RowSet active = scalar ? FIRST : rows;
            active.copyTo(open.rows);
            open.setListed(active.count);
            for (int i = 0; i < open.count; i++) {
                out.setLong(open.rows[i], 1 - deciding);
            }
            for (int a = 0; a < arguments.length && open.count > 0; a++) {
                Vector truth = arguments[a].evaluate(frame, open);
                int mask = arguments[a].mask();
                int n = 0;
                for (int i = 0; i < open.count; i++) {
                    int row = open.rows[i];
                    if (truth.nulls[row & mask]) {
                        out.nulls[row] = true;
                    } else if (truth.longs[row & mask] == deciding) {
                        out.setLong(row, deciding);
                        continue;
                    }
                    open.rows[n++] = row;
                }
                open.setListed(n);
            }
            return out;
        }

        @Override
        int filter(Frame frame, RowSet rows, int[] selected) {
            if (!isAnd || scalar) {
                return super.filter(frame, rows, selected);
            }
            int n = arguments[0].filter(frame, rows, open.rows);
            for (int a = 1; a < arguments.length && n > 0; a++) {
                n = arguments[a].filter(frame, open.setListed(n), open.rows);
            }
            System.arraycopy(open.rows, 0, selected, 0, n);
            return n;
        }
    }

    /** A boolean that is worked out from one argument row by row. */
    abstract static class UnaryNode extends Node {
        private final Node argument;
        private final Vector out;

        UnaryNode(Node argument, int capacity) {
            super(SqlType.BOOL, argument.scalar);
            this.argument = argument;
            out = Vector.of(SqlType.BOOL, argument.scalar ? 1 : capacity);
        }

        @Override
        final Vector evaluate(Frame frame, RowSet rows) {
            Vector value = argument.evaluate(frame, rows);
            apply(value, scalar ? FIRST : rows, out);
            return out;
        }

        abstract void apply(Vector value, RowSet rows, Vector out);
    }

    /** NOT. */
    static final class NotNode extends UnaryNode {
        NotNode(Node argument, int capacity) {
            super(argument, capacity);
        }

        @Override
        void apply(Vector value, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.nulls[row] = value.nulls[row];
                out.longs[row] = value.longs[row] ^ 1;
            }
        }
    }

    /** IS [NOT] NULL. */
    static final class IsNullNode extends UnaryNode {
        private final boolean negated;

        IsNullNode(Node argument, boolean negated, int capacity) {
            super(argument, capacity);
            this.negated = negated;
        }

        @Override
        void apply(Vector value, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.nulls[row] = false;
                out.longs[row] = value.nulls[row] != negated ? 1 : 0;
            }
        }
    }

    /** IS [NOT] TRUE, FALSE, UNKNOWN. */
    static final class IsBooleanNode extends UnaryNode {
        private final boolean unknown;
        private final long wanted;
        private final boolean negated;

        IsBooleanNode(Node argument, @Nullable Boolean value, boolean negated, int capacity) {
            super(argument, capacity);
            unknown = value == null;
            wanted = value != null && value ? 1 : 0;
            this.negated = negated;
        }

        @Override
        void apply(Vector value, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                boolean holds =
                        unknown
                                ? value.nulls[row]
                                : !value.nulls[row] && value.longs[row] == wanted;
                out.nulls[row] = false;
                out.longs[row] = holds != negated ? 1 : 0;
            }
        }
    }

    /** IS [NOT] DISTINCT FROM. */
    static final class DistinctNode extends Node {
        private final Node left;
        private final Node right;
        private final boolean negated;
        private final ValueComparator comparator;
        private final Vector out;

        DistinctNode(Node left, Node right, boolean negated, int capacity) {
            super(SqlType.BOOL, areScalar(left, right));
            this.left = left;
            this.right = right;
            this.negated = negated;
            comparator = ValueComparator.of(left.type);
            out = Vector.of(SqlType.BOOL, scalar ? 1 : capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            Vector a = left.evaluate(frame, rows);
            Vector b = right.evaluate(frame, rows);
            int aMask = left.mask();
            int bMask = right.mask();
            RowSet active = scalar ? FIRST : rows;
            for (int i = 0; i < active.count; i++) {
                int row = active.row(i);
                boolean aNull = a.nulls[row & aMask];
                boolean bNull = b.nulls[row & bMask];
                boolean same =
                        aNull || bNull
                                ? aNull == bNull
                                : comparator.equal(a, row & aMask, b, row & bMask);
                out.setLong(row, same == negated ? 1 : 0);
            }
            return out;
        }
    }
}
