package io.omendb.engine.exec;

import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.catalog.TableDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An UPDATE: which rows, and their new values; or a DELETE: which rows. */
public final class RowTargetPlan implements ChangePlan {
    private final Kind kind;
    private final TableDefinition table;
    private final PlanInstances targets;
    private final @Nullable PointTarget point;
    private final RowChange change;
    private final @Nullable RowProjection returning;

    RowTargetPlan(
            Kind kind,
            TableDefinition table,
            PlanInstances targets,
            @Nullable PointTarget point,
            RowChange change,
            @Nullable RowProjection returning) {
        this.kind = kind;
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

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
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

    /** The targets at the snapshot are the row identifiers of the cursor's batches. */
    @Override
    public Cursor open(ReadContext context) {
        return targets.openKept(context);
    }

    /** What is done with a row; it belongs to the execution last opened. */
    public RowChange change() {
        return change;
    }

    @Override
    public @Nullable RowProjection returning() {
        return returning;
    }

    PlanInstances instances() {
        return targets;
    }
}
