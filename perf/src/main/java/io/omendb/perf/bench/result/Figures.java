package io.omendb.perf.bench.result;

import io.omendb.perf.bench.load.Pause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that one workload measures, while it does. */
public final class Figures {
    private static final double NS_PER_US = 1e3;
    private static final int PAUSES_KEPT = 10;

    private final Map<String, Measured> metrics = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> facts = new LinkedHashMap<>();
    private final List<PauseFigures> pauses = new ArrayList<>();

    /** The metric of that name, a new one at first. */
    public Measured metric(String name, String unit, boolean higherIsBetter) {
        return metrics.computeIfAbsent(name, unused -> new Measured(name, unit, higherIsBetter));
    }

    /** What a side said of itself, beside what it said before. */
    public void facts(String side, Map<String, String> said) {
        facts.computeIfAbsent(side, unused -> new LinkedHashMap<>()).putAll(said);
    }

    /** Long operations of ours. */
    public void pauses(String during, List<Pause> found) {
        for (Pause pause : found) {
            pauses.add(
                    new PauseFigures(
                            during,
                            pause.latencyNs() / NS_PER_US,
                            pause.excessNs() / NS_PER_US,
                            pause.cause().words(),
                            pause.step()));
        }
    }

    public List<Metric> metrics() {
        return metrics.values().stream().map(Measured::metric).toList();
    }

    /** By side. */
    public Map<String, Map<String, String>> facts() {
        return facts;
    }

    /** The longest of all, by what they took beyond the meter. */
    public List<PauseFigures> pauses() {
        return pauses.stream()
                .sorted(Comparator.comparingDouble(PauseFigures::excessUs).reversed())
                .limit(PAUSES_KEPT)
                .toList();
    }
}
