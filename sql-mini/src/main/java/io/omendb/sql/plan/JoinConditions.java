package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import java.util.ArrayList;
import java.util.List;

/** Divides the condition of a join into equal keys and the rest. */
public final class JoinConditions {
    private JoinConditions() {}

    /**
     * Makes a join of conditions over the left side's columns followed by the right side's.
     *
     * <p>An equality of an expression of the one side with one of the other, both of one type,
     * becomes a key. For an inner join, conditions of one side only move below it.
     */
    public static Plan.Join join(
            JoinKind kind, Plan left, Plan right, List<BoundExpression> conditions) {
        int leftWidth = left.types().size();
        List<BoundExpression> leftKeys = new ArrayList<>();
        List<BoundExpression> rightKeys = new ArrayList<>();
        List<BoundExpression> residual = new ArrayList<>();
        for (BoundExpression condition : conditions) {
            if (!addKey(condition, leftWidth, leftKeys, rightKeys)) {
                residual.add(condition);
            }
        }
        return new Plan.Join(kind, left, right, leftKeys, rightKeys, Expressions.and(residual));
    }

    private static boolean addKey(
            BoundExpression condition,
            int leftWidth,
            List<BoundExpression> leftKeys,
            List<BoundExpression> rightKeys) {
        boolean equality =
                condition instanceof Call call
                        && call.definition().name().equals("=")
                        && call.arguments().size() == 2
                        && call.arguments().get(0).type().kind()
                                == call.arguments().get(1).type().kind();
        if (!equality || Expressions.isVolatile(condition)) {
            return false;
        }
        BoundExpression first = ((Call) condition).arguments().get(0);
        BoundExpression second = ((Call) condition).arguments().get(1);
        if (isLeft(first, leftWidth) && isRight(second, leftWidth)) {
            leftKeys.add(first);
            rightKeys.add(Expressions.shift(second, -leftWidth));
            return true;
        }
        if (isRight(first, leftWidth) && isLeft(second, leftWidth)) {
            leftKeys.add(second);
            rightKeys.add(Expressions.shift(first, -leftWidth));
            return true;
        }
        return false;
    }

    private static boolean isLeft(BoundExpression expression, int leftWidth) {
        return Expressions.hasColumns(expression)
                && Expressions.columnsAll(expression, i -> i < leftWidth);
    }

    private static boolean isRight(BoundExpression expression, int leftWidth) {
        return Expressions.hasColumns(expression)
                && Expressions.columnsAll(expression, i -> i >= leftWidth);
    }
}
