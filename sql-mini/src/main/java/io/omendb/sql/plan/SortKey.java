package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import java.util.function.UnaryOperator;

/** One key of an order, over the columns of the input. */
public record SortKey(BoundExpression expression, boolean descending, boolean nullsFirst) {
    /** Returns the key with its expression replaced. */
    public SortKey map(UnaryOperator<BoundExpression> map) {
        return new SortKey(map.apply(expression), descending, nullsFirst);
    }
}
