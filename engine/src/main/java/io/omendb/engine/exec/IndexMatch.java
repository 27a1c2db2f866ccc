package io.omendb.engine.exec;

import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.SubqueryReference;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the conditions of a scan determine the key of an index: values for the leading columns, and bounds of the next
 * one. The conditions that it answers need not be evaluated again.
 */
record IndexMatch(
        TableDefinition table,
        IndexDefinition index,
        List<BoundExpression> equal,
        @Nullable Limit low,
        @Nullable Limit high,
        List<BoundExpression> answered,
        List<BoundExpression> rest) {

    /** A bound of a key column. */
    record Limit(BoundExpression value, boolean inclusive) {}

    private enum Comparison {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /** A condition that compares a column with a value that does not depend on the row. */
    private record ColumnCondition(
            int column, Comparison comparison, BoundExpression value, BoundExpression condition) {}

    /** Whether the whole key is given. */
    boolean isPoint() {
        return equal.size() == index.columns().length;
    }

    /** Whether any condition narrows the key. */
    boolean narrows() {
        return !equal.isEmpty() || low != null || high != null;
    }

    /** The types of the key columns. */
    List<SqlType> keyTypes() {
        List<SqlType> types = new ArrayList<>();
        for (int column : index.columns()) {
            types.add(table.columns().get(column).type());
        }
        return types;
    }

    /** The best index for a scan, or null when none is narrowed by its conditions. */
    static @Nullable IndexMatch best(Plan.Scan scan) {
        List<ColumnCondition> conditions = columnConditions(scan);
        IndexMatch best = null;
        for (IndexDefinition index : scan.table().indexes()) {
            IndexMatch match = of(scan, index, conditions);
            if (match != null && match.narrows() && (best == null || match.isBetterThan(best))) {
                best = match;
            }
        }
        return best;
    }

    /** The use of one index by a scan, whether its conditions narrow it or not; null when it cannot be read. */
    static @Nullable IndexMatch of(Plan.Scan scan, IndexDefinition index) {
        return of(scan, index, columnConditions(scan));
    }

    private boolean isBetterThan(IndexMatch other) {
        if (isPoint() != other.isPoint()) {
            return isPoint();
        }
        return equal.size() > other.equal.size();
    }

    private static @Nullable IndexMatch of(
            Plan.Scan scan, IndexDefinition index, List<ColumnCondition> conditions) {
        boolean nullable = false;
        for (int column : index.columns()) {
            if (!KeyDomain.isKnown(scan.table().columns().get(column).type())) {
                return null;
            }
            nullable |= !scan.table().columns().get(column).notNull();
        }
        List<BoundExpression> equal = new ArrayList<>();
        List<BoundExpression> answered = new ArrayList<>();
        Limit low = null;
        Limit high = null;
        for (int column : index.columns()) {
            ColumnCondition equality = find(conditions, column, Comparison.EQUAL, Comparison.EQUAL);
            if (equality != null) {
                equal.add(equality.value);
                answered.add(equality.condition);
                continue;
            }
            ColumnCondition above = find(conditions, column, Comparison.GREATER, Comparison.GREATER_OR_EQUAL);
            if (above != null) {
                low = new Limit(above.value, above.comparison == Comparison.GREATER_OR_EQUAL);
                answered.add(above.condition);
            }
            ColumnCondition below = find(conditions, column, Comparison.LESS, Comparison.LESS_OR_EQUAL);
            if (below != null) {
                high = new Limit(below.value, below.comparison == Comparison.LESS_OR_EQUAL);
                answered.add(below.condition);
            }
            break;
        }
        // Rows with a null in the key are not in the index: only a full key rules them out.
        if (nullable && equal.size() < index.columns().length) {
            return null;
        }
        List<BoundExpression> rest = new ArrayList<>(scan.conjuncts());
        rest.removeAll(answered);
        return new IndexMatch(scan.table(), index, equal, low, high, answered, rest);
    }

    private static @Nullable ColumnCondition find(
            List<ColumnCondition> conditions, int column, Comparison one, Comparison other) {
        for (ColumnCondition condition : conditions) {
            if (condition.column == column
                    && (condition.comparison == one || condition.comparison == other)) {
                return condition;
            }
        }
        return null;
    }

    private static List<ColumnCondition> columnConditions(Plan.Scan scan) {
        List<ColumnCondition> conditions = new ArrayList<>();
        for (BoundExpression conjunct : scan.conjuncts()) {
            if (conjunct instanceof Call call && call.arguments().size() == 2) {
                Comparison comparison = comparison(call.definition().name());
                if (comparison != null) {
                    BoundExpression left = call.arguments().get(0);
                    BoundExpression right = call.arguments().get(1);
                    add(conditions, scan, left, comparison, right, conjunct);
                    add(conditions, scan, right, mirrored(comparison), left, conjunct);
                }
            }
        }
        return conditions;
    }

    private static void add(
            List<ColumnCondition> conditions,
            Plan.Scan scan,
            BoundExpression side,
            Comparison comparison,
            BoundExpression value,
            BoundExpression conjunct) {
        if (side instanceof ColumnReference reference
                && !Expressions.hasColumns(value)
                && !Expressions.isVolatile(value)
                && isRowSubqueryFree(value)
                && isComparableKey(reference.type(), value.type())) {
            int column = scan.columns()[reference.index()];
            conditions.add(new ColumnCondition(column, comparison, value, conjunct));
        }
    }

    private static boolean isRowSubqueryFree(BoundExpression value) {
        return !(value instanceof SubqueryReference reference) || reference.argument() == null;
    }

    /** Whether a value of a type is in the lane and the unit of the key, so that it can be looked up as it is. */
    private static boolean isComparableKey(SqlType key, SqlType value) {
        return key.kind() == value.kind() && key.lane() != Lane.BYTES
                || key.kind().isInteger() && value.kind().isInteger();
    }

    private static @Nullable Comparison comparison(String operator) {
        return switch (operator) {
            case "=" -> Comparison.EQUAL;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.LESS_OR_EQUAL;
            case ">" -> Comparison.GREATER;
            case ">=" -> Comparison.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    private static Comparison mirrored(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Comparison.EQUAL;
            case LESS -> Comparison.GREATER;
            case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
            case GREATER -> Comparison.LESS;
            case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
        };
    }
}
