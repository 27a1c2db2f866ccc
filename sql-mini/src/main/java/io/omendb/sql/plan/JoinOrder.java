package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.function.ResolvedFunction;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Orders inner joins: begins with the largest relation, which stays the probing left side, and each
 * time joins the one that keeps the result smallest, preferring those tied by a key. The hash
 * tables are then built over the smaller sides.
 */
final class JoinOrder {
    private final RowEstimate estimate;

    JoinOrder(RowEstimate estimate) {
        this.estimate = estimate;
    }

    Plan apply(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> scan;
            case Plan.Values values -> values;
            case Plan.FunctionScan scan -> scan;
            case Plan.Filter filter -> new Plan.Filter(apply(filter.input()), filter.condition());
            case Plan.Project project ->
                    new Plan.Project(apply(project.input()), project.expressions());
            case Plan.Join join when join.kind() == JoinKind.INNER -> order(join);
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

    /**
     * A relation of a tree of inner joins: its plan and the first of its columns in the tree's
     * output.
     */
    private record Relation(Plan plan, int first, double rows) {
        int width() {
            return plan.types().size();
        }

        boolean holds(int column) {
            return column >= first && column < first + width();
        }
    }

    private Plan order(Plan.Join tree) {
        List<Relation> relations = new ArrayList<>();
        List<BoundExpression> conditions = new ArrayList<>();
        flatten(tree, 0, relations, conditions);
        int width = tree.types().size();
        int[] places = new int[width];
        Arrays.fill(places, -1);
        Relation first = relations.getFirst();
        for (Relation relation : relations) {
            if (relation.rows() > first.rows()) {
                first = relation;
            }
        }
        relations.remove(first);
        Plan plan = first.plan();
        place(first, 0, places);
        while (!relations.isEmpty()) {
            Relation next = next(relations, conditions, places);
            relations.remove(next);
            int offset = plan.types().size();
            place(next, offset, places);
            List<BoundExpression> now = new ArrayList<>();
            for (BoundExpression condition : List.copyOf(conditions)) {
                if (Expressions.columnsAll(condition, index -> places[index] >= 0)) {
                    conditions.remove(condition);
                    now.add(Expressions.remap(condition, index -> places[index]));
                }
            }
            plan = JoinConditions.join(JoinKind.INNER, plan, next.plan(), now);
        }
        List<BoundExpression> output = new ArrayList<>();
        List<SqlType> types = tree.types();
        for (int i = 0; i < width; i++) {
            output.add(new ColumnReference(places[i], types.get(i)));
        }
        return new Plan.Project(plan, output);
    }

    private static void place(Relation relation, int offset, int[] places) {
        for (int i = 0; i < relation.width(); i++) {
            places[relation.first() + i] = offset + i;
        }
    }

    /** Prefers a relation tied by a key to what is joined already, and of those the smallest. */
    private static Relation next(
            List<Relation> relations, List<BoundExpression> conditions, int[] places) {
        Relation best = null;
        boolean bestTied = false;
        for (Relation relation : relations) {
            boolean tied =
                    conditions.stream().anyMatch(condition -> ties(condition, relation, places));
            if (best == null
                    || (tied && !bestTied)
                    || (tied == bestTied && relation.rows() < best.rows())) {
                best = relation;
                bestTied = tied;
            }
        }
        if (best == null) {
            throw new AssertionError("no relations");
        }
        return best;
    }

    private static boolean ties(BoundExpression condition, Relation relation, int[] places) {
        return condition instanceof Call call
                && call.definition().name().equals("=")
                && !Expressions.columnsAll(condition, index -> !relation.holds(index))
                && !Expressions.columnsAll(condition, relation::holds)
                && Expressions.columnsAll(
                        condition, index -> relation.holds(index) || places[index] >= 0);
    }

    private void flatten(
            Plan plan, int first, List<Relation> relations, List<BoundExpression> conditions) {
        if (!(plan instanceof Plan.Join join) || join.kind() != JoinKind.INNER) {
            Plan ordered = apply(plan);
            relations.add(new Relation(ordered, first, estimate.of(ordered)));
            return;
        }
        int width = join.left().types().size();
        flatten(join.left(), first, relations, conditions);
        flatten(join.right(), first + width, relations, conditions);
        for (int i = 0; i < join.leftKeys().size(); i++) {
            BoundExpression left = Expressions.shift(join.leftKeys().get(i), first);
            BoundExpression right = Expressions.shift(join.rightKeys().get(i), first + width);
            conditions.add(equality(left, right));
        }
        BoundExpression residual = join.residual();
        if (residual != null) {
            List<BoundExpression> all = new ArrayList<>();
            Expressions.conjuncts(residual, all);
            all.forEach(condition -> conditions.add(Expressions.shift(condition, first)));
        }
    }

    private static BoundExpression equality(BoundExpression left, BoundExpression right) {
        ResolvedFunction equals =
                FunctionRegistry.standard().resolveOperator("=", left.type(), right.type());
        return new Call(
                equals.definition(),
                List.of(
                        converted(left, equals.argumentTypes().get(0)),
                        converted(right, equals.argumentTypes().get(1))),
                equals.returnType());
    }

    /**
     * Keys were the arguments of an equality: only a type without one of its own still has to be
     * read as another.
     */
    private static BoundExpression converted(BoundExpression key, SqlType type) {
        var definition =
                key.type().kind() == type.kind()
                        ? null
                        : FunctionRegistry.standard()
                                .resolveCast(key.type(), type, CastContext.IMPLICIT);
        return definition == null ? key : new BoundExpression.Cast(key, definition, type, false);
    }
}
