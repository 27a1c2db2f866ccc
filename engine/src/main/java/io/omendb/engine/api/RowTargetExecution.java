package io.omendb.engine.api;

import io.omendb.engine.exec.ExplainPlan;
import io.omendb.engine.exec.PointTarget;
import io.omendb.engine.exec.RowTargetPlan;
import io.omendb.engine.table.TableIndex;
import io.omendb.engine.txn.RowTargetOperation;
import io.omendb.engine.txn.StoredTable;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.vector.Batch;
import org.jspecify.annotations.Nullable;

/**
 * UPDATE and DELETE: the rows are found on this side, at the statement's snapshot; a single row
 * that is named by its key the writer finds itself.
 */
final class RowTargetExecution extends ChangeExecution {
    private final @Nullable PointTarget point;
    private final RowTargetOperation operation;

    private RowTargetExecution(
            Session session,
            PreparedPlan prepared,
            RowTargetPlan plan,
            RowTargetOperation operation,
            @Nullable ExplainPlan report) {
        super(session, prepared, plan, operation, plan.point() != null, false, report);
        this.point = plan.point();
        this.operation = operation;
    }

    static RowTargetExecution of(
            Session session,
            PreparedPlan prepared,
            RowTargetPlan plan,
            @Nullable ExplainPlan report) {
        RowTargetOperation operation =
                new RowTargetOperation(
                        session.writerSession(),
                        plan.change(),
                        plan.table().columns().stream().map(ColumnDefinition::type).toList(),
                        plan.returning() != null);
        return new RowTargetExecution(session, prepared, plan, operation, report);
    }

    @Override
    Step begin(StoredTable stored) {
        PointTarget target = point;
        if (target == null) {
            source.open(parameters);
            return Step.COMPUTE;
        }
        if (!target.evaluate(parameters)) {
            return Step.DELIVER;
        }
        TableIndex index = stored.index(target.index().oid());
        assert index != null;
        operation.prepareKey(
                index, index.codec().key(target.key().columns, 0), parameters, commitsWithAll());
        submit(operation);
        return Step.APPLYING;
    }

    @Override
    void prepareBatch(int count, boolean isFirst) {
        operation.prepareTargets(
                source.batch().rowIds, count, source.view().snapshot(), parameters, isFirst, false);
    }

    @Override
    Batch changedRows() {
        return operation.changedRows();
    }
}
