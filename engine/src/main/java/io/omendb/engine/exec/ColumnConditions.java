package io.omendb.engine.exec;

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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a scan that compare a column of its table with a value that does not depend on
 * the row.
 */
final class ColumnConditions {
    private enum Comparison {
        EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /**
     * One condition.
     *
     * @param column of the table
     * @param condition as the scan has it
     */
    record Condition(
            int column, Comparison comparison, BoundExpression value, BoundExpression condition) {
        boolean isInclusive() {
            return comparison != Comparison.LESS && comparison != Comparison.GREATER;
        }
    }

    private final List<Condition> conditions;

    private ColumnConditions(List<Condition> conditions) {
        this.conditions = conditions;
    }

    static ColumnConditions of(Plan.Scan scan) {
        List<Condition> conditions = new ArrayList<>();
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
        return new ColumnConditions(conditions);
    }

    /** The columns that have a condition. */
    TreeSet<Integer> columns() {
        TreeSet<Integer> columns = new TreeSet<>();
        for (Condition condition : conditions) {
            columns.add(condition.column);
        }
        return columns;
    }

    @Nullable Condition equality(int column) {
        return find(column, Comparison.EQUAL, Comparison.EQUAL);
    }

    @Nullable Condition lowerBound(int column) {
        return find(column, Comparison.GREATER, Comparison.GREATER_OR_EQUAL);
    }

    @Nullable Condition upperBound(int column) {
        return find(column, Comparison.LESS, Comparison.LESS_OR_EQUAL);
    }

    private @Nullable Condition find(int column, Comparison one, Comparison other) {
        for (Condition condition : conditions) {
            if (condition.column == column
                    && (condition.comparison == one || condition.comparison == other)) {
                return condition;
            }
        }
        return null;
    }

    private static void add(
            List<Condition> conditions,
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
            conditions.add(new Condition(column, comparison, value, conjunct));
        }
    }

    private static boolean isRowSubqueryFree(BoundExpression value) {
        return !(value instanceof SubqueryReference reference)
                || reference.argument() == null && !reference.run().perRow();
    }

    /**
     * Whether a value of a type is in the lane and the unit of the column, so that it can be
     * compared as it is.
     */
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
