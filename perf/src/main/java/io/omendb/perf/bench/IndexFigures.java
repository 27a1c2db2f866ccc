package io.omendb.perf.bench;

import io.omendb.perf.bench.result.Figures;
import io.omendb.perf.bench.result.Measured;
import io.omendb.perf.bench.result.Metric;
import io.omendb.perf.bench.result.Ratio;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.result.SideFigures;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What targets of the index are held against. A claim is measured over several distributions of
 * keys: one of them stands for all, the one in the middle or the worst one, by what the target asks
 * for. Its rounds become those of a metric that says so.
 */
final class IndexFigures {
    static final String BTREE = "btree";
    static final String POINT_READS = "IndexPointRead";

    /** Rows from which point reads are held to grow as slowly as loads do. */
    static final long GROWTH_FROM = 1_000_000;

    private static final String MEDIAN = ", median of the keys";
    private static final String WORST = ", worst of the keys";
    private static final String RANDOM_LOADS = "random loads";
    private static final String CHOSEN = "keys that stand for all";
    private static final String SLOWEST = "slowest inserts, ";
    private static final String BULK_LOAD = "IndexBulkLoad";
    private static final String INSERTS_HEAP = "inserts, heap";
    private static final String TAIL = "p99.99";
    private static final double NS_PER_SECOND = 1e9;
    private static final double MS_PER_SECOND = 1e3;

    /** In a metric's name: the first word in capitals. */
    private static final Pattern DISTRIBUTION = Pattern.compile("\\b[A-Z_]{2,}\\b");

    /** Claims whose operation is one of the index, and does nothing beside. */
    private static final List<String> STEADY =
            List.of(POINT_READS, "IndexBatchRead", "IndexScan", "IndexReader");

    private final Figures figures;
    private final List<Metric> metrics;
    private final long rows;

    /**
     * @param figures what was measured, to which the derived ones are added
     */
    IndexFigures(Figures figures, long rows) {
        this.figures = figures;
        this.metrics = figures.metrics();
        this.rows = rows;
    }

    /** Adds all that can be derived from what was measured. */
    void derive() {
        against("point reads", named(POINT_READS, "INDEPENDENT, " + rows), BTREE);
        against("dependent point reads", named(POINT_READS, "DEPENDENT, " + rows), BTREE);
        against("batches of 16", named("IndexBatchRead", rows), "singly");
        against("batches of 16 beside batches", named("IndexBatchRead", rows), BTREE);
        against("growth of point reads", growth(), RANDOM_LOADS);
        against("random inserts", named("IndexInsert", rows), BTREE);
        against("scans of 100", named("IndexScan", rows), BTREE);
        against("reads beside the writer", named("IndexReader", rows), "alone");
        byItself("appends", rates(named("IndexAppend", rows), NS_PER_SECOND));
        byItself("bulk load", rates(named(BULK_LOAD, rows), rows * MS_PER_SECOND));
        for (String how :
                List.of("bulk loaded", "inserted", "in row order", "appended in row order")) {
            String name = "bytes per key, " + how;
            byItself(name, startingWith(name + ", "));
        }
        byItself("headers per key", startingWith("headers per key, "));
        slowestInserts();
        allocated();
    }

    private List<Metric> named(String claim, long size) {
        return named(claim, Long.toString(size));
    }

    /** Those of a claim, one for each distribution, with these parameters behind it. */
    private List<Metric> named(String claim, String parameters) {
        int words = 2 + parameters.split(", ", -1).length;
        return metrics.stream()
                .filter(metric ->
                        metric.name().startsWith(claim + ", ")
                                && metric.name().endsWith(", " + parameters)
                                && metric.name().split(", ", -1).length == words)
                .toList();
    }

    private List<Metric> startingWith(String prefix) {
        return metrics.stream().filter(metric -> metric.name().startsWith(prefix)).toList();
    }

    /** The keys are chosen by how many times as good as the side ours was. */
    private void against(String name, List<Metric> byKeys, String side) {
        stand(
                name,
                byKeys.stream().filter(metric -> !Double.isNaN(ratio(metric, side))).toList(),
                metric -> ratio(metric, side));
    }

