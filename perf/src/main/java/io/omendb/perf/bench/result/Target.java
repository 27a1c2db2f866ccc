package io.omendb.perf.bench.result;

import java.util.List;
import java.util.Locale;

/**
 * What an issue asks of a figure.
 *
 * @param issue its number
 * @param rowsMin rows that the run must have had at least
 * @param against the side that ours is held against; {@code -} if the figure itself is meant
 * @param comparison {@code >=} or {@code <=}
 * @param bound the ratio of ours to the side, or the figure
 */
public record Target(
        int issue,
        String workload,
        long rowsMin,
        String metric,
        String against,
        String comparison,
        double bound) {
    private static final String THE_FIGURE = "-";

    public Target {
        if (!comparison.equals(">=") && !comparison.equals("<=")) {
            throw new IllegalArgumentException("no comparison: " + comparison);
        }
    }

    /** Holds a result against it. */
    Verdict judge(long rows, List<Metric> metrics) {
        if (rows < rowsMin) {
            return new Verdict(this, null, Verdict.Outcome.NOT_MEASURED);
        }
        for (Metric measured : metrics) {
            if (measured.name().equals(metric)) {
                return judge(measured);
            }
        }
        return new Verdict(this, null, Verdict.Outcome.NOT_MEASURED);
    }

    private Verdict judge(Metric measured) {
        if (against.equals(THE_FIGURE)) {
            for (SideFigures side : measured.sides()) {
                if (side.role() == Role.OURS) {
                    return judge(side.median());
                }
            }
        }
        for (Ratio ratio : measured.ratios()) {
            if (ratio.against().equals(against)) {
                return judge(ratio.median());
            }
        }
        return new Verdict(this, null, Verdict.Outcome.NOT_MEASURED);
    }

    private Verdict judge(double found) {
        boolean met = comparison.equals(">=") ? found >= bound : found <= bound;
        return new Verdict(this, found, met ? Verdict.Outcome.MET : Verdict.Outcome.MISSED);
    }

    /** In words, for the terminal. */
    public String words() {
        String what =
                against.equals(THE_FIGURE)
                        ? String.format(Locale.ROOT, "%s %s", comparison, plain(bound))
                        : String.format(
                                Locale.ROOT, "%s %s times %s", comparison, plain(bound), against);
        String rows = rowsMin == 0 ? "" : String.format(Locale.ROOT, " (%,d rows)", rowsMin);
        return String.format(
                Locale.ROOT, "issue %d, %s: %s %s%s", issue, workload, metric, what, rows);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
