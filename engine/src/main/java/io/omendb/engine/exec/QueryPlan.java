package io.omendb.engine.exec;

import io.omendb.sql.bind.OutputColumn;

import java.util.List;

/**
 * A query. Opened again it uses the operators of an earlier execution that has ended, and then
 * allocates nothing.
 */
public final class QueryPlan implements ExecutablePlan {
    private final List<OutputColumn> columns;
    private final PlanInstances instances;
    private final boolean isPoint;

    QueryPlan(List<OutputColumn> columns, PlanInstances instances, boolean isPoint) {
        this.columns = List.copyOf(columns);
        this.instances = instances;
        this.isPoint = isPoint;
    }

    @Override
    public List<OutputColumn> columns() {
        return columns;
    }

    /** Whether it reads at most one row, by a whole unique key, or none of a table. */
    public boolean isPoint() {
        return isPoint;
    }

    /** Begins an execution; the uncorrelated subqueries run here. */
    public Cursor open(ReadContext context) {
        return instances.open(context);
    }

    PlanInstances instances() {
        return instances;
    }
}
