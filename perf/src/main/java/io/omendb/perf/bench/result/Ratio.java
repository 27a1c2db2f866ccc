package io.omendb.perf.bench.result;

/**
 * How many times as good as another side ours was: of each round, and then the middle one and the
 * spread. Above 1 ours is better, whichever way the figure counts.
 */
public record Ratio(String against, double median, double min, double max) {}
