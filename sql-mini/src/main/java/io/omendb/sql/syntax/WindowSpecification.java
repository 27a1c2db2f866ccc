package io.omendb.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands after OVER or in the WINDOW clause.
 *
 * @param reference the name of another window, or null
 * @param frame the frame clause, or null
 */
public record WindowSpecification(
        @Nullable String reference,
        List<Expression> partitionBy,
        List<SortItem> orderBy,
        @Nullable Frame frame,
        int position) {
    public WindowSpecification {
        partitionBy = List.copyOf(partitionBy);
        orderBy = List.copyOf(orderBy);
    }

    /** RANGE, ROWS or GROUPS between two bounds. */
    public record Frame(FrameUnit unit, Bound start, @Nullable Bound end, Exclusion exclusion) {}

    /** What a frame counts. */
    public enum FrameUnit {
        RANGE,
        ROWS,
        GROUPS
    }

    /** Where a frame begins or ends. */
    public record Bound(BoundKind kind, @Nullable Expression offset) {}

    /** The kinds of bounds. */
    public enum BoundKind {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /** What a frame leaves out. */
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }
}
