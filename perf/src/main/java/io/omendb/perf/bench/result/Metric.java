package io.omendb.perf.bench.result;

import java.util.List;

/**
 * One thing that was measured on all sides.
 *
 * @param higherIsBetter whether a larger figure is a better one
 * @param sides ours first
 * @param ratios ours against each other side; empty if ours is alone
 */
public record Metric(
        String name,
        String unit,
        boolean higherIsBetter,
        List<SideFigures> sides,
        List<Ratio> ratios) {
    /** Behind the name of a metric: that of the heap that its operations take, in bytes. */
    public static final String ALLOCATED = ", allocated";

    /** Of a sorted or unsorted list of figures that is not empty, the middle. */
    static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
