package io.omendb.perf.bench.load;

/**
 * A stretch of time, by {@link System#nanoTime}.
 *
 * @param startNs its begin
 * @param endNs its end, not before the begin
 */
public record Interval(long startNs, long endNs) {
    /** How long it is. */
    public long lengthNs() {
        return endNs - startNs;
    }

    /** How much of it lies in another. */
    long overlapNs(Interval other) {
        return Math.max(0, Math.min(endNs, other.endNs) - Math.max(startNs, other.startNs));
    }
}
