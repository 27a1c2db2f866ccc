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

    /**
     * @param changeTitle the line above the plan of a changing statement, such as "Update on t";
     *     null for a query
     */
    ExplainText(@Nullable String changeTitle, boolean costs) {
        this.changeTitle = changeTitle;
        this.costs = costs;
    }

    List<String> lines(PhysicalNode root, List<PhysicalNode> initPlans) {
        return write(root, initPlans, "", null);
    }

    List<String> analyzed(PhysicalNode root, List<PhysicalNode> initPlans, OperatorFactory timers) {
        List<String> lines = write(root, initPlans, "", timers);
        TimedOperator timer = timers.timer(root);
        if (timer != null) {
            lines.add(executionTime(timer.millis()));
        }
        return lines;
    }

    List<String> changed(
            PhysicalNode root,
            List<PhysicalNode> initPlans,
            OperatorFactory timers,
            long micros,
            long returnedCount) {
        // What a change returns leaves when all is changed: its first row comes with its last.
        double millis = micros / 1000.0;
        List<String> lines =
                write(root, initPlans, measured(millis, millis, returnedCount), timers);
        lines.add(executionTime(millis));
        return lines;
    }

    private static String executionTime(double millis) {
        return String.format(Locale.ROOT, "Execution Time: %.3f ms", millis);
    }

    private List<String> write(
            PhysicalNode root,
            List<PhysicalNode> initPlans,
            String changeMeasured,
            @Nullable OperatorFactory timers) {
        List<String> lines = new ArrayList<>();
        if (changeTitle == null) {
            add(lines, root, initPlans, "", "", timers);
        } else {
            lines.add(changeTitle + (costs ? cost(root, 0, 0) : "") + changeMeasured);
            add(lines, root, initPlans, "  ", ARROW, timers);
        }
        return lines;
    }

    /**
     * Writes a step behind so many spaces and an arrow, and below it, indented by two, what belongs
     * to it.
     */
    private void add(
            List<String> lines,
            PhysicalNode node,
            List<PhysicalNode> initPlans,
            String spaces,
            String arrow,
            @Nullable OperatorFactory timers) {
        lines.add(spaces + arrow + head(node, timers));
        String below = spaces + " ".repeat(arrow.length()) + "  ";
        for (String detail : node.details()) {
            lines.add(below + detail);
        }
        for (int i = 0; i < initPlans.size(); i++) {
            lines.add(below + "InitPlan " + (i + 1));
            add(lines, initPlans.get(i), List.of(), below + "  ", ARROW, timers);
        }
        for (PhysicalNode child : node.children()) {
            add(lines, child, List.of(), below, ARROW, timers);
        }
    }

    private String head(PhysicalNode node, @Nullable OperatorFactory timers) {
        String head = node.title() + (costs ? cost(node, node.rows(), node.width()) : "");
        TimedOperator timer = timers == null ? null : timers.timer(node);
        if (timer == null) {
            return head;
        }
        if (!timer.wasAsked()) {
            return head + " (never executed)";
        }
        return head + measured(timer.millisToFirst(), timer.millis(), timer.rows());
    }

    private static String measured(double millisToFirst, double millis, long rows) {
        return String.format(
                Locale.ROOT,
                " (actual time=%.3f..%.3f rows=%d.00 loops=1)",
                millisToFirst,
                millis,
                rows);
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
