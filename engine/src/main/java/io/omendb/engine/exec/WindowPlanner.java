package io.omendb.engine.exec;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.function.AggregateDefinition;
import io.omendb.sql.function.PlaceFunction;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.plan.WindowCall;
import io.omendb.sql.plan.WindowDefinition;
import io.omendb.sql.plan.WindowFrame;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Chooses the physical steps for windows: a sort, unless the input has the order already. */
final class WindowPlanner {
    private static final double OPERATOR_COST = 0.0025;

    private final PhysicalPlanner planner;

    WindowPlanner(PhysicalPlanner planner) {
        this.planner = planner;
    }

    PhysicalNode plan(Plan.Window window) {
        WindowDefinition over = window.window();
        List<SortKey> order = over.inputOrder();
        PhysicalNode input =
                hasOrder(window.input(), order)
                        ? planner.plan(window.input())
                        : planner.plan(new Plan.Sort(window.input(), order));
        ExpressionText text = planner.text(input);
        int number = 1;
        for (Plan below = window.input(); below instanceof Plan.Window; number++) {
            below = ((Plan.Window) below).input();
        }
        String name = "w" + number;
        List<String> names = new ArrayList<>(input.names());
        for (WindowCall call : window.calls()) {
            names.add(call(text, call) + " OVER " + name);
        }
        return new PhysicalNode(
                "WindowAgg",
                List.of("Window: " + name + " AS (" + definition(text, over) + ")"),
                List.of(input),
                window.types(),
                names,
                input.rows(),
                input.startCost(),
                input.totalCost() + input.rows() * OPERATOR_COST * (1 + window.calls().size()),
                (factory, children) -> operator(factory, children.get(0), input.types(), window));
    }

    /** Whether rows come in an order because those of a window below did. */
    private static boolean hasOrder(Plan input, List<SortKey> order) {
        if (order.isEmpty()) {
            return true;
        }
        if (!(input instanceof Plan.Window window)) {
            return false;
        }
        List<SortKey> there = window.window().inputOrder();
        boolean prefix =
                order.size() <= there.size() && there.subList(0, order.size()).equals(order);
        // Without keys of its own it hands on the order of what is below.
        return prefix || there.isEmpty() && hasOrder(window.input(), order);
    }

    private static String call(ExpressionText text, WindowCall call) {
        boolean ofRows =
                call.arguments().isEmpty() && call.function() instanceof AggregateDefinition;
        BoundExpression filter = call.filter();
        return call.function().name()
                + "("
                + (ofRows ? "*" : text.list(call.arguments()))
                + ")"
                + (filter == null ? "" : " FILTER (WHERE " + text.of(filter) + ")");
    }

    private static String definition(ExpressionText text, WindowDefinition over) {
        StringJoiner clauses = new StringJoiner(" ");
        if (!over.partitionBy().isEmpty()) {
            clauses.add("PARTITION BY " + text.list(over.partitionBy()));
        }
        if (!over.orderBy().isEmpty()) {
            clauses.add("ORDER BY " + text.keys(over.orderBy()));
        }
        WindowFrame frame = over.frame();
        if (!frame.equals(WindowFrame.DEFAULT)) {
            clauses.add(
                    frame.unit()
                            + " BETWEEN "
                            + bound(text, frame.start())
                            + " AND "
                            + bound(text, frame.end()));
        }
        return clauses.toString();
    }

    private static String bound(ExpressionText text, WindowFrame.Bound bound) {
        String kind = bound.kind().name().replace('_', ' ');
        BoundExpression offset = bound.offset();
        return offset == null ? kind : text.of(offset) + " " + kind;
    }

    /** The columns of a partition's rows: the child's, then what is worked out beside them. */
    private static final class Columns {
        private final List<SqlType> types;
        private final List<BoundExpression> computed = new ArrayList<>();

        Columns(List<SqlType> types) {
            this.types = types;
        }

        int of(BoundExpression expression) {
            if (expression instanceof ColumnReference reference) {
                return reference.index();
            }
            int known = computed.indexOf(expression);
            if (known < 0) {
                known = computed.size();
                computed.add(expression);
            }
            return types.size() + known;
        }

        int[] ofAll(List<BoundExpression> expressions) {
            return expressions.stream().mapToInt(this::of).toArray();
        }

        SortColumn ofKey(SortKey key) {
            SqlType type = key.expression().type();
            return new SortColumn(of(key.expression()), type, key.descending(), key.nullsFirst());
        }
    }

    private static Operator operator(
            OperatorFactory factory, Operator child, List<SqlType> childTypes, Plan.Window window) {
        Run run = factory.run();
        WindowDefinition over = window.window();
        Columns columns = new Columns(childTypes);
        List<SortColumn> keys = over.inputOrder().stream().map(columns::ofKey).toList();
        int partitionKeys = over.partitionBy().size();
        List<WindowValue> functions = new ArrayList<>();
        for (WindowCall call : window.calls()) {
            int[] arguments = columns.ofAll(call.arguments());
            BoundExpression filter = call.filter();
            int condition = filter == null ? -1 : columns.of(filter);
            functions.add(
                    switch (call.function()) {
                        case AggregateDefinition aggregate ->
                                new WindowAggregate(run, aggregate, arguments, condition);
                        case PlaceFunction place -> new WindowPlace(place.kind(), arguments);
                    });
        }
        WidenedRows input =
                new WidenedRows(
                        run,
                        child,
                        childTypes,
                        columns.computed.stream().map(BoundExpression::type).toList(),
                        factory.compileAll(columns.computed, child.out.capacity));
        WindowPartition partition =
                new WindowPartition(
                        new RowBuffer(input.types(), run.budget()),
                        keys.subList(0, partitionKeys),
                        keys.subList(partitionKeys, keys.size()),
                        over.frame());
        return new WindowOperator(
                run,
                child,
                window.types(),
                input,
                childTypes.size(),
                partition,
                functions,
                offset(factory, over.frame().start(), "starting"),
                offset(factory, over.frame().end(), "ending"));
    }

    private static WindowOperator.Offset offset(
            OperatorFactory factory, WindowFrame.Bound bound, String name) {
        return new WindowOperator.Offset(factory.compileNullable(bound.offset(), 1), name);
    }
}
