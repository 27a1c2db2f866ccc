package io.omendb.perf.bench.result;

/**
 * A long operation of ours.
 *
 * @param during the metric in whose rounds it was
 * @param latencyUs how long it took
 * @param excessUs how much of it is beyond what the hiccup meter noticed at the same time
 * @param cause machine, collector or engine
 */
public record PauseFigures(String during, double latencyUs, double excessUs, String cause) {}
