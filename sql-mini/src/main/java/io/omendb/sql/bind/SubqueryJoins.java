package io.omendb.sql.bind;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.JoinConditions;
import io.omendb.sql.plan.JoinKind;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan under the expressions of one SELECT, which grows by a join for each correlated subquery
 * in them. Columns are only added at the end, so that what is bound already stays true.
 */
final class SubqueryJoins {
    private Plan plan;

    SubqueryJoins(Plan plan) {
        this.plan = plan;
    }

    Plan plan() {
        return plan;
    }

    void filter(List<BoundExpression> conditions) {
        BoundExpression condition = Expressions.and(conditions);
        if (condition != null) {
            plan = new Plan.Filter(plan, condition);
        }
    }

    /** Joins a subquery used as a value and returns its value. */
    BoundExpression single(Subquery subquery) {
        int width = plan.types().size();
        List<SqlType> types = subquery.plan().types();
        plan =
                JoinConditions.join(
                        JoinKind.SINGLE, plan, subquery.plan(), conditions(subquery, width));
        ColumnReference value = new ColumnReference(width, types.getFirst());
        BoundExpression emptyValue = subquery.emptyValue();
        if (emptyValue == null) {
            return value;
        }
        // The column after the value is a key of the join, null only where nothing matched.
        BoundExpression nothing =
                new BoundExpression.IsNull(new ColumnReference(width + 1, types.get(1)), false);
        return new BoundExpression.CaseWhen(
                List.of(new BoundExpression.Branch(nothing, emptyValue)), value, value.type());
    }

    /** Keeps the rows for which the subquery has a row, or has none. */
    void exists(Subquery subquery, boolean negated, List<BoundExpression> more) {
        int width = plan.types().size();
        List<BoundExpression> conditions = conditions(subquery, width);
        for (BoundExpression condition : more) {
            conditions.add(resolve(condition, width));
        }
        plan =
                JoinConditions.join(
                        negated ? JoinKind.ANTI : JoinKind.SEMI, plan, subquery.plan(), conditions);
    }

    private static List<BoundExpression> conditions(Subquery subquery, int width) {
        List<BoundExpression> conditions = new ArrayList<>();
        for (BoundExpression condition : subquery.conditions()) {
            conditions.add(resolve(condition, width));
        }
        return conditions;
    }

    /** A column of the scope around is one of the left side; any other is one of the subquery. */
    private static BoundExpression resolve(BoundExpression condition, int width) {
        return Expressions.remap(
                condition, index -> index >= Scope.OUTER ? index - Scope.OUTER : index + width);
    }
}
