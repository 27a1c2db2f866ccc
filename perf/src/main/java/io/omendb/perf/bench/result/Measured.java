package io.omendb.perf.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A metric while it is measured, round by round. */
public final class Measured {
    private final String name;
    private final String unit;
    private final boolean higherIsBetter;
    private final Map<String, Rounds> sides = new LinkedHashMap<>();

    Measured(String name, String unit, boolean higherIsBetter) {
        this.name = name;
        this.unit = unit;
        this.higherIsBetter = higherIsBetter;
    }

    /** One round of a side. */
    public void add(Role role, String side, double figure) {
        rounds(role, side).figures.add(figure);
    }

    /** One round of a side, with how long each operation took. */
    public void add(Role role, String side, double figure, Histogram latencyNs) {
        Rounds rounds = rounds(role, side);
        rounds.figures.add(figure);
        if (rounds.latencyNs == null) {
            rounds.latencyNs = latencyNs.copy();
        } else {
            rounds.latencyNs.add(latencyNs);
        }
    }

    /**
     * What is known of all rounds of a side beside the figures, which are there already.
     *
     * @param latencyUs of its operations; null if they were not timed one by one
     */
    public void describe(String side, Score score, @Nullable Percentiles latencyUs) {
        Rounds rounds = sides.get(side);
        if (rounds == null) {
            throw new IllegalArgumentException(side + " was not measured");
        }
        rounds.score = score;
        rounds.latencyUs = latencyUs;
    }

    Metric metric() {
        List<SideFigures> figures = new ArrayList<>();
        List<Ratio> ratios = new ArrayList<>();
        Rounds ours = null;
        for (Map.Entry<String, Rounds> side : sides.entrySet()) {
            Rounds rounds = side.getValue();
            figures.add(rounds.figures(side.getKey()));
            if (rounds.role == Role.OURS) {
                ours = rounds;
            } else if (ours != null && ours.isAboveNothing() && rounds.isAboveNothing()) {
                ratios.add(ratio(side.getKey(), ours.figures, rounds.figures));
            }
        }
        return new Metric(name, unit, higherIsBetter, figures, ratios);
    }

    private Rounds rounds(Role role, String side) {
        return sides.computeIfAbsent(side, unused -> new Rounds(role));
    }

    private Ratio ratio(String against, List<Double> ours, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(ours.size(), others.size()); round++) {
            double our = ours.get(round);
            double other = others.get(round);
            ratios.add(higherIsBetter ? our / other : other / our);
        }
        return new Ratio(
                against,
                Metric.median(ratios),
                ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    /** The rounds of one side. */
    private static final class Rounds {
        private final Role role;
        private final List<Double> figures = new ArrayList<>();
        private @Nullable Histogram latencyNs;
        private @Nullable Percentiles latencyUs;
        private @Nullable Score score;

        Rounds(Role role) {
            this.role = role;
        }

        /** There is no ratio to nothing. */
        boolean isAboveNothing() {
            return figures.stream().allMatch(figure -> figure > 0);
        }

        SideFigures figures(String side) {
            return new SideFigures(
                    side,
                    role,
                    Metric.median(figures),
                    figures.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                    figures.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                    List.copyOf(figures),
                    latencyNs == null ? latencyUs : Percentiles.of(latencyNs),
                    score);
        }
    }
}
