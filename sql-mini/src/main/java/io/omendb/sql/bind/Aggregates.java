package io.omendb.sql.bind;

import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.AggregateCall;
import java.util.ArrayList;
import java.util.List;

/**
 * The aggregates found while the expressions of one SELECT are bound. Each stands in its expression
 * as a column from {@link #BASE} on until the aggregation's output is known.
 */
final class Aggregates {
    /** First index of the stand-ins: above any real column, below those of the scope around. */
    static final int BASE = 1 << 20;

    private final List<AggregateCall> calls = new ArrayList<>();

    /** Returns the stand-in of a call; equal calls are computed once. */
    ColumnReference add(AggregateCall call) {
        int index = calls.indexOf(call);
        if (index < 0) {
            index = calls.size();
            calls.add(call);
        }
        return new ColumnReference(BASE + index, call.definition().returnType());
    }

    List<AggregateCall> calls() {
        return calls;
    }

    static boolean isAggregate(int columnIndex) {
        return columnIndex >= BASE && columnIndex < Scope.OUTER;
    }
}
