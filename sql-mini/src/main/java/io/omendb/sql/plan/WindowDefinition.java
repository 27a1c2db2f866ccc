package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a window function sees its input: rows of equal {@code partitionBy} make a partition, in
 * which rows of equal {@code orderBy} are peers.
 */
public record WindowDefinition(
        List<BoundExpression> partitionBy, List<SortKey> orderBy, WindowFrame frame) {
    public WindowDefinition {
        partitionBy = List.copyOf(partitionBy);
        orderBy = List.copyOf(orderBy);
    }

    /** Returns the window with each expression over the input replaced. */
    public WindowDefinition map(UnaryOperator<BoundExpression> map) {
        return new WindowDefinition(
                partitionBy.stream().map(map).toList(),
                orderBy.stream().map(key -> key.map(map)).toList(),
                frame);
    }

    /** Returns the order in which the rows are to come: by partitions, in them by the order. */
    public List<SortKey> inputOrder() {
        List<SortKey> keys = new ArrayList<>();
        for (BoundExpression expression : partitionBy) {
            keys.add(new SortKey(expression, false, false));
        }
        keys.addAll(orderBy);
        return keys;
    }
}
