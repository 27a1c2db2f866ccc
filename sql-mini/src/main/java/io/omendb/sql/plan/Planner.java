package io.omendb.sql.plan;

import io.omendb.sql.catalog.CatalogView;

/** Improves logical plans by rules; the output's columns and the meaning stay. */
public final class Planner {
    private Planner() {}

    /**
     * Returns a better plan: conditions pushed down, joins ordered by size, unused columns dropped.
     */
    public static Plan optimize(Plan plan, CatalogView catalog) {
        Plan pushed = PredicatePushdown.apply(plan);
        Plan ordered = new JoinOrder(new RowEstimate(catalog)).apply(pushed);
        return ProjectionMerge.apply(ColumnPruning.apply(ordered));
    }
}