    private static double ratio(Metric metric, String side) {
        return metric.ratios().stream()
                .filter(ratio -> ratio.against().equals(side))
                .mapToDouble(Ratio::median)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The keys are chosen by our own figures. */
    private void byItself(String name, List<Metric> byKeys) {
        stand(
                name,
                byKeys.stream().filter(metric -> !Double.isNaN(ours(metric))).toList(),
                metric -> metric.higherIsBetter() ? ours(metric) : -ours(metric));
    }

    private static double ours(Metric metric) {
        return side(metric, Bench.OURS);
    }

    private static double side(Metric metric, String name) {
        return metric.sides().stream()
                .filter(side -> side.side().equals(name))
                .mapToDouble(SideFigures::median)
                .findFirst()
                .orElse(Double.NaN);
    }

    private void stand(String name, List<Metric> byKeys, ToDoubleFunction<Metric> goodness) {
        if (!byKeys.isEmpty()) {
            List<Metric> fromWorst =
                    byKeys.stream().sorted(Comparator.comparingDouble(goodness)).toList();
            copy(fromWorst.get((fromWorst.size() - 1) / 2), name + MEDIAN);
            copy(fromWorst.getFirst(), name + WORST);
        }
    }

    private void copy(Metric from, String name) {
        Measured to = figures.metric(name, from.unit(), from.higherIsBetter());
        for (SideFigures side : from.sides()) {
            side.rounds().forEach(figure -> to.add(side.role(), side.side(), figure));
        }
        Matcher keys = DISTRIBUTION.matcher(from.name());
        if (keys.find()) {
            figures.facts(CHOSEN, Map.of(name, keys.group()));
        }
    }

    /** Times as operations a second. */
    private static List<Metric> rates(List<Metric> times, double perOperation) {
        Figures rates = new Figures();
        for (Metric time : times) {
            Measured rate = rates.metric(time.name(), "operations/s", true);
            addAll(rate, time, figure -> perOperation / figure);
        }
        return rates.metrics();
    }

    private static void addAll(Measured to, Metric from, DoubleUnaryOperator change) {
        for (SideFigures side : from.sides()) {
            for (double figure : side.rounds()) {
                to.add(side.role(), side.side(), change.applyAsDouble(figure));
            }
        }
    }

    /** How many times as long a read takes as one from fewer rows, where the next waits for it. */
    private List<Metric> growth() {
        Figures growth = new Figures();
        if (rows <= GROWTH_FROM) {
            return growth.metrics();
        }
        Map<String, Metric> few = new HashMap<>();
        for (Metric metric : named(POINT_READS, "DEPENDENT, " + GROWTH_FROM)) {
            few.put(metric.name().replace(", " + GROWTH_FROM, ", " + rows), metric);
        }
        for (Metric many : named(POINT_READS, "DEPENDENT, " + rows)) {
            Metric before = few.get(many.name());
            if (before != null) {
                Measured times = growth.metric(many.name(), "times", false);
                for (SideFigures side : many.sides()) {
                    double base = side(before, side.side());
                    for (double figure : side.rounds()) {
                        if (!Double.isNaN(base)) {
                            times.add(side.role(), side.side(), figure / base);
                        }
                    }
                }
            }
        }
        return growth.metrics();
    }

    private void slowestInserts() {
        for (Metric metric : startingWith(SLOWEST + TAIL)) {
            if (metric.name().equals(SLOWEST + TAIL)) {
                double beyond = ours(metric) - side(metric, "spin loop");
                figures.metric(SLOWEST + TAIL + " beyond the control", metric.unit(), false)
                        .add(Role.OURS, Bench.OURS, Math.max(0, beyond));
            }
        }
    }

    /**
     * Heap of an operation, of the one that takes most, if all were measured. Inserts are counted
     * where no index is made meanwhile, loads are divided by their rows.
     */
    private void allocated() {
        Map<String, Double> mostByClaim = new HashMap<>();
        for (Metric metric : metrics) {
            String claim = metric.name().split(",", 2)[0];
            boolean isHeap = metric.name().endsWith(Metric.ALLOCATED);
            if (metric.name().equals(INSERTS_HEAP) || isHeap && STEADY.contains(claim)) {
                mostByClaim.merge(claim, ours(metric), Math::max);
            } else if (isHeap && claim.equals(BULK_LOAD)) {
                mostByClaim.merge(claim, ours(metric) / rows, Math::max);
            }
        }
        if (mostByClaim.size() == STEADY.size() + 2) {
            figures.metric("allocated", "B/op", false)
                    .add(Role.OURS, Bench.OURS, Collections.max(mostByClaim.values()));
        }
    }
}
