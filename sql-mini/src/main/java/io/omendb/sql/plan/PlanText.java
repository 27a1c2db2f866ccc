package io.omendb.sql.plan;

import io.omendb.sql.expr.BoundExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plans as text: a line for each node, its inputs indented, as EXPLAIN prints them. */
public final class PlanText {
    private PlanText() {}

    /** Returns the lines of a plan. */
    public static List<String> lines(Plan plan) {
        List<String> lines = new ArrayList<>();
        add(plan, "", lines);
        return lines;
    }

    private static void add(Plan plan, String indent, List<String> lines) {
        String prefix = indent.isEmpty() ? "" : indent.substring(0, indent.length() - 4) + "->  ";
        lines.add(prefix + title(plan));
        String detail = indent + "  ";
        details(plan).forEach(line -> lines.add(detail + line));
        for (Plan input : inputs(plan)) {
            add(input, indent + "      ", lines);
        }
    }

    /** Returns the inputs of a node. */
    public static List<Plan> inputs(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> List.of();
            case Plan.Values values -> List.of();
            case Plan.FunctionScan scan -> List.of();
            case Plan.Filter filter -> List.of(filter.input());
            case Plan.Project project -> List.of(project.input());
            case Plan.Join join -> List.of(join.left(), join.right());
            case Plan.Aggregate aggregate -> List.of(aggregate.input());
            case Plan.Window window -> List.of(window.input());
            case Plan.Sort sort -> List.of(sort.input());
            case Plan.Distinct distinct -> List.of(distinct.input());
            case Plan.Limit limit -> List.of(limit.input());
            case Plan.SetOperation operation -> List.of(operation.left(), operation.right());
        };
    }

    /** Returns the first line of a node. */
    public static String title(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> "Scan on " + scan.table().name();
            case Plan.Values values ->
                    values.types().isEmpty() && values.rows().size() == 1 ? "Result" : "Values";
            case Plan.FunctionScan scan -> "Function Scan on " + scan.definition().name();
            case Plan.Filter filter -> "Filter";
            case Plan.Project project -> "Project";
            case Plan.Join join ->
                    (join.leftKeys().isEmpty() ? "Nested Loop" : "Hash Join")
                            + joinName(join.kind());
            case Plan.Aggregate aggregate ->
                    aggregate.groupKeys().isEmpty() ? "Aggregate" : "HashAggregate";
            case Plan.Window window -> "WindowAgg";
            case Plan.Sort sort -> "Sort";
            case Plan.Distinct distinct -> "Unique";
            case Plan.Limit limit -> "Limit";
            case Plan.SetOperation operation ->
                    "SetOp " + word(operation.operator()) + (operation.all() ? " All" : "");
        };
    }

    private static String joinName(JoinKind kind) {
        return kind == JoinKind.INNER ? "" : " " + word(kind);
    }

    private static String word(Enum<?> constant) {
        String name = constant.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static List<String> details(Plan plan) {
        List<String> out = new ArrayList<>();
        switch (plan) {
            case Plan.Scan scan -> {
                List<String> names = columnNames(scan);
                addList("Filter", scan.conjuncts(), names, " AND ", out);
            }
            case Plan.Values values -> {
                if (!values.types().isEmpty()) {
                    out.add("Rows: " + values.rows().size());
                }
            }
            case Plan.FunctionScan scan ->
                    addList("Arguments", scan.arguments(), List.of(), ", ", out);
            case Plan.Filter filter ->
                    addList(
                            "Condition",
                            List.of(filter.condition()),
                            columnNames(filter.input()),
                            ", ",
                            out);
            case Plan.Project project ->
                    addList(
                            "Output",
                            project.expressions(),
                            columnNames(project.input()),
                            ", ",
                            out);
            case Plan.Join join -> join(join, out);
            case Plan.Aggregate aggregate -> {
                List<String> names = columnNames(aggregate.input());
                addList("Group Key", aggregate.groupKeys(), names, ", ", out);
                List<String> calls = new ArrayList<>();
                aggregate.aggregates().forEach(call -> calls.add(ExpressionText.of(call, names)));
                if (!calls.isEmpty()) {
                    out.add("Aggregates: " + String.join(", ", calls));
                }
            }
            case Plan.Window window -> {
                List<String> names = columnNames(window.input());
                WindowDefinition over = window.window();
                addList("Partition Key", over.partitionBy(), names, ", ", out);
                if (!over.orderBy().isEmpty()) {
                    out.add("Order: " + sortKeys(over.orderBy(), names));
                }
                List<String> calls = new ArrayList<>();
                window.calls().forEach(call -> calls.add(ExpressionText.of(call, names)));
                out.add("Functions: " + String.join(", ", calls));
            }
            case Plan.Sort sort ->
                    out.add("Sort Key: " + sortKeys(sort.keys(), columnNames(sort.input())));
            case Plan.Distinct distinct ->
                    addList("Key", distinct.keys(), columnNames(distinct.input()), ", ", out);
            case Plan.Limit limit -> {
                if (limit.limit() != null) {
                    out.add("Count: " + ExpressionText.of(limit.limit(), List.of()));
                }
                if (limit.offset() != null) {
                    out.add("Offset: " + ExpressionText.of(limit.offset(), List.of()));
                }
            }
            case Plan.SetOperation operation -> {}
        }
        return out;
    }

    private static String sortKeys(List<SortKey> keys, List<String> names) {
        List<String> texts = new ArrayList<>();
        for (SortKey key : keys) {
            String nulls =
                    key.nullsFirst() == key.descending()
                            ? ""
                            : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
            texts.add(
                    ExpressionText.of(key.expression(), names)
                            + (key.descending() ? " DESC" : "")
                            + nulls);
        }
        return String.join(", ", texts);
    }

    private static void join(Plan.Join join, List<String> out) {
        List<String> left = columnNames(join.left());
        List<String> right = columnNames(join.right());
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            keys.add(
                    "("
                            + ExpressionText.of(join.leftKeys().get(i), left)
                            + " = "
                            + ExpressionText.of(join.rightKeys().get(i), right)
                            + ")");
        }
        if (!keys.isEmpty()) {
            out.add("Hash Cond: " + String.join(" AND ", keys));
        }
        BoundExpression residual = join.residual();
        if (residual != null) {
            List<String> both = new ArrayList<>(left);
            both.addAll(right);
            out.add("Join Filter: " + ExpressionText.of(residual, both));
        }
    }

    private static void addList(
            String label,
            List<BoundExpression> expressions,
            List<String> names,
            String separator,
            List<String> out) {
        if (!expressions.isEmpty()) {
            List<String> texts =
                    expressions.stream().map(e -> ExpressionText.of(e, names)).toList();
            out.add(label + ": " + String.join(separator, texts));
        }
    }

    /** Returns names for the output columns of a plan, as expressions above it are shown. */
    public static List<String> columnNames(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> {
                List<String> names = new ArrayList<>();
                for (int column : scan.columns()) {
                    names.add(
                            scan.table().name() + "." + scan.table().columns().get(column).name());
                }
                yield names;
            }
            case Plan.Project project -> {
                List<String> names = columnNames(project.input());
                yield project.expressions().stream().map(e -> ExpressionText.of(e, names)).toList();
            }
            case Plan.Join join -> {
                List<String> names = new ArrayList<>(columnNames(join.left()));
                if (join.kind().showsRight()) {
                    names.addAll(columnNames(join.right()));
                }
                yield names;
            }
            case Plan.Aggregate aggregate -> {
                List<String> names = columnNames(aggregate.input());
                List<String> output = new ArrayList<>();
                aggregate.groupKeys().forEach(key -> output.add(ExpressionText.of(key, names)));
                aggregate.aggregates().forEach(call -> output.add(ExpressionText.of(call, names)));
                yield output;
            }
            case Plan.Window window -> {
                List<String> names = columnNames(window.input());
                List<String> output = new ArrayList<>(names);
                window.calls().forEach(call -> output.add(ExpressionText.of(call, names)));
                yield output;
            }
            case Plan.Filter filter -> columnNames(filter.input());
            case Plan.Sort sort -> columnNames(sort.input());
            case Plan.Distinct distinct -> columnNames(distinct.input());
            case Plan.Limit limit -> columnNames(limit.input());
            case Plan.SetOperation operation -> columnNames(operation.left());
            case Plan.Values values -> {
                List<String> names = new ArrayList<>();
                for (int i = 0; i < values.types().size(); i++) {
                    names.add("column" + (i + 1));
                }
                yield names;
            }
            case Plan.FunctionScan scan ->
                    scan.withOrdinality()
                            ? List.of(scan.definition().name(), "ordinality")
                            : List.of(scan.definition().name());
        };
    }
}
