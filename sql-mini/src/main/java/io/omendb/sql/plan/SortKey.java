package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;

/** One key of an order, over the columns of the input. */
public record SortKey(BoundExpression expression, boolean descending, boolean nullsFirst) {}
