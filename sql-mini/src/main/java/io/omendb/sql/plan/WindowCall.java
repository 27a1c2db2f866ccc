package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.function.WindowFunction;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One function over a window.
 *
 * @param arguments over the columns of the input, of the function's types; none for count(*)
 * @param filter FILTER (WHERE) of an aggregate, or null
 */
public record WindowCall(
        WindowFunction function,
        List<BoundExpression> arguments,
        @Nullable BoundExpression filter) {
    public WindowCall {
        arguments = List.copyOf(arguments);
    }

    /** Returns the call with each expression over the input replaced. */
    public WindowCall map(UnaryOperator<BoundExpression> map) {
        return new WindowCall(
                function,
                arguments.stream().map(map).toList(),
                filter == null ? null : map.apply(filter));
    }
}
