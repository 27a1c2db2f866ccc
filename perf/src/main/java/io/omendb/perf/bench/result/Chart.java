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
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** A result to look at: bars of the medians, side by side, a chart per unit. */
final class Chart {
    private static final int WIDTH = 1_100;
    private static final int HEIGHT = 460;
    private static final int LABEL_DEGREES = 20;

    private Chart() {}

    /** As PNG. */
    static void write(Result result, Path file) throws IOException {
        Map<String, List<Metric>> byUnit = new LinkedHashMap<>();
        for (Metric metric : result.metrics()) {
            byUnit.computeIfAbsent(metric.unit(), unused -> new ArrayList<>()).add(metric);
        }
        List<CategoryChart> charts = new ArrayList<>();
        byUnit.forEach((unit, metrics) -> charts.add(chart(result, unit, metrics)));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(charts, charts.size(), 1, png, BitmapEncoder.BitmapFormat.PNG);
        Files.write(file, png.toByteArray());
    }

    private static CategoryChart chart(Result result, String unit, List<Metric> metrics) {
        boolean higherIsBetter = metrics.getFirst().higherIsBetter();
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(
                                result.workload()
                                        + ": medians of "
                                        + result.rounds()
                                        + " rounds, "
                                        + (higherIsBetter ? "higher" : "lower")
                                        + " is better")
                        .yAxisTitle(unit + ", logarithmic")
                        .build();
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisMin(decadeBelow(metrics))
                .setXAxisLabelRotation(LABEL_DEGREES)
                .setLegendPosition(Styler.LegendPosition.OutsideE);
        List<String> names = metrics.stream().map(Metric::name).toList();
        for (String side : sides(metrics)) {
            List<@Nullable Double> medians = new ArrayList<>();
            for (Metric metric : metrics) {
                medians.add(median(metric, side));
            }
            chart.addSeries(side, names, medians);
        }
        return chart;
    }

    /** Bars of a logarithmic axis stand on a power of ten below the least of them. */
    private static double decadeBelow(List<Metric> metrics) {
        double least =
                metrics.stream()
                        .flatMap(metric -> metric.sides().stream())
                        .mapToDouble(SideFigures::median)
                        .filter(median -> median > 0)
                        .min()
                        .orElse(1);
        return Math.pow(10, Math.floor(Math.log10(least)) - 1);
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
