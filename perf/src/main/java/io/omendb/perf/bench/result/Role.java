package io.omendb.perf.bench.result;

/** What a side is in a comparison. */
public enum Role {
    /** OmenDB. */
    OURS,
    /** Another engine. */
    RIVAL,
    /** What no engine can be better than. */
    FLOOR
}
