package io.omendb.sql.syntax;

import org.jspecify.annotations.Nullable;

/**
 * One item of ORDER BY.
 *
 * @param expression an ordinal, an output name or an expression; which one is the binder's question
 * @param direction as written
 * @param usingOperator the operator of ORDER BY x USING op
 * @param nulls as written
 */
public record SortItem(
        Expression expression,
        Direction direction,
        Expression.@Nullable OperatorName usingOperator,
        Nulls nulls) {
    /** The direction as written. */
    public enum Direction {
        DEFAULT,
        ASCENDING,
        DESCENDING,
        USING
    }

    /** The place of nulls as written. */
    public enum Nulls {
        DEFAULT,
        FIRST,
        LAST
    }
}
