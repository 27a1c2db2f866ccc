package io.omendb.sql.bind;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.plan.WindowCall;
import io.omendb.sql.plan.WindowDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The window functions found while the expressions of one SELECT are bound. Each stands in its
 * expression as a column from {@link #BASE} on until the output of the windows is known.
 */
final class Windows {
    /** First index of the stand-ins: above any real column, below those of aggregates. */
    static final int BASE = 1 << 19;

    /** A call over a window. */
    private record Use(WindowDefinition window, WindowCall call, int position) {}

    private final List<Use> uses = new ArrayList<>();

    static boolean isWindow(int columnIndex) {
        return columnIndex >= BASE && columnIndex < Aggregates.BASE;
    }

    boolean isEmpty() {
        return uses.isEmpty();
    }

    /** Returns the stand-in of a call; equal calls over equal windows are computed once. */
    ColumnReference add(WindowDefinition window, WindowCall call, int position) {
        int index = -1;
        for (int i = 0; i < uses.size(); i++) {
            if (uses.get(i).window().equals(window) && uses.get(i).call().equals(call)) {
                index = i;
            }
        }
        if (index < 0) {
            index = uses.size();
            uses.add(new Use(window, call, position));
        }
        return new ColumnReference(BASE + index, call.function().returnType());
    }

    /** What to do with an expression that was written there. */
    interface Placed {
        void take(BoundExpression expression, int position);
    }

    /** Hands all expressions over the input of the windows to a taker. */
    void forEach(Placed taker) {
        for (Use use : uses) {
            UnaryOperator<BoundExpression> take =
                    expression -> {
                        taker.take(expression, use.position());
                        return expression;
                    };
            use.window().map(take);
            use.call().map(take);
        }
    }

    /** Replaces the expressions over the input of the windows. */
    void replaceAll(UnaryOperator<BoundExpression> map) {
        uses.replaceAll(use -> new Use(use.window().map(map), use.call().map(map), use.position()));
    }

    /** A plan that also computes the windows, and where their functions are in its output. */
    @SuppressWarnings("ArrayRecordComponent") // Lives within one binding only.
    record Planned(Plan plan, int[] places) {
        /** Returns an expression over the input and the stand-ins as one over the output. */
        BoundExpression place(BoundExpression expression) {
            return Expressions.remap(
                    expression, index -> isWindow(index) ? places[index - BASE] : index);
        }
    }

    /** Puts the windows above their input, one step for the functions over one window. */
    Planned over(Plan input) {
        int[] places = new int[uses.size()];
        Plan plan = input;
        int next = input.types().size();
        for (WindowDefinition window : inTurn()) {
            List<WindowCall> calls = new ArrayList<>();
            for (int i = 0; i < places.length; i++) {
                if (uses.get(i).window().equals(window)) {
                    calls.add(uses.get(i).call());
                    places[i] = next++;
                }
            }
            plan = new Plan.Window(plan, window, calls);
        }
        return new Planned(plan, places);
    }

    /**
     * Returns the windows in the order in which they are computed: one that wants its input in an
     * order comes before those that are content with the beginning of it, so that one sort serves
     * them all.
     */
    private List<WindowDefinition> inTurn() {
        List<WindowDefinition> left =
                new ArrayList<>(uses.stream().map(Use::window).distinct().toList());
        left.sort(
                Comparator.comparingInt((WindowDefinition window) -> window.inputOrder().size())
                        .reversed());
        List<WindowDefinition> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            List<SortKey> order = left.getFirst().inputOrder();
            for (WindowDefinition window : List.copyOf(left)) {
                List<SortKey> wanted = window.inputOrder();
                if (wanted.equals(order.subList(0, wanted.size()))) {
                    ordered.add(window);
                    left.remove(window);
                }
            }
        }
        return ordered;
    }
}
