package io.omendb.sql.bind;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query inside an expression.
 *
 * @param plan its plan; when it is correlated, its output is followed by all the columns that the
 *     conditions may need
 * @param columns its output
 * @param conditions what ties it to the row around: over the plan's output, the columns of the
 *     scope around from {@link Scope#OUTER} on; empty when it is not correlated
 * @param emptyValue the value when no row matches, where that is not NULL: an aggregate over
 *     nothing
 */
record Subquery(
        Plan plan,
        List<OutputColumn> columns,
        List<BoundExpression> conditions,
        @Nullable BoundExpression emptyValue) {
    Subquery {
        columns = List.copyOf(columns);
        conditions = List.copyOf(conditions);
    }

    boolean isCorrelated() {
        return !conditions.isEmpty();
    }
}
