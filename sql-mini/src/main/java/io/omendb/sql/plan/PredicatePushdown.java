package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves conditions to where they first can be asked: into scans, below joins, groups and
 * projections. An equality over both sides of an inner join becomes its key.
 */
final class PredicatePushdown {
    private PredicatePushdown() {}

    static Plan apply(Plan plan) {
        return push(plan, List.of());
    }

    /** Returns the plan with these conditions over its output also met. */
    private static Plan push(Plan plan, List<BoundExpression> conditions) {
        return switch (plan) {
            case Plan.Filter filter -> {
                List<BoundExpression> all = new ArrayList<>();
                Expressions.conjuncts(filter.condition(), all);
                all.addAll(conditions);
                yield push(filter.input(), all);
            }
            case Plan.Scan scan -> {
                List<BoundExpression> all = new ArrayList<>(scan.conjuncts());
                all.addAll(conditions);
                yield new Plan.Scan(scan.table(), scan.columns(), all);
            }
            case Plan.Project project -> project(project, conditions);
            case Plan.Join join -> join(join, conditions);
            case Plan.Aggregate aggregate -> aggregate(aggregate, conditions);
            case Plan.Window window -> window(window, conditions);
            case Plan.Sort sort -> new Plan.Sort(push(sort.input(), conditions), sort.keys());
            case Plan.Distinct distinct -> distinct(distinct, conditions);
            case Plan.Limit limit ->
                    above(
                            new Plan.Limit(
                                    push(limit.input(), List.of()), limit.limit(), limit.offset()),
                            conditions);
            case Plan.SetOperation operation -> setOperation(operation, conditions);
            case Plan.Values values -> above(values, conditions);
            case Plan.FunctionScan scan -> above(scan, conditions);
        };
    }

    private static Plan above(Plan plan, List<BoundExpression> conditions) {
        BoundExpression condition = Expressions.and(conditions);
        return condition == null ? plan : new Plan.Filter(plan, condition);
    }

    private static Plan project(Plan.Project project, List<BoundExpression> conditions) {
        List<BoundExpression> below = new ArrayList<>();
        List<BoundExpression> stay = new ArrayList<>();
        for (BoundExpression condition : conditions) {
            boolean fixed =
                    Expressions.isVolatile(condition)
                            || !Expressions.columnsAll(
                                    condition,
                                    index ->
                                            !Expressions.isVolatile(
                                                    project.expressions().get(index)));
            if (fixed) {
                stay.add(condition);
            } else {
                below.add(Expressions.substitute(condition, project.expressions()));
            }
        }
        return above(new Plan.Project(push(project.input(), below), project.expressions()), stay);
    }

    private static Plan aggregate(Plan.Aggregate aggregate, List<BoundExpression> conditions) {
        List<BoundExpression> below = new ArrayList<>();
        List<BoundExpression> stay = new ArrayList<>();
        int keys = aggregate.groupKeys().size();
        for (BoundExpression condition : conditions) {
            // Without keys there is a group even of no rows, which a condition below would not take
            // away.
            boolean movable =
                    keys > 0
                            && !Expressions.isVolatile(condition)
                            && Expressions.columnsAll(condition, index -> index < keys);
            if (movable) {
                below.add(Expressions.substitute(condition, aggregate.groupKeys()));
            } else {
                stay.add(condition);
            }
        }
        Plan input = push(aggregate.input(), below);
        return above(
                new Plan.Aggregate(input, aggregate.groupKeys(), aggregate.aggregates()), stay);
    }

    /** Only a condition that keeps or drops whole partitions may be asked before. */
    private static Plan window(Plan.Window window, List<BoundExpression> conditions) {
        List<BoundExpression> below = new ArrayList<>();
        List<BoundExpression> stay = new ArrayList<>();
        for (BoundExpression condition : conditions) {
            (isOfColumns(condition, window.window().partitionBy()) ? below : stay).add(condition);
        }
        Plan input = push(window.input(), below);
        return above(new Plan.Window(input, window.window(), window.calls()), stay);
    }

    private static boolean isOfColumns(BoundExpression condition, List<BoundExpression> columns) {
        return !Expressions.isVolatile(condition)
                && Expressions.columnsAll(
                        condition,
                        index ->
                                columns.stream()
                                        .anyMatch(column ->
                                                column instanceof ColumnReference reference
                                                        && reference.index() == index));
    }

