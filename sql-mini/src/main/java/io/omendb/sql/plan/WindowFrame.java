package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which rows around a row its window functions see.
 *
 * @param unit what the bounds count
 */
public record WindowFrame(Unit unit, Bound start, Bound end) {
    /** From the partition's first row to the row's last peer. */
    public static final WindowFrame DEFAULT =
            new WindowFrame(
                    Unit.RANGE,
                    new Bound(BoundKind.UNBOUNDED_PRECEDING, null),
                    new Bound(BoundKind.CURRENT_ROW, null));

    /** RANGE counts a row's peers as the row itself, ROWS rows. */
    public enum Unit {
        RANGE,
        ROWS
    }

    /** The kinds of bounds. */
    public enum BoundKind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /**
     * Where a frame begins or ends.
     *
     * @param offset of PRECEDING and FOLLOWING: int8, over no columns; else null
     */
    public record Bound(BoundKind kind, @Nullable BoundExpression offset) {
        Bound map(UnaryOperator<BoundExpression> map) {
            return offset == null ? this : new Bound(kind, map.apply(offset));
        }
    }
}
