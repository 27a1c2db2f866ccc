package io.omendb.perf.bench.load;

/**
 * A slow step of an engine's thread, as the engine says it.
 *
 * @param thread its name
 * @param step what it did
 * @param interval when, by {@link System#nanoTime}
 */
public record EngineStep(String thread, String step, Interval interval) {
    /** What it did, and who. */
    String words() {
        return step + " of " + thread;
    }
}
