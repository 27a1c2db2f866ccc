package io.omendb.perf.bench.result;

import org.jspecify.annotations.Nullable;

/**
 * A target, and what was measured of it.
 *
 * @param found what stands against the bound; null if this run did not measure it
 */
public record Verdict(Target target, @Nullable Double found, Outcome outcome) {
    /** How it went. */
    public enum Outcome {
        MET,
        MISSED,
        NOT_MEASURED
    }
}
