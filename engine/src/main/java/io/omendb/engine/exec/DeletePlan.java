package io.omendb.engine.exec;

import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.catalog.TableDefinition;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A DELETE: which rows. */
public final class DeletePlan implements ExecutablePlan {
    private final TableDefinition table;
    private final PlanInstances targets;
    private final @Nullable PointTarget point;
    private final RowChange change;
    private final @Nullable RowProjection returning;

    DeletePlan(
            TableDefinition table,
            PlanInstances targets,
            @Nullable PointTarget point,
            RowChange change,
            @Nullable RowProjection returning) {
        this.table = table;
        this.targets = targets;
        this.point = point;
        this.change = change;
        this.returning = returning;
    }

    @Override
    public List<OutputColumn> columns() {
        return returning == null ? List.of() : returning.columns();
    }

    public TableDefinition table() {
        return table;
    }

    /**
     * The single row that can be meant, by its key; null when rows are to be looked for with {@link
     * #open}.
     */
    public @Nullable PointTarget point() {
        return point;
    }

    /**
     * Begins an execution: the targets at the snapshot are the row identifiers of the cursor's
     * batches. The cursor stays open until the last row is changed, since {@link #change} sees the
     * results of its subqueries.
     */
    public Cursor open(ReadContext context) {
        return targets.openKept(context);
    }

    /** What is done with a row; it belongs to the execution last opened. */
    public RowChange change() {
        return change;
    }

    /** RETURNING over the rows as they were; null without. */
    public @Nullable RowProjection returning() {
        return returning;
    }

    PlanInstances targets() {
        return targets;
    }
}
