package io.omendb.perf.bench.result;

import org.jspecify.annotations.Nullable;

/**
 * A mean and how far off it may be, in the unit of its metric.
 *
 * @param mean of all measurements
 * @param error half the width of the interval in which the true mean lies with 99.9%; null where
 *     there were too few measurements to say
 */
public record Score(double mean, @Nullable Double error) {}
