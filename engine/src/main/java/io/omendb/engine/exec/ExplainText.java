package io.omendb.engine.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The lines of EXPLAIN, in PostgreSQL's shape. */
final class ExplainText {
    private static final String ARROW = "->  ";

    private final @Nullable String changeTitle;
    private final boolean costs;

    /** @param changeTitle the line above the plan of a changing statement, such as "Update on t"; null for a query */
    ExplainText(@Nullable String changeTitle, boolean costs) {
        this.changeTitle = changeTitle;
        this.costs = costs;
    }

    List<String> lines(PhysicalNode root, List<PhysicalNode> initPlans) {
        return write(root, initPlans, null);
    }

    List<String> analyzed(PhysicalNode root, List<PhysicalNode> initPlans, OperatorFactory timers) {
        List<String> lines = write(root, initPlans, timers);
        TimedOperator timer = timers.timer(root);
        if (timer != null) {
            lines.add(String.format(Locale.ROOT, "Execution Time: %.3f ms", timer.millis()));
        }
        return lines;
    }

    private List<String> write(
            PhysicalNode root, List<PhysicalNode> initPlans, @Nullable OperatorFactory timers) {
        List<String> lines = new ArrayList<>();
        int depth = 0;
        if (changeTitle != null) {
            lines.add(changeTitle + (costs ? cost(root, 0, 0) : ""));
            depth = 1;
        }
        addHead(lines, root, depth, timers);
        for (int i = 0; i < initPlans.size(); i++) {
            lines.add(indent(depth) + "  InitPlan " + (i + 1));
            add(lines, initPlans.get(i), depth + 2, timers);
        }
        addChildren(lines, root, depth, timers);
        return lines;
    }

    private void add(List<String> lines, PhysicalNode node, int depth, @Nullable OperatorFactory timers) {
        addHead(lines, node, depth, timers);
        addChildren(lines, node, depth, timers);
    }

    private void addHead(List<String> lines, PhysicalNode node, int depth, @Nullable OperatorFactory timers) {
        StringBuilder head = new StringBuilder();
        if (depth > 0) {
            head.append(indent(depth - 1)).append("  ").append(ARROW);
        }
        head.append(node.title());
        if (costs) {
            head.append(cost(node, node.rows(), node.width()));
        }
        TimedOperator timer = timers == null ? null : timers.timer(node);
        if (timer != null) {
            head.append(
                    timer.wasAsked()
                            ? String.format(
                                    Locale.ROOT,
                                    " (actual time=%.3f..%.3f rows=%d loops=1)",
                                    timer.millisToFirst(),
                                    timer.millis(),
                                    timer.rows())
                            : " (never executed)");
        }
        lines.add(head.toString());
        for (String detail : node.details()) {
            lines.add(indent(depth) + "  " + detail);
        }
    }

    private void addChildren(
            List<String> lines, PhysicalNode node, int depth, @Nullable OperatorFactory timers) {
        for (PhysicalNode child : node.children()) {
            add(lines, child, depth + 1, timers);
        }
    }

    private static String indent(int depth) {
        return "      ".repeat(depth);
    }

    private static String cost(PhysicalNode node, double rows, int width) {
        return String.format(
                Locale.ROOT,
                "  (cost=%.2f..%.2f rows=%.0f width=%d)",
                node.startCost(),
                node.totalCost(),
                rows,
                width);
    }
}
