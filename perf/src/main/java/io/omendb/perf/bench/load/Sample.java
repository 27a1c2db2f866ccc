package io.omendb.perf.bench.load;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What a load of some seconds showed.
 *
 * @param operations done
 * @param elapsedNs from the first operation's begin to the last one's end
 * @param latencyNs of each operation; in an open loop from when it was due
 * @param slowest the longest ones, the longest first; of those that overlap only the longest
 */
public record Sample(long operations, long elapsedNs, Histogram latencyNs, List<Interval> slowest) {
    private static final double NS_PER_SECOND = 1e9;

    /** Operations in a second. */
    public double rate() {
        return operations * NS_PER_SECOND / Math.max(1, elapsedNs);
    }
}
