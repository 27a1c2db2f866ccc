package io.omendb.perf.bench.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A long operation, how much of it the machine did not take, and who did.
 *
 * @param latencyNs how long it took
 * @param excessNs how much of that is beyond what the hiccup meter noticed at the same time
 * @param cause who took the larger part
 * @param step what the engine did in that part; null if it was not the engine
 */
public record Pause(long latencyNs, long excessNs, Cause cause, @Nullable String step) {
    /** Where the time of a long operation went. */
    public enum Cause {
        /** The hiccup meter stood still as well: the machine, or this JVM. */
        MACHINE("machine"),
        /** A collector ran, here or in the server. */
        COLLECTOR("collector"),
        /** A thread of the engine did one kind of thing for at least half of it. */
        ENGINE("engine"),
        /**
         * None of these for half of it: the client's own thread, threads that waited for a
         * processor between two steps, the operations before it, or many short things in turn.
         */
        QUEUEING("client or queueing");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** As results have it. */
        public String words() {
            return words;
        }
    }

    /**
     * Says it of the longest operations. A step of the engine that a stall of the machine or a
     * collector drew out does not count as its cause.
     *
     * @param stalls what the meter noticed
     * @param collections when a collector of a process that took part ran
     * @param steps the slow ones of the engine's threads
     */
    public static List<Pause> explain(
            List<Interval> slowest,
            List<Interval> stalls,
            List<Interval> collections,
            List<EngineStep> steps) {
        return slowest.stream().map(one -> explain(one, stalls, collections, steps)).toList();
    }

    private static Pause explain(
            Interval operation,
            List<Interval> stalls,
            List<Interval> collections,
            List<EngineStep> steps) {
        long latencyNs = operation.lengthNs();
        long stalledNs = overlapNs(operation, stalls);
        long excessNs = Math.max(0, latencyNs - stalledNs);
        long half = latencyNs / 2;
        if (overlapNs(operation, collections) >= half) {
            return new Pause(latencyNs, excessNs, Cause.COLLECTOR, null);
        }
        if (stalledNs >= half) {
            return new Pause(latencyNs, excessNs, Cause.MACHINE, null);
        }
        Map<String, Long> byStep = new HashMap<>();
        for (EngineStep step : steps) {
            long overlapNs = operation.overlapNs(step.interval());
            if (overlapNs > 0) {
                byStep.merge(step.words(), overlapNs, Long::sum);
            }
        }
        return byStep.entrySet().stream()
                .filter(step -> step.getValue() >= half)
                .max(
                        Map.Entry.<String, Long>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey()))
                .map(step -> new Pause(latencyNs, excessNs, Cause.ENGINE, step.getKey()))
                .orElseGet(() -> new Pause(latencyNs, excessNs, Cause.QUEUEING, null));
    }

    private static long overlapNs(Interval operation, List<Interval> others) {
        return others.stream().mapToLong(operation::overlapNs).sum();
    }
}
