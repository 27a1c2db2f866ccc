package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/** Drops the columns that nobody above reads, down to the scans. */
final class ColumnPruning {
    private ColumnPruning() {}

    /** A plan with fewer columns and where the old ones went, -1 for those that are gone. */
    @SuppressWarnings("ArrayRecordComponent") // Lives within this class only.
    private record Pruned(Plan plan, int[] places) {
        BoundExpression map(BoundExpression expression) {
            return Expressions.remap(expression, index -> places[index]);
        }

        List<BoundExpression> mapAll(List<BoundExpression> expressions) {
            return expressions.stream().map(this::map).toList();
        }
    }

    /** Prunes below; the output stays as it is. */
    static Plan apply(Plan plan) {
        return exactly(plan);
    }

    /** Prunes a plan whose output must keep all columns at their places. */
    private static Plan exactly(Plan plan) {
        List<SqlType> types = plan.types();
        BitSet all = new BitSet();
        all.set(0, types.size());
        Pruned pruned = prune(plan, all);
        boolean same = pruned.plan().types().size() == types.size();
        for (int i = 0; same && i < types.size(); i++) {
            same = pruned.places()[i] == i;
        }
        return same
                ? pruned.plan()
                : new Plan.Project(pruned.plan(), pruned.mapAll(Expressions.columns(types)));
    }

    private static void collect(BoundExpression expression, BitSet columns) {
        Expressions.forEach(
                expression,
                node -> {
                    if (node instanceof ColumnReference reference) {
                        columns.set(reference.index());
                    }
                });
    }

    private static BitSet with(BitSet needed, List<BoundExpression> expressions) {
        BitSet all = (BitSet) needed.clone();
        expressions.forEach(expression -> collect(expression, all));
        return all;
    }

    private static int[] places(BitSet kept, int width) {
        int[] places = new int[width];
        Arrays.fill(places, -1);
        int next = 0;
        for (int i = kept.nextSetBit(0); i >= 0; i = kept.nextSetBit(i + 1)) {
            places[i] = next++;
        }
        return places;
    }

    private static Pruned prune(Plan plan, BitSet needed) {
        return switch (plan) {
            case Plan.Scan scan -> scan(scan, needed);
            case Plan.Values values -> values(values, needed);
            case Plan.FunctionScan scan -> {
                boolean numbered = scan.withOrdinality() && needed.get(1);
                Plan kept = new Plan.FunctionScan(scan.definition(), scan.arguments(), numbered);
                yield new Pruned(kept, new int[] {0, numbered ? 1 : -1});
            }
            case Plan.Filter filter -> {
                Pruned input = prune(filter.input(), with(needed, List.of(filter.condition())));
                yield new Pruned(
                        new Plan.Filter(input.plan(), input.map(filter.condition())),
                        input.places());
            }
            case Plan.Project project -> project(project, needed);
            case Plan.Join join -> join(join, needed);
            case Plan.Aggregate aggregate -> aggregate(aggregate, needed);
            case Plan.Window window -> window(window, needed);
            case Plan.Sort sort -> {
                List<BoundExpression> keys = sort.keys().stream().map(SortKey::expression).toList();
                Pruned input = prune(sort.input(), with(needed, keys));
                List<SortKey> mapped =
                        sort.keys().stream().map(key -> key.map(input::map)).toList();
                yield new Pruned(new Plan.Sort(input.plan(), mapped), input.places());
            }
            case Plan.Distinct distinct -> {
                Pruned input = prune(distinct.input(), with(needed, distinct.keys()));
                yield new Pruned(
                        new Plan.Distinct(input.plan(), input.mapAll(distinct.keys())),
                        input.places());
            }
            case Plan.Limit limit -> {
                Pruned input = prune(limit.input(), needed);
                yield new Pruned(
                        new Plan.Limit(input.plan(), limit.limit(), limit.offset()),
                        input.places());
            }
            case Plan.SetOperation operation -> {
                Plan left = exactly(operation.left());
                Plan right = exactly(operation.right());
                int[] places = new int[left.types().size()];
                Arrays.setAll(places, i -> i);
                yield new Pruned(
                        new Plan.SetOperation(operation.operator(), operation.all(), left, right),
                        places);
            }
        };
    }

    private static Pruned scan(Plan.Scan scan, BitSet needed) {
        BitSet kept = with(needed, scan.conjuncts());
        int[] places = places(kept, scan.columns().length);
        int[] columns = kept.stream().map(i -> scan.columns()[i]).toArray();
        List<BoundExpression> conjuncts =
                scan.conjuncts().stream()
                        .map(conjunct -> Expressions.remap(conjunct, index -> places[index]))
                        .toList();
        return new Pruned(new Plan.Scan(scan.table(), columns, conjuncts), places);
    }

