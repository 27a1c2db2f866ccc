package io.omendb.perf.bench.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one side showed, round by round.
 *
 * @param median the middle one of the rounds
 * @param rounds in the order in which they were measured
 * @param latencyUs of the operations behind the figure, all rounds together; null if it has none
 * @param score what JMH says of the figure; null if another harness measured it
 */
public record SideFigures(
        String side,
        Role role,
        double median,
        double min,
        double max,
        List<Double> rounds,
        @Nullable Percentiles latencyUs,
        @Nullable Score score) {}
