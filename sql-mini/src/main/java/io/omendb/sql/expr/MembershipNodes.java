package io.omendb.sql.expr;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.BoundExpression.SubqueryKind;
import io.omendb.sql.function.ArrayState;
import io.omendb.sql.function.Kernel;
import io.omendb.sql.function.KernelInput;
import io.omendb.sql.function.SubqueryResult;
import io.omendb.sql.types.ArrayBuilder;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IN, and what is asked of subqueries. */
final class MembershipNodes {
    private MembershipNodes() {}

    /** IN a list of constants. */
    static final class ConstantListNode extends LogicNodes.UnaryNode {
        private final ValueSet set;
        private final boolean negated;

        ConstantListNode(
                Node argument, List<BoundExpression> items, boolean negated, int capacity) {
            super(argument, capacity);
            this.negated = negated;
            Vector values = Vector.of(argument.type, items.size());
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) instanceof Constant constant) {
                    constant.value().copyTo(values, i);
                }
            }
            set = new ValueSet(argument.type);
            set.build(values, items.size());
        }

        @Override
        void apply(Vector value, RowSet rows, Vector out) {
            contained(set, value, -1, rows, negated, out);
        }
    }

    /** IN a set: null when not found and either side has a null. */
    private static void contained(
            ValueSet set, Vector value, int mask, RowSet rows, boolean negated, Vector out) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            if (value.nulls[row & mask]) {
                out.setNull(row);
            } else if (set.contains(value, row & mask)) {
                out.setLong(row, negated ? 0 : 1);
            } else if (set.containsNull()) {
                out.setNull(row);
            } else {
                out.setLong(row, negated ? 1 : 0);
            }
        }
    }

    /** IN a list of expressions, later ones being evaluated only for rows not yet found. */
    static final class ListNode extends Node {
        private final Node argument;
        private final Node[] items;
        private final boolean negated;
        private final ValueComparator comparator;
        private final Vector out;
        private final RowSet open;

        ListNode(Node argument, Node[] items, boolean negated, int capacity) {
            super(SqlType.BOOL, argument.scalar && areScalar(items));
            this.argument = argument;
            this.items = items;
            this.negated = negated;
            comparator = ValueComparator.of(argument.type);
            out = Vector.of(SqlType.BOOL, capacity);
            open = new RowSet(capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            Vector value = argument.evaluate(frame, rows);
            int valueMask = argument.mask();
            RowSet active = scalar ? FIRST : rows;
            int n = 0;
            for (int i = 0; i < active.count; i++) {
                int row = active.row(i);
                if (value.nulls[row & valueMask]) {
                    out.setNull(row);
                } else {
                    out.setLong(row, negated ? 1 : 0);
                    open.rows[n++] = row;
                }
            }
            open.setListed(n);
            for (int a = 0; a < items.length && open.count > 0; a++) {
                Vector item = items[a].evaluate(frame, open);
                int mask = items[a].mask();
                n = 0;
                for (int i = 0; i < open.count; i++) {
                    int row = open.rows[i];
                    if (item.nulls[row & mask]) {
                        out.nulls[row] = true;
                    } else if (comparator.equal(value, row & valueMask, item, row & mask)) {
                        out.setLong(row, negated ? 0 : 1);
                        continue;
                    }
                    open.rows[n++] = row;
                }
                open.setListed(n);
            }
            return out;
        }
    }

    /** The single value of a subquery, or whether it has rows. */
    static final class ScalarSubqueryNode extends Node {
        private final int index;
        private final SubqueryKind kind;
        private final Vector out;

        ScalarSubqueryNode(SqlType type, int index, SubqueryKind kind) {
            super(type, true);
            this.index = index;
            this.kind = kind;
            out = Vector.of(type, 1);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            SubqueryResult result = frame.context.subquery(index);
            int count = result.rowCount();
            if (kind == SubqueryKind.EXISTS) {
                out.setLong(0, count > 0 ? 1 : 0);
                return out;
            }
            if (count > 1) {
                throw SqlException.of(
                        SqlState.CARDINALITY_VIOLATION,
                        "more than one row returned by a subquery used as an expression");
            }
            out.clear();
            if (count == 0) {
                out.setNull(0);
            } else {
                out.copyFrom(result.values(), 0, 0);
            }
            return out;
        }
    }

    /** The values of a subquery as an array, or its arrays as the slices of one. */
    static final class ArraySubqueryNode extends Node {
        private final int index;
        private final ArrayState state;
        private final ArrayBuilder nothing;
        private final Vector out;

        ArraySubqueryNode(SqlType type, int index, boolean ofArrays) {
            super(type, true);
            this.index = index;
            TypeKind element = type.kind().elementKind();
            if (element == null) {
                throw new IllegalArgumentException(type + " is no array");
            }
            state = new ArrayState(element, ofArrays);
            nothing = new ArrayBuilder(element);
            out = Vector.of(type, 1);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            SubqueryResult result = frame.context.subquery(index);
            int count = result.rowCount();
            out.clear();
            if (count == 0) {
                nothing.set(out, 0);
                return out;
            }
            state.reset();
            state.ensureGroups(1);
            state.update(new Vector[] {result.values()}, new int[count], RowSet.all(count));
            state.finish(0, 1, out);
            return out;
        }
    }

    /** IN a subquery. */
    static final class InSubqueryNode extends Node {
        private final Node argument;
        private final int index;
        private final ValueSet set;
        private final Vector out;
        private @Nullable SubqueryResult built;

        InSubqueryNode(Node argument, int index, int capacity) {
            super(SqlType.BOOL, argument.scalar);
            this.argument = argument;
            this.index = index;
            set = new ValueSet(argument.type);
            out = Vector.of(SqlType.BOOL, scalar ? 1 : capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            SubqueryResult result = frame.context.subquery(index);
            if (result != built) {
                set.build(result.values(), result.rowCount());
                built = result;
            }
            RowSet active = scalar ? FIRST : rows;
            if (result.rowCount() == 0) {
                for (int i = 0; i < active.count; i++) {
                    out.setLong(active.row(i), 0);
                }
                return out;
            }
            contained(set, argument.evaluate(frame, rows), argument.mask(), active, false, out);
            return out;
        }
    }

    /**
     * A comparison with ANY or ALL values of a subquery: one run of the operator's kernel per
     * value.
     */
    static final class QuantifiedNode extends Node {
        private final Node argument;
        private final int index;
        private final Kernel operator;
        private final boolean all;
        private final KernelInput in;
        private final Vector item;
        private final Vector truth;
        private final Vector out;
        private final RowSet open;

        QuantifiedNode(
                Node argument,
                int index,
                Kernel operator,
                boolean all,
                int capacity,
                io.omendb.sql.function.EvaluationContext context) {
            super(SqlType.BOOL, argument.scalar);
            this.argument = argument;
            this.index = index;
            this.operator = operator;
            this.all = all;
            in = new KernelInput(2, context);
            in.masks[0] = argument.mask();
            in.masks[1] = 0;
            item = Vector.of(argument.type, 1);
            truth = Vector.of(SqlType.BOOL, capacity);
            out = Vector.of(SqlType.BOOL, capacity);
            open = new RowSet(capacity);
        }

        @Override
        Vector evaluate(Frame frame, RowSet rows) {
            SubqueryResult result = frame.context.subquery(index);
            Vector value = argument.evaluate(frame, rows);
            in.args[0] = value;
            in.args[1] = item;
            long deciding = all ? 0 : 1;
            RowSet active = scalar ? FIRST : rows;
            int n = 0;
            for (int i = 0; i < active.count; i++) {
                int row = active.row(i);
                out.setLong(row, 1 - deciding);
                if (value.nulls[row & argument.mask()]) {
                    out.nulls[row] = result.rowCount() > 0;
                } else {
                    open.rows[n++] = row;
                }
            }
            open.setListed(n);
            for (int v = 0; v < result.rowCount() && open.count > 0; v++) {
                compareWith(result.values(), v, deciding);
            }
            return out;
        }

        private void compareWith(Vector values, int index, long deciding) {
            if (values.nulls[index]) {
                for (int i = 0; i < open.count; i++) {
                    out.nulls[open.rows[i]] = true;
                }
                return;
            }
            item.clear();
            item.copyFrom(values, index, 0);
            operator.apply(in, open, truth);
            int n = 0;
            for (int i = 0; i < open.count; i++) {
                int row = open.rows[i];
                if (truth.longs[row] == deciding) {
                    out.setLong(row, deciding);
                } else {
                    open.rows[n++] = row;
                }
            }
            open.setListed(n);
        }
    }
}
