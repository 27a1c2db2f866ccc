package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.function.AggregateDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate of an aggregation.
 *
 * @param definition the function; it knows DISTINCT
 * @param arguments over the columns of the input, of the definition's types; none for count(*)
 * @param filter FILTER (WHERE), or null
 * @param orderBy the order in which it takes its input
 */
public record AggregateCall(
        AggregateDefinition definition,
        List<BoundExpression> arguments,
        @Nullable BoundExpression filter,
        List<SortKey> orderBy) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
        orderBy = List.copyOf(orderBy);
    }
}
