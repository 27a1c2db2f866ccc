package io.omendb.engine.api;

import io.omendb.engine.exec.ExplainPlan;
import io.omendb.engine.exec.InsertPlan;
import io.omendb.engine.txn.InsertOperation;
import io.omendb.engine.txn.StoredTable;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.vector.Batch;
import org.jspecify.annotations.Nullable;

/** INSERT: the rows are computed on this side, complete. */
final class InsertExecution extends ChangeExecution {
    private final InsertPlan plan;
    private final InsertOperation operation;
    private final @Nullable Batch inserted;

    private InsertExecution(
            Session session,
            PreparedPlan prepared,
            InsertPlan plan,
            InsertOperation operation,
            @Nullable ExplainPlan report) {
        super(
                session,
                prepared,
                plan,
                operation,
                plan.isSingleBatch(),
                plan.isSingleBatch(),
                report);
        this.plan = plan;
        this.operation = operation;
        this.inserted =
                plan.returning() == null
                        ? null
                        : Batch.of(
                                plan.table().columns().stream()
                                        .map(ColumnDefinition::type)
                                        .toList(),
                                Batch.CAPACITY);
    }

    static InsertExecution of(
            Session session, PreparedPlan prepared, InsertPlan plan, @Nullable ExplainPlan report) {
        InsertOperation operation = new InsertOperation(session.writerSession());
        return new InsertExecution(session, prepared, plan, operation, report);
    }

    @Override
    Step begin(StoredTable stored) {
        source.open(parameters);
        return Step.COMPUTE;
    }

    @Override
    void prepareBatch(int count, boolean isFirst) {
        operation.prepareRows(
                source.batch(),
                plan.onConflict() == InsertPlan.OnConflict.DO_NOTHING,
                isFirst,
                commitsWithAll());
    }

    @Override
    Batch changedRows() {
        Batch kept = inserted;
        assert kept != null;
        Batch rows = source.batch();
        kept.clear();
        for (int row = 0; row < rows.count; row++) {
            if (operation.isInserted(row)) {
                for (int column = 0; column < kept.columns.length; column++) {
                    kept.columns[column].copyFrom(rows.columns[column], row, kept.count);
                }
                kept.count++;
            }
        }
        return kept;
    }
}
