package io.omendb.perf.bench.result;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Metrics that are scores: a line for each side, with what an operation of it allocates in the
 * median, which is a metric of its own.
 */
final class ScoreTable {
    private static final String ROW = "    %-24s %12s %-14s %-7s %12s  %s";

    private final PrintWriter out;

    ScoreTable(PrintWriter out) {
        this.out = out;
    }

    /** Whether a result consists of scores. */
    static boolean fits(Result result) {
        return result.metrics().stream()
                .flatMap(metric -> metric.sides().stream())
                .anyMatch(side -> side.score() != null);
    }

    void print(List<Metric> metrics) {
        Map<String, Metric> allocated = new HashMap<>();
        for (Metric metric : metrics) {
            if (metric.name().endsWith(Metric.ALLOCATED)) {
                allocated.put(metric.name(), metric);
            }
        }
        say("");
        say(ROW, "", "score", "99.9%", "", "B/op", "");
        for (Metric metric : metrics) {
            if (!metric.name().endsWith(Metric.ALLOCATED)) {
                print(metric, allocated.get(metric.name() + Metric.ALLOCATED));
            }
        }
    }

    private void print(Metric metric, @Nullable Metric allocated) {
        say("  %s", metric.name());
        for (SideFigures side : metric.sides()) {
            say(
                    ROW,
                    side.side(),
                    mean(side),
                    error(side),
                    metric.unit(),
                    bytes(side, allocated),
                    ratio(side, metric));
            Percentiles latency = side.latencyUs();
            if (latency != null) {
                say("    %-24s %s", "", Tables.words(latency));
            }
        }
    }

    private static String mean(SideFigures side) {
        Score score = side.score();
        return Tables.figure(score == null ? side.median() : score.mean());
    }

    private static String error(SideFigures side) {
        Score score = side.score();
        Double error = score == null ? null : score.error();
        return error == null ? "" : "+- " + Tables.figure(error);
    }

    private static String bytes(SideFigures side, @Nullable Metric allocated) {
        if (allocated != null) {
            for (SideFigures figures : allocated.sides()) {
                if (figures.side().equals(side.side())) {
                    return Tables.figure(figures.median());
                }
            }
        }
        return "";
    }

    private static String ratio(SideFigures side, Metric metric) {
        for (Ratio ratio : metric.ratios()) {
            if (ratio.against().equals(side.side())) {
                return String.format(
                        Locale.ROOT,
                        "ours is %.2f times (%.2f to %.2f)",
                        ratio.median(),
                        ratio.min(),
                        ratio.max());
            }
        }
        return "";
    }

    private void say(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}