    private static Pruned values(Plan.Values values, BitSet needed) {
        int width = values.types().size();
        BitSet kept = (BitSet) needed.clone();
        for (List<BoundExpression> row : values.rows()) {
            for (int i = 0; i < width; i++) {
                if (Expressions.isVolatile(row.get(i))) {
                    kept.set(i);
                }
            }
        }
        int[] columns = kept.stream().toArray();
        List<SqlType> types = Arrays.stream(columns).mapToObj(values.types()::get).toList();
        List<List<BoundExpression>> rows = new ArrayList<>();
        for (List<BoundExpression> row : values.rows()) {
            rows.add(Arrays.stream(columns).mapToObj(row::get).toList());
        }
        return new Pruned(new Plan.Values(types, rows), places(kept, width));
    }

    private static Pruned project(Plan.Project project, BitSet needed) {
        List<BoundExpression> expressions = project.expressions();
        BitSet kept = (BitSet) needed.clone();
        for (int i = 0; i < expressions.size(); i++) {
            if (Expressions.isVolatile(expressions.get(i))) {
                kept.set(i);
            }
        }
        List<BoundExpression> remaining = kept.stream().mapToObj(expressions::get).toList();
        Pruned input = prune(project.input(), with(new BitSet(), remaining));
        return new Pruned(
                new Plan.Project(input.plan(), input.mapAll(remaining)),
                places(kept, expressions.size()));
    }

    private static Pruned join(Plan.Join join, BitSet needed) {
        int width = join.left().types().size();
        int rightWidth = join.right().types().size();
        BitSet all = (BitSet) needed.clone();
        BoundExpression residual = join.residual();
        if (residual != null) {
            collect(residual, all);
        }
        BitSet leftNeeded = with(all.get(0, width), join.leftKeys());
        BitSet rightNeeded = with(all.get(width, width + rightWidth), join.rightKeys());
        Pruned left = prune(join.left(), leftNeeded);
        Pruned right = prune(join.right(), rightNeeded);
        int newWidth = left.plan().types().size();
        int[] places = new int[width + rightWidth];
        for (int i = 0; i < width; i++) {
            places[i] = left.places()[i];
        }
        for (int i = 0; i < rightWidth; i++) {
            places[width + i] = right.places()[i] < 0 ? -1 : newWidth + right.places()[i];
        }
        BoundExpression mapped =
                residual == null ? null : Expressions.remap(residual, index -> places[index]);
        Plan pruned =
                new Plan.Join(
                        join.kind(),
                        left.plan(),
                        right.plan(),
                        left.mapAll(join.leftKeys()),
                        right.mapAll(join.rightKeys()),
                        mapped);
        return new Pruned(pruned, join.kind().showsRight() ? places : Arrays.copyOf(places, width));
    }

    private static Pruned aggregate(Plan.Aggregate aggregate, BitSet needed) {
        int keyCount = aggregate.groupKeys().size();
        int width = keyCount + aggregate.aggregates().size();
        BitSet kept = (BitSet) needed.clone();
        kept.set(0, keyCount);
        List<AggregateCall> calls = new ArrayList<>();
        List<BoundExpression> used = new ArrayList<>(aggregate.groupKeys());
        for (int i = 0; i < aggregate.aggregates().size(); i++) {
            if (kept.get(keyCount + i)) {
                AggregateCall call = aggregate.aggregates().get(i);
                calls.add(call);
                used.addAll(call.arguments());
                if (call.filter() != null) {
                    used.add(call.filter());
                }
                call.orderBy().forEach(key -> used.add(key.expression()));
            }
        }
        Pruned input = prune(aggregate.input(), with(new BitSet(), used));
        List<AggregateCall> mapped = new ArrayList<>();
        for (AggregateCall call : calls) {
            BoundExpression filter = call.filter();
            mapped.add(
                    new AggregateCall(
                            call.definition(),
                            input.mapAll(call.arguments()),
                            filter == null ? null : input.map(filter),
                            call.orderBy().stream().map(key -> key.map(input::map)).toList()));
        }
        Plan plan = new Plan.Aggregate(input.plan(), input.mapAll(aggregate.groupKeys()), mapped);
        return new Pruned(plan, places(kept, width));
    }

    private static Pruned window(Plan.Window window, BitSet needed) {
        int width = window.input().types().size();
        int callCount = window.calls().size();
        List<WindowCall> calls = new ArrayList<>();
        List<BoundExpression> used = new ArrayList<>();
        UnaryOperator<BoundExpression> note =
                expression -> {
                    used.add(expression);
                    return expression;
                };
        for (int i = 0; i < callCount; i++) {
            if (needed.get(width + i)) {
                calls.add(window.calls().get(i).map(note));
            }
        }
        if (calls.isEmpty()) {
            Pruned input = prune(window.input(), needed);
            int[] places = Arrays.copyOf(input.places(), width + callCount);
            Arrays.fill(places, width, places.length, -1);
            return new Pruned(input.plan(), places);
        }
        window.window().map(note);
        Pruned input = prune(window.input(), with(needed.get(0, width), used));
        int[] places = Arrays.copyOf(input.places(), width + callCount);
        int next = input.plan().types().size();
        for (int i = 0; i < callCount; i++) {
            places[width + i] = needed.get(width + i) ? next++ : -1;
        }
        Plan plan =
                new Plan.Window(
                        input.plan(),
                        window.window().map(input::map),
                        calls.stream().map(call -> call.map(input::map)).toList());
        return new Pruned(plan, places);
    }
}
