package io.omendb.perf.bench.result;

import org.jspecify.annotations.Nullable;

/**
 * A long operation of ours.
 *
 * @param during the metric in whose rounds it was
 * @param latencyUs how long it took
 * @param excessUs how much of it is beyond what the hiccup meter noticed at the same time
 * @param cause machine, collector, engine, or client or queueing
 * @param step what the engine did meanwhile, if that is the cause
 */
public record PauseFigures(
        String during, double latencyUs, double excessUs, String cause, @Nullable String step) {
    /** The cause, and the step if there is one. */
    String words() {
        return step == null ? cause : cause + ": " + step;
    }
}
