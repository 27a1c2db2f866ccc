package io.omendb.engine.exec;

import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An INSERT: the complete rows to insert, checked against NOT NULL. */
public final class InsertPlan implements ChangePlan {
    /** What happens to a row whose key is there already. */
    public enum OnConflict {
        RAISE,
        DO_NOTHING
    }

    private final TableDefinition table;
    private final PlanInstances instances;
    private final OnConflict onConflict;
    private final @Nullable IndexDefinition conflictIndex;
    private final @Nullable RowProjection returning;
    private final boolean isSingleBatch;

    InsertPlan(
            TableDefinition table,
            PlanInstances instances,
            OnConflict onConflict,
            @Nullable IndexDefinition conflictIndex,
            @Nullable RowProjection returning,
            boolean isSingleBatch) {
        this.table = table;
        this.instances = instances;
        this.onConflict = onConflict;
        this.conflictIndex = conflictIndex;
        this.returning = returning;
        this.isSingleBatch = isSingleBatch;
    }

    @Override
    public List<OutputColumn> columns() {
        return returning == null ? List.of() : returning.columns();
    }

    @Override
    public Kind kind() {
        return Kind.INSERT;
    }

    @Override
    public TableDefinition table() {
        return table;
    }

    /** Batches of rows with all columns of the table, in their order. */
    @Override
    public Cursor open(ReadContext context) {
        // The expressions of RETURNING see the subqueries of the kept instance only.
        return returning == null ? instances.open(context) : instances.openKept(context);
    }

    /** Whether all rows come in the first batch. */
    public boolean isSingleBatch() {
        return isSingleBatch;
    }

    public OnConflict onConflict() {
        return onConflict;
    }

    /** The index that DO NOTHING is about; null for any. */
    public @Nullable IndexDefinition conflictIndex() {
        return conflictIndex;
    }

    @Override
    public @Nullable RowProjection returning() {
        return returning;
    }

    PlanInstances instances() {
        return instances;
    }
}
