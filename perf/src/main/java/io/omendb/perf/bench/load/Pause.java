package io.omendb.perf.bench.load;

import java.util.List;

/**
 * A long operation, and how much of it the machine did not take.
 *
 * @param latencyNs how long it took
 * @param excessNs how much of that is beyond what the hiccup meter noticed at the same time
 * @param cause who took the larger part
 */
public record Pause(long latencyNs, long excessNs, Cause cause) {
    /** Where the time of a long operation went. */
    public enum Cause {
        /** The hiccup meter stood still as well: the machine, or this JVM. */
        MACHINE,
        /** A collector ran, here or in the server. */
        COLLECTOR,
        /** Neither: the engine worked, or waited for a device or for another client. */
        ENGINE
    }

    /**
     * Says it of the longest operations.
     *
     * @param stalls what the meter noticed
     * @param collections when a collector of a process that took part ran
     */
    public static List<Pause> explain(
            List<Interval> slowest, List<Interval> stalls, List<Interval> collections) {
        return slowest.stream().map(one -> explain(one, stalls, collections)).toList();
    }

    private static Pause explain(
            Interval operation, List<Interval> stalls, List<Interval> collections) {
        long stalledNs = overlapNs(operation, stalls);
        long collectedNs = overlapNs(operation, collections);
        long half = operation.lengthNs() / 2;
        Cause cause =
                collectedNs >= half
                        ? Cause.COLLECTOR
                        : stalledNs >= half ? Cause.MACHINE : Cause.ENGINE;
        return new Pause(
                operation.lengthNs(), Math.max(0, operation.lengthNs() - stalledNs), cause);
    }

    private static long overlapNs(Interval operation, List<Interval> others) {
        return others.stream().mapToLong(operation::overlapNs).sum();
    }
}
