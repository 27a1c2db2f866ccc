package io.omendb.perf.bench;

import io.omendb.perf.bench.load.CollectorPauses;
import io.omendb.perf.bench.load.EngineStep;
import io.omendb.perf.bench.load.HiccupMeter;
import io.omendb.perf.bench.load.Interval;
import io.omendb.perf.bench.load.Load;
import io.omendb.perf.bench.load.Pause;
import io.omendb.perf.bench.load.Sample;
import io.omendb.perf.bench.result.Figures;
import io.omendb.perf.bench.result.Measured;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.SlowSteps;
import io.omendb.perf.site.ProgressLine;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Crews in turn, round by round: first as fast as each can, then all at one rate that the slowest
 * of them can keep, with a hiccup meter beside it.
 */
final class Rounds {
    private static final double HALF = 0.5;
    private static final double NS_PER_US = 1e3;
    private static final double[] PERCENTILES = {50, 99, 99.9, 99.99};
    private static final String[] PERCENTILE_NAMES = {"p50", "p99", "p99.9", "p99.99"};

    private final Bench bench;
    private final String name;
    private final List<Crew> crews;
    private final double seconds;

    /**
     * @param name of what is measured, as figures have it
     */
    Rounds(Bench bench, String name, List<Crew> crews) {
        this.bench = bench;
        this.name = name;
        this.crews = crews;
        this.seconds = bench.options().seconds();
    }

    void measure() throws SQLException, IOException, InterruptedException {
        bench.warmPageCache();
        int rounds = bench.options().rounds();
        long steps = (long) crews.size() * (1 + 2L * rounds);
        try (ProgressLine progress = bench.progress(name, "samples", steps)) {
            long done = 0;
            // A first round that nobody counts: code is compiled, pages are touched.
            for (Crew crew : crews) {
                Load.closed(crew.workers(), seconds);
                done++;
                progress.reached(done);
            }
            double slowest = Double.MAX_VALUE;
            for (int round = 0; round < rounds; round++) {
                for (Crew crew : crews) {
                    double reached = closed(crew);
                    if (crew.role() != Role.FLOOR) {
                        slowest = Math.min(slowest, reached);
                    }
                    done++;
                    progress.reached(done);
                }
            }
            double rate = bench.options().rate();
            if (rate == 0) {
                rate = Math.max(1, slowest * HALF);
            }
            for (int round = 0; round < rounds; round++) {
                for (Crew crew : crews) {
                    open(crew, rate);
                    done++;
                    progress.reached(done);
                }
            }
        }
    }

    private double closed(Crew crew) throws SQLException, IOException, InterruptedException {
        Sample sample = Load.closed(crew.workers(), seconds);
        Figures figures = bench.figures();
        figures.metric(name, "operations/s", true)
                .add(crew.role(), crew.name(), sample.rate(), sample.latencyNs());
        percentiles(name + ", alone", crew.role(), crew.name(), sample.latencyNs());
        return sample.rate();
    }

    private void open(Crew crew, double rate)
            throws SQLException, IOException, InterruptedException {
        HiccupMeter meter = HiccupMeter.start();
        Sample sample;
        List<Interval> collections;
        try (CollectorPauses pauses = new CollectorPauses()) {
            sample = Load.open(crew.workers(), seconds, rate);
            collections = new ArrayList<>(pauses.pauses());
        }
        HiccupMeter.Hiccups hiccups = meter.end();
        if (crew.collectorLog() != null) {
            collections.addAll(CollectorPauses.inLog(crew.collectorLog()));
        }
        String named = name + ", at one rate";
        bench.figures()
                .metric(named, "operations/s", true)
                .add(crew.role(), crew.name(), sample.rate(), sample.latencyNs());
        percentiles(named, crew.role(), crew.name(), sample.latencyNs());
        if (crew.role() == Role.OURS) {
            SlowSteps says = crew.slowSteps();
            List<EngineStep> steps = says == null ? List.of() : says.slowSteps();
            percentiles(named, Role.FLOOR, "hiccups", hiccups.latenessNs());
            bench.figures()
                    .pauses(
                            named,
                            Pause.explain(sample.slowest(), hiccups.stalls(), collections, steps));
        }
    }

    private void percentiles(String of, Role role, String side, Histogram latencyNs) {
        for (int i = 0; i < PERCENTILES.length; i++) {
            Measured measured =
                    bench.figures().metric(of + ", " + PERCENTILE_NAMES[i], "us", false);
            measured.add(role, side, latencyNs.getValueAtPercentile(PERCENTILES[i]) / NS_PER_US);
        }
    }
}