    private static Plan distinct(Plan.Distinct distinct, List<BoundExpression> conditions) {
        List<BoundExpression> below = new ArrayList<>();
        List<BoundExpression> stay = new ArrayList<>();
        for (BoundExpression condition : conditions) {
            (isOfColumns(condition, distinct.keys()) ? below : stay).add(condition);
        }
        return above(new Plan.Distinct(push(distinct.input(), below), distinct.keys()), stay);
    }

    private static Plan setOperation(
            Plan.SetOperation operation, List<BoundExpression> conditions) {
        List<BoundExpression> below = new ArrayList<>();
        List<BoundExpression> stay = new ArrayList<>();
        for (BoundExpression condition : conditions) {
            (Expressions.isVolatile(condition) ? stay : below).add(condition);
        }
        Plan left = push(operation.left(), below);
        Plan right = push(operation.right(), below);
        return above(
                new Plan.SetOperation(operation.operator(), operation.all(), left, right), stay);
    }

    private static Plan join(Plan.Join join, List<BoundExpression> conditions) {
        int width = join.left().types().size();
        List<BoundExpression> left = new ArrayList<>();
        List<BoundExpression> right = new ArrayList<>();
        List<BoundExpression> on = new ArrayList<>();
        List<BoundExpression> stay = new ArrayList<>();
        JoinKind kind = join.kind();
        for (BoundExpression condition : conditions) {
            boolean columns =
                    Expressions.hasColumns(condition) && !Expressions.isVolatile(condition);
            boolean ofLeft = columns && Expressions.columnsAll(condition, index -> index < width);
            boolean ofRight = columns && Expressions.columnsAll(condition, index -> index >= width);
            if (ofLeft && keepsLeft(kind)) {
                left.add(condition);
            } else if (ofRight && (kind == JoinKind.INNER || kind == JoinKind.RIGHT)) {
                right.add(Expressions.shift(condition, -width));
            } else if (kind == JoinKind.INNER && columns) {
                on.add(condition);
            } else {
                stay.add(condition);
            }
        }
        BoundExpression residual = join.residual();
        if (residual != null) {
            List<BoundExpression> written = new ArrayList<>();
            Expressions.conjuncts(residual, written);
            for (BoundExpression condition : written) {
                condition(kind, condition, width, left, right, on);
            }
        }
        Plan.Join joined =
                JoinConditions.join(kind, push(join.left(), left), push(join.right(), right), on);
        return above(withKeys(joined, join), stay);
    }

    /**
     * Returns whether a condition on the left side's output can be asked of the left side's input.
     */
    private static boolean keepsLeft(JoinKind kind) {
        return kind != JoinKind.RIGHT && kind != JoinKind.FULL;
    }

    /**
     * Divides a condition of ON: one of a side that is not null-extended by it moves to that side.
     */
    private static void condition(
            JoinKind kind,
            BoundExpression condition,
            int width,
            List<BoundExpression> left,
            List<BoundExpression> right,
            List<BoundExpression> on) {
        boolean columns = Expressions.hasColumns(condition) && !Expressions.isVolatile(condition);
        boolean ofLeft = columns && Expressions.columnsAll(condition, index -> index < width);
        boolean ofRight = columns && Expressions.columnsAll(condition, index -> index >= width);
        boolean leftMoves =
                kind == JoinKind.INNER || kind == JoinKind.SEMI || kind == JoinKind.RIGHT;
        boolean rightMoves = kind != JoinKind.RIGHT && kind != JoinKind.FULL;
        if (ofLeft && leftMoves) {
            left.add(condition);
        } else if (ofRight && rightMoves) {
            right.add(Expressions.shift(condition, -width));
        } else {
            on.add(condition);
        }
    }

    private static Plan.Join withKeys(Plan.Join joined, Plan.Join before) {
        List<BoundExpression> leftKeys = new ArrayList<>(before.leftKeys());
        List<BoundExpression> rightKeys = new ArrayList<>(before.rightKeys());
        leftKeys.addAll(joined.leftKeys());
        rightKeys.addAll(joined.rightKeys());
        return new Plan.Join(
                joined.kind(),
                joined.left(),
                joined.right(),
                leftKeys,
                rightKeys,
                joined.residual());
    }
}
