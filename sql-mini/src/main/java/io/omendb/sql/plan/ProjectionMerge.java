package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Constant;
import java.util.List;

/** Removes projections that change nothing and joins those that lie on each other. */
final class ProjectionMerge {
    private ProjectionMerge() {}

    static Plan apply(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> scan;
            case Plan.Values values -> values;
            case Plan.FunctionScan scan -> scan;
            case Plan.Filter filter -> new Plan.Filter(apply(filter.input()), filter.condition());
            case Plan.Project project -> project(apply(project.input()), project.expressions());
            case Plan.Join join ->
                    new Plan.Join(
                            join.kind(),
                            apply(join.left()),
                            apply(join.right()),
                            join.leftKeys(),
                            join.rightKeys(),
                            join.residual());
            case Plan.Aggregate aggregate ->
                    new Plan.Aggregate(
                            apply(aggregate.input()),
                            aggregate.groupKeys(),
                            aggregate.aggregates());
            case Plan.Window window ->
                    new Plan.Window(apply(window.input()), window.window(), window.calls());
            case Plan.Sort sort -> new Plan.Sort(apply(sort.input()), sort.keys());
            case Plan.Distinct distinct ->
                    new Plan.Distinct(apply(distinct.input()), distinct.keys());
            case Plan.Limit limit ->
                    new Plan.Limit(apply(limit.input()), limit.limit(), limit.offset());
            case Plan.SetOperation operation ->
                    new Plan.SetOperation(
                            operation.operator(),
                            operation.all(),
                            apply(operation.left()),
                            apply(operation.right()));
        };
    }

    private static Plan project(Plan input, List<BoundExpression> expressions) {
        if (isIdentity(input, expressions)) {
            return input;
        }
        if (input instanceof Plan.Project inner
                && inner.expressions().stream().allMatch(ProjectionMerge::isCheap)) {
            List<BoundExpression> merged =
                    expressions.stream()
                            .map(expression ->
                                    Expressions.substitute(expression, inner.expressions()))
                            .toList();
            return project(inner.input(), merged);
        }
        return new Plan.Project(input, expressions);
    }

    /** What can be repeated without computing anything twice. */
    private static boolean isCheap(BoundExpression expression) {
        return expression instanceof ColumnReference || expression instanceof Constant;
    }

    private static boolean isIdentity(Plan input, List<BoundExpression> expressions) {
        if (expressions.isEmpty() || input.types().size() != expressions.size()) {
            return false;
        }
        for (int i = 0; i < expressions.size(); i++) {
            if (!(expressions.get(i) instanceof ColumnReference reference)
                    || reference.index() != i) {
                return false;
            }
        }
        return true;
    }
}
