package io.omendb.perf.bench.result;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/**
 * A result to look at: bars of the medians, side by side. A chart per unit; of scores a small one
 * per claim, since each has sides of its own.
 */
final class Chart {
    private static final int WIDTH = 1_100;
    private static final int HEIGHT = 460;
    private static final int CLAIM_WIDTH = 560;
    private static final int CLAIM_HEIGHT = 320;
    private static final int CLAIM_COLUMNS = 2;
    private static final int LABEL_DEGREES = 20;

    /** More labels than these run into each other when slanted: each stands below its bars then. */
    private static final int LABELS_SLANTED_MAX = 8;

    private static final int UPRIGHT = 90;
    private static final int HEIGHT_CROWDED = 660;
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9", "p99.99");

    private Chart() {}

    /** As PNG. */
    static void write(Result result, Path file) throws IOException {
        boolean scores = ScoreTable.fits(result);
        List<CategoryChart> charts = scores ? claims(result) : units(result);
        int columns = scores ? columns(charts.size()) : 1;
        int rows = (charts.size() + columns - 1) / columns;
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(charts, rows, columns, png, BitmapEncoder.BitmapFormat.PNG);
        Files.write(file, png.toByteArray());
    }

    /** So many that no row is left with fewer: XChart draws full rows only. */
    private static int columns(int charts) {
        if (charts % CLAIM_COLUMNS == 0) {
            return CLAIM_COLUMNS;
        }
        return charts % (CLAIM_COLUMNS + 1) == 0 ? CLAIM_COLUMNS + 1 : 1;
    }

    private static List<CategoryChart> units(Result result) {
        Map<String, List<Metric>> byUnit = new LinkedHashMap<>();
        for (Metric metric : result.metrics()) {
            byUnit.computeIfAbsent(metric.unit(), unused -> new ArrayList<>()).add(metric);
        }
        List<CategoryChart> charts = new ArrayList<>();
        byUnit.forEach((unit, metrics) -> {
            String title =
                    result.workload()
                            + ": medians of "
                            + result.rounds()
                            + " rounds, "
                            + better(metrics.getFirst());
            List<String> names = metrics.stream().map(Metric::name).toList();
            boolean isCrowded = names.size() > LABELS_SLANTED_MAX;
            int height = isCrowded ? HEIGHT_CROWDED : HEIGHT;
            CategoryChart chart = empty(title, unit, WIDTH, height, medians(metrics));
            if (isCrowded) {
                chart.getStyler().setXAxisLabelRotation(UPRIGHT);
            }
            for (String side : sides(metrics)) {
                add(chart, side, names, metrics.stream().map(metric -> median(metric, side)));
            }
            charts.add(chart);
        });
        return charts;
    }

    /** What operations allocate is nothing, mostly: the table says it. */
    private static List<CategoryChart> claims(Result result) {
        Map<String, List<Metric>> byClaim = new LinkedHashMap<>();
        for (Metric metric : result.metrics()) {
            if (!metric.name().endsWith(Metric.ALLOCATED)) {
                String claim = metric.name().split(",", 2)[0];
                byClaim.computeIfAbsent(claim, unused -> new ArrayList<>()).add(metric);
            }
        }
        List<CategoryChart> charts = new ArrayList<>();
        byClaim.forEach((claim, metrics) -> {
            if (metrics.getFirst().sides().getFirst().latencyUs() != null) {
                metrics.forEach(metric -> charts.add(latencies(metric)));
            } else {
                charts.add(claim(claim, metrics));
            }
        });
        return charts;
    }

    private static CategoryChart claim(String claim, List<Metric> metrics) {
        Metric first = metrics.getFirst();
        String title = claim + ", " + better(first);
        CategoryChart chart =
                empty(title, first.unit(), CLAIM_WIDTH, CLAIM_HEIGHT, medians(metrics));
        List<String> names = metrics.stream().map(metric -> parameters(metric, claim)).toList();
        for (String side : sides(metrics)) {
            add(chart, side, names, metrics.stream().map(metric -> median(metric, side)));
        }
        return chart;
    }

    private static CategoryChart latencies(Metric metric) {
        Map<String, List<Double>> bySide = new LinkedHashMap<>();
        for (SideFigures side : metric.sides()) {
            Percentiles us = side.latencyUs();
            if (us != null) {
                bySide.put(
                        side.side(), List.of(us.p50(), us.p90(), us.p99(), us.p999(), us.p9999()));
            }
        }
        List<Double> all = bySide.values().stream().flatMap(List::stream).toList();
        CategoryChart chart = empty(metric.name(), "us", CLAIM_WIDTH, CLAIM_HEIGHT, all);
        bySide.forEach((side, us) -> add(chart, side, PERCENTILES, us.stream()));
        return chart;
    }

    /** The parameters of a claim; its name where it has none. */
    private static String parameters(Metric metric, String claim) {
        return metric.name().equals(claim) ? claim : metric.name().substring(claim.length() + 2);
    }

    private static String better(Metric metric) {
        return (metric.higherIsBetter() ? "higher" : "lower") + " is better";
    }

    private static CategoryChart empty(
            String title, String unit, int width, int height, List<Double> figures) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(width)
                        .height(height)
                        .title(title)
                        .yAxisTitle(unit + ", logarithmic")
                        .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisMin(decadeBelow(figures))
                .setXAxisLabelRotation(LABEL_DEGREES)
                .setLegendPosition(Styler.LegendPosition.OutsideE);
        return chart;
    }

    private static void add(
            CategoryChart chart, String side, List<String> names, Stream<@Nullable Double> bars) {
        List<@Nullable Double> values = new ArrayList<>();
        bars.forEach(bar -> values.add(bar == null || bar > 0 ? bar : null));
        chart.addSeries(side, names, values);
    }

    /** Bars of a logarithmic axis stand on a power of ten below the least of them. */
    private static double decadeBelow(List<Double> figures) {
        double least =
                figures.stream()
                        .mapToDouble(Double::doubleValue)
                        .filter(figure -> figure > 0)
                        .min()
                        .orElse(1);
        return Math.pow(10, Math.floor(Math.log10(least)) - 1);
    }

    private static List<Double> medians(List<Metric> metrics) {
        return metrics.stream()
                .flatMap(metric -> metric.sides().stream())
                .map(SideFigures::median)
                .toList();
    }

    private static Set<String> sides(List<Metric> metrics) {
        Set<String> sides = new LinkedHashSet<>();
        for (Metric metric : metrics) {
            metric.sides().forEach(figures -> sides.add(figures.side()));
        }
        return sides;
    }

    /** No bar where a side was not measured, or measured nothing. */
    private static @Nullable Double median(Metric metric, String side) {
        for (SideFigures figures : metric.sides()) {
            if (figures.side().equals(side) && figures.median() > 0) {
                return figures.median();
            }
        }
        return null;
    }
}
