package io.omendb.perf.bench.result;

import org.HdrHistogram.Histogram;

/**
 * A distribution of times, in microseconds.
 *
 * @param count values in it
 */
public record Percentiles(
        double p50, double p90, double p99, double p999, double p9999, double max, long count) {
    private static final double NS_PER_US = 1e3;

    /** Of nanoseconds. */
    public static Percentiles of(Histogram ns) {
        return new Percentiles(
                at(ns, 50),
                at(ns, 90),
                at(ns, 99),
                at(ns, 99.9),
                at(ns, 99.99),
                ns.getMaxValue() / NS_PER_US,
                ns.getTotalCount());
    }

    private static double at(Histogram ns, double percentile) {
        return ns.getValueAtPercentile(percentile) / NS_PER_US;
    }
}
