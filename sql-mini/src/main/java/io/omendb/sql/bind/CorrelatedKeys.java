package io.omendb.sql.bind;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.vector.Datum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The equalities that tie an aggregating subquery to the row around.
 *
 * @param inner the sides over the subquery's input, which it is grouped by
 * @param equalities the calls, to be asked of the groups
 */
record CorrelatedKeys(List<BoundExpression> inner, List<Call> equalities) {
    CorrelatedKeys {
        inner = List.copyOf(inner);
        equalities = List.copyOf(equalities);
    }

    /**
     * Returns the keys of conditions, or null when one is no equality between inside and outside.
     */
    static @Nullable CorrelatedKeys of(List<BoundExpression> conditions) {
        List<BoundExpression> inner = new ArrayList<>();
        List<Call> equalities = new ArrayList<>();
        for (BoundExpression condition : conditions) {
            if (!(condition instanceof Call call)
                    || !call.definition().name().equals("=")
                    || call.arguments().size() != 2) {
                return null;
            }
            BoundExpression left = call.arguments().get(0);
            BoundExpression right = call.arguments().get(1);
            if (isInner(left) && isOuter(right)) {
                inner.add(left);
            } else if (isInner(right) && isOuter(left)) {
                inner.add(right);
            } else {
                return null;
            }
            equalities.add(call);
        }
        return new CorrelatedKeys(inner, equalities);
    }

    private static boolean isInner(BoundExpression expression) {
        return Expressions.columnsAll(expression, index -> index < Aggregates.BASE);
    }

    private static boolean isOuter(BoundExpression expression) {
        return Expressions.columnsAll(expression, index -> index >= Scope.OUTER);
    }

    /**
     * Returns the equalities with the inner side read from the output's columns from {@code first}
     * on.
     */
    List<BoundExpression> conditions(int first) {
        List<BoundExpression> conditions = new ArrayList<>();
        for (int i = 0; i < equalities.size(); i++) {
            Call call = equalities.get(i);
            BoundExpression key = inner.get(i);
            ColumnReference column = new ColumnReference(first + i, key.type());
            List<BoundExpression> arguments = new ArrayList<>();
            for (BoundExpression argument : call.arguments()) {
                arguments.add(argument == key ? column : argument);
            }
            conditions.add(new Call(call.definition(), arguments, call.type()));
        }
        return conditions;
    }

    /**
     * Returns the value of an expression of aggregates when there are no rows: counts are zero,
     * others null.
     */
    static BoundExpression overNothing(BoundExpression expression, Aggregates aggregates) {
        if (expression instanceof ColumnReference reference
                && Aggregates.isAggregate(reference.index())) {
            boolean count =
                    aggregates
                            .calls()
                            .get(reference.index() - Aggregates.BASE)
                            .definition()
                            .name()
                            .equals("count");
            return new Constant(reference.type(), count ? Datum.ofLong(0) : Datum.NULL);
        }
        return Expressions.mapChildren(expression, child -> overNothing(child, aggregates));
    }
}
