package io.omendb.engine.exec;

import io.omendb.sql.catalog.CatalogView;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.plan.AggregateCall;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the physical steps for a logical plan. One object per statement. */
final class PhysicalPlanner {
    private static final double TUPLE_COST = 0.01;
    private static final double OPERATOR_COST = 0.0025;
    private static final double FILTER_SELECTIVITY = 1.0 / 3;
    private static final double GROUP_FRACTION = 0.1;

    private final SessionFormat format;
    private final ScanPlanner scans;
    private final JoinPlanner joins;
    private final WindowPlanner windows;

    PhysicalPlanner(CatalogView catalog, SessionFormat format) {
        this.format = format;
        scans = new ScanPlanner(catalog, format);
        joins = new JoinPlanner(this, format);
        windows = new WindowPlanner(this);
    }

    ScanPlanner scans() {
        return scans;
    }

    PhysicalNode plan(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> scans.plan(scan, false);
            case Plan.Values values -> values(values);
            case Plan.FunctionScan scan -> functionScan(scan);
            case Plan.Filter filter -> filter(filter);
            case Plan.Project project -> project(plan(project.input()), project.expressions());
            case Plan.Join join -> joins.plan(join);
            case Plan.Aggregate aggregate -> aggregate(aggregate);
            case Plan.Window window -> windows.plan(window);
            case Plan.Sort sort -> sort(sort, null);
            case Plan.Distinct distinct -> distinct(plan(distinct.input()), distinct.keys());
            case Plan.Limit limit -> limit(limit);
            case Plan.SetOperation operation -> setOperation(operation);
        };
    }

    ExpressionText text(PhysicalNode input) {
        return new ExpressionText(input.names(), format);
    }

    private PhysicalNode values(Plan.Values values) {
        boolean single = values.rows().size() == 1;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < values.types().size(); i++) {
            names.add("\"*VALUES*\".column" + (i + 1));
        }
        int rows = values.rows().size();
        return new PhysicalNode(
                single ? "Result" : "Values Scan on \"*VALUES*\"",
                List.of(),
                List.of(),
                values.types(),
                names,
                rows,
                0,
                rows * TUPLE_COST,
                (factory, children) -> {
                    List<List<Evaluator>> compiled = new ArrayList<>();
                    for (List<BoundExpression> row : values.rows()) {
                        compiled.add(factory.compileAll(row, 1));
                    }
                    return new ValuesOperator(factory.run(), values.types(), compiled);
                });
    }

    private PhysicalNode functionScan(Plan.FunctionScan scan) {
        String name = scan.definition().name();
        return new PhysicalNode(
                "Function Scan on " + name,
                List.of(),
                List.of(),
                scan.types(),
                scan.withOrdinality() ? List.of(name, "ordinality") : List.of(name),
                1000,
                0,
                10,
                (factory, children) ->
                        new FunctionScanOperator(
                                factory.run(),
                                scan.definition().generator().get(),
                                scan.types(),
                                factory.compileAll(scan.arguments(), 1),
                                factory.evaluation()));
    }

    /** A filter right above a scan is part of it. */
    private PhysicalNode filter(Plan.Filter filter) {
        if (filter.input() instanceof Plan.Scan scan) {
            List<BoundExpression> conjuncts = new ArrayList<>(scan.conjuncts());
            Expressions.conjuncts(filter.condition(), conjuncts);
            return plan(new Plan.Scan(scan.table(), scan.columns(), conjuncts));
        }
        return filter(plan(filter.input()), filter.condition());
    }

    private PhysicalNode filter(PhysicalNode input, BoundExpression condition) {
        return new PhysicalNode(
                "Filter",
                List.of("Filter: " + text(input).condition(condition)),
                List.of(input),
                input.types(),
                input.names(),
                Math.max(1, input.rows() * FILTER_SELECTIVITY),
                input.startCost(),
                input.totalCost() + input.rows() * OPERATOR_COST,
                (factory, children) -> {
                    Operator child = children.get(0);
                    return new FilterOperator(
                            factory.run(),
                            child,
                            input.types(),
                            factory.compile(condition, child.out.capacity));
                });
    }

    /** Projections cost nothing and are no step of EXPLAIN: the input's line stands for both. */
    private PhysicalNode project(PhysicalNode input, List<BoundExpression> expressions) {
        ExpressionText text = text(input);
        List<String> names = expressions.stream().map(text::of).toList();
        List<SqlType> types = expressions.stream().map(BoundExpression::type).toList();
        return new PhysicalNode(
                input.title(),
                input.details(),
                input.children(),
                types,
                names,
                input.rows(),
                input.startCost(),
                input.totalCost(),
                (factory, children) -> {
                    Operator child = input.maker().make(factory, children);
                    return new ProjectOperator(
                            factory.run(),
                            child,
                            types,
                            factory.compileAll(expressions, child.out.capacity));
                });
    }

    private PhysicalNode aggregate(Plan.Aggregate aggregate) {
        PhysicalNode input = plan(aggregate.input());
        List<SortKey> order = argumentOrder(aggregate.aggregates());
        if (!order.isEmpty()) {
            input = sort(input, order, null);
        }
        ExpressionText text = text(input);
        List<BoundExpression> keys = aggregate.groupKeys();
        List<String> names = new ArrayList<>(keys.stream().map(text::of).toList());
        for (AggregateCall call : aggregate.aggregates()) {
            names.add(aggregateText(text, call));
        }
        double groups = keys.isEmpty() ? 1 : Math.max(1, input.rows() * GROUP_FRACTION);
        double cost =
                input.totalCost()
                        + input.rows()
                                * OPERATOR_COST
                                * (keys.size() + aggregate.aggregates().size());
        return new PhysicalNode(
                keys.isEmpty() ? "Aggregate" : "HashAggregate",
                keys.isEmpty() ? List.of() : List.of("Group Key: " + text.list(keys)),
                List.of(input),
                aggregate.types(),
                names,
                groups,
                cost,
                cost + groups * TUPLE_COST,
                (factory, children) -> aggregateOperator(factory, children.get(0), aggregate));
    }

    private static Operator aggregateOperator(
            OperatorFactory factory, Operator child, Plan.Aggregate aggregate) {
        int capacity = child.out.capacity;
        List<AggregateOperator.Call> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.aggregates()) {
            calls.add(
                    new AggregateOperator.Call(
                            call.definition(),
                            factory.compileAll(call.arguments(), capacity),
                            factory.compileNullable(call.filter(), capacity)));
        }
        List<SqlType> keyTypes = aggregate.groupKeys().stream().map(BoundExpression::type).toList();
        return new AggregateOperator(
                factory.run(),
                child,
                aggregate.types(),
                keyTypes,
                factory.compileAll(aggregate.groupKeys(), capacity),
                calls);
    }

    /**
     * The order that aggregates want their input in; one order serves all, more than one cannot be
     * had.
     */
    private static List<SortKey> argumentOrder(List<AggregateCall> calls) {
        List<SortKey> order = List.of();
        for (AggregateCall call : calls) {
            if (!call.orderBy().isEmpty()) {
                if (!order.isEmpty() && !order.equals(call.orderBy())) {
                    throw SqlException.notSupported(
                            "more than one order of the arguments of aggregates");
                }
                order = call.orderBy();
            }
        }
        return order;
    }

    private static String aggregateText(ExpressionText text, AggregateCall call) {
        String arguments = call.arguments().isEmpty() ? "*" : text.list(call.arguments());
        String distinct = call.definition().distinct() ? "DISTINCT " : "";
        BoundExpression filter = call.filter();
        return call.definition().name()
                + "("
                + distinct
                + arguments
                + ")"
                + (filter == null ? "" : " FILTER (WHERE " + text.of(filter) + ")");
    }

    /**
     * @param limit the limit right above, for which the first rows suffice
     */
    private PhysicalNode sort(Plan.Sort sort, Plan.@Nullable Limit limit) {
        PhysicalNode ordered = inOrder(sort, limit);
        return ordered != null ? ordered : sort(plan(sort.input()), sort.keys(), limit);
    }

    /**
     * The input of a sort, perhaps projected, read in the order of an index; null when no index has
     * the order.
     */
    private @Nullable PhysicalNode inOrder(Plan.Sort sort, Plan.@Nullable Limit limit) {
        int rowsWanted = limit == null ? Batch.CAPACITY : rowsWanted(limit);
        if (sort.input() instanceof Plan.Scan scan) {
            return scans.inOrder(scan, sort.keys(), rowsWanted);
        }
        if (sort.input() instanceof Plan.Project project
                && project.input() instanceof Plan.Scan scan) {
            List<SortKey> keys =
                    sort.keys().stream()
                            .map(key ->
                                    new SortKey(
                                            Expressions.substitute(
                                                    key.expression(), project.expressions()),
                                            key.descending(),
                                            key.nullsFirst()))
                            .toList();
            PhysicalNode ordered = scans.inOrder(scan, keys, rowsWanted);
            return ordered == null ? null : project(ordered, project.expressions());
        }
        return null;
    }

    private static int rowsWanted(Plan.Limit limit) {
        long rows = constantOr(limit.limit(), Batch.CAPACITY) + constantOr(limit.offset(), 0);
        return Math.clamp(rows, 1, Batch.CAPACITY);
    }

    private static long constantOr(@Nullable BoundExpression expression, long otherwise) {
        return expression instanceof BoundExpression.Constant constant && !constant.value().isNull()
                ? Math.clamp(constant.value().longValue(), 0, Batch.CAPACITY)
                : otherwise;
    }

    private PhysicalNode sort(PhysicalNode input, List<SortKey> keys, Plan.@Nullable Limit limit) {
        String names = text(input).keys(keys);
        double rows = Math.max(2, input.rows());
        double cost = input.totalCost() + 2 * OPERATOR_COST * rows * (Math.log(rows) / Math.log(2));
        return new PhysicalNode(
                "Sort",
                List.of("Sort Key: " + names),
                List.of(input),
                input.types(),
                input.names(),
                input.rows(),
                cost,
                cost + input.rows() * OPERATOR_COST,
                (factory, children) ->
                        sortOperator(factory, children.get(0), input.types(), keys, limit));
    }

    private static Operator sortOperator(
            OperatorFactory factory,
            Operator child,
            List<SqlType> types,
            List<SortKey> keys,
            Plan.@Nullable Limit limit) {
        List<SortColumn> columns = new ArrayList<>();
        List<BoundExpression> computed = new ArrayList<>();
        for (SortKey key : keys) {
            int column;
            if (key.expression() instanceof ColumnReference reference) {
                column = reference.index();
            } else {
                column = types.size() + computed.size();
                computed.add(key.expression());
            }
            columns.add(
                    new SortColumn(
                            column, key.expression().type(), key.descending(), key.nullsFirst()));
        }
        WidenedRows input =
                new WidenedRows(
                        factory.run(),
                        child,
                        types,
                        computed.stream().map(BoundExpression::type).toList(),
                        factory.compileAll(computed, child.out.capacity));
        return new SortOperator(
                factory.run(),
                child,
                types,
                input,
                columns,
                limit == null ? null : rowCounts(factory, limit));
    }

    private static LimitOperator.RowCounts rowCounts(OperatorFactory factory, Plan.Limit limit) {
        return new LimitOperator.RowCounts(
                factory.compileNullable(limit.limit(), 1),
                factory.compileNullable(limit.offset(), 1));
    }

    private PhysicalNode limit(Plan.Limit limit) {
        PhysicalNode input = limited(limit.input(), limit);
        double rows =
                limit.limit() instanceof BoundExpression.Constant constant
                                && !constant.value().isNull()
                        ? Math.max(1, Math.min(input.rows(), (double) constant.value().longValue()))
                        : input.rows();
        double share = input.rows() == 0 ? 1 : rows / input.rows();
        return new PhysicalNode(
                "Limit",
                List.of(),
                List.of(input),
                input.types(),
                input.names(),
                rows,
                input.startCost(),
                input.startCost() + (input.totalCost() - input.startCost()) * share,
                (factory, children) ->
                        new LimitOperator(
                                factory.run(),
                                children.get(0),
                                input.types(),
                                rowCounts(factory, limit)));
    }

    /**
     * The input of a limit: a sort below it, also under a projection, needs the first rows only.
     */
    private PhysicalNode limited(Plan input, Plan.Limit limit) {
        if (input instanceof Plan.Sort sort) {
            return sort(sort, limit);
        }
        if (input instanceof Plan.Project project) {
            return project(limited(project.input(), limit), project.expressions());
        }
        return plan(input);
    }

    private PhysicalNode distinct(PhysicalNode input, List<BoundExpression> keys) {
        return new PhysicalNode(
                "HashAggregate",
                List.of("Group Key: " + text(input).list(keys)),
                List.of(input),
                input.types(),
                input.names(),
                Math.max(1, input.rows() * GROUP_FRACTION),
                input.startCost(),
                input.totalCost() + input.rows() * OPERATOR_COST * keys.size(),
                (factory, children) -> {
                    Operator child = children.get(0);
                    return new DistinctOperator(
                            factory.run(),
                            child,
                            input.types(),
                            keys.stream().map(BoundExpression::type).toList(),
                            factory.compileAll(keys, child.out.capacity));
                });
    }

    private PhysicalNode setOperation(Plan.SetOperation operation) {
        PhysicalNode left = plan(operation.left());
        PhysicalNode right = plan(operation.right());
        double cost = left.totalCost() + right.totalCost();
        if (operation.operator() == Plan.SetOperator.UNION) {
            PhysicalNode append =
                    new PhysicalNode(
                            "Append",
                            List.of(),
                            List.of(left, right),
                            left.types(),
                            left.names(),
                            left.rows() + right.rows(),
                            Math.min(left.startCost(), right.startCost()),
                            cost,
                            (factory, children) -> new AppendOperator(left.types(), children));
            return operation.all() ? append : distinct(append, Expressions.columns(left.types()));
        }
        boolean intersect = operation.operator() == Plan.SetOperator.INTERSECT;
        MatchOperator.Kind kind =
                intersect
                        ? operation.all()
                                ? MatchOperator.Kind.INTERSECT_ALL
                                : MatchOperator.Kind.INTERSECT
                        : operation.all()
                                ? MatchOperator.Kind.EXCEPT_ALL
                                : MatchOperator.Kind.EXCEPT;
        return new PhysicalNode(
                "HashSetOp "
                        + (intersect ? "Intersect" : "Except")
                        + (operation.all() ? " All" : ""),
                List.of(),
                List.of(left, right),
                left.types(),
                left.names(),
                left.rows(),
                cost,
                cost + left.rows() * TUPLE_COST,
                (factory, children) ->
                        new MatchOperator(
                                factory.run(),
                                kind,
                                children.get(0),
                                children.get(1),
                                left.types()));
    }

    /** A batch for the rows of a table's columns. */
    static Batch batchOf(TableDefinition table, int[] columns, int capacity, boolean withRowIds) {
        List<SqlType> types = new ArrayList<>(columns.length);
        for (int column : columns) {
            types.add(table.columns().get(column).type());
        }
        return withRowIds ? Batch.withRowIds(types, capacity) : Batch.of(types, capacity);
    }
}
