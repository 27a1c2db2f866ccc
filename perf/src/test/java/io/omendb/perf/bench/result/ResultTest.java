package io.omendb.perf.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {
    private final Figures figures = new Figures();

    @Test
    void shouldSayHowManyTimesAsGoodOursIsWhicheverWayAFigureCounts() {
        Measured rate = figures.metric("rate", "operations/s", true);
        Measured time = figures.metric("time", "ms", false);
        double[] ours = {30, 10, 20};
        double[] others = {10, 10, 10};
        for (int round = 0; round < ours.length; round++) {
            rate.add(Role.OURS, "omendb", ours[round]);
            rate.add(Role.RIVAL, "sqlite", others[round]);
            time.add(Role.OURS, "omendb", others[round]);
            time.add(Role.RIVAL, "sqlite", ours[round]);
        }

        for (Metric metric : figures.metrics()) {
            assertEquals(List.of(new Ratio("sqlite", 2, 1, 3)), metric.ratios());
        }
    }

    @Test
    void shouldGiveNoRatioWhenOneSideHasNothing() {
        Measured bytes = figures.metric("versions", "bytes/row", false);
        bytes.add(Role.OURS, "omendb", 0);
        bytes.add(Role.RIVAL, "postgres", 4);

        assertEquals(List.of(), figures.metrics().getFirst().ratios());
    }

    @Test
    void shouldMissATargetThatIsOutOfBoundsAndSayWhatWasNotMeasured() {
        Measured rate = figures.metric("embedded", "rows/s", true);
        rate.add(Role.OURS, "omendb", 20);
        rate.add(Role.RIVAL, "sqlite", 10);

        assertEquals(Verdict.Outcome.MET, judge("embedded", "sqlite", ">=", 2, 1_000));
        assertEquals(Verdict.Outcome.MISSED, judge("embedded", "sqlite", ">=", 2.1, 1_000));
        assertEquals(Verdict.Outcome.MET, judge("embedded", "-", "<=", 20, 1_000));
        assertEquals(Verdict.Outcome.MISSED, judge("embedded", "-", "<=", 19, 1_000));
        assertEquals(Verdict.Outcome.NOT_MEASURED, judge("embedded", "h2", ">=", 1, 1_000));
        assertEquals(Verdict.Outcome.NOT_MEASURED, judge("embedded", "sqlite", ">=", 2.1, 999));
    }

    @Test
    void shouldReadTheTargetsOfAllIssues() throws Exception {
        List<Target> targets = Targets.read().all();

        assertTrue(targets.stream().anyMatch(target -> target.workload().equals("pgbench")));
        assertEquals(targets.size(), targets.stream().distinct().count());
    }

    @Test
    void shouldReadBackWhatItWroteAndDrawIt(@TempDir Path directory) throws Exception {
        Histogram latencyNs = new Histogram(3);
        latencyNs.recordValue(12_345);
        Measured rate = figures.metric("embedded", "operations/s", true);
        rate.add(Role.OURS, "omendb", 20, latencyNs);
        rate.add(Role.FLOOR, "force", 10);
        figures.metric("wire", "operations/s", true).add(Role.OURS, "omendb", 5);
        figures.facts("omendb", Map.of("synchronous_commit", "on"));
        Result result =
                new Result(
                        "single",
                        "scripts/omendb bench single",
                        "0123abc",
                        "2026-01-01",
                        1,
                        1_000,
                        1,
                        0.5,
                        new Machine("a processor", 2, 1L << 34, "a system", "ext4", "a JVM", 0),
                        figures.facts(),
                        figures.metrics(),
                        List.of(
                                new PauseFigures("embedded", 3, 2, "machine", null),
                                new PauseFigures(
                                        "embedded", 2, 1, "engine", "force of omendb-flusher")),
                        List.of(
                                new Verdict(
                                        new Target(6, "single", 0, "embedded", "force", ">=", 0.8),
                                        2.0,
                                        Verdict.Outcome.MET)));
        StringWriter terminal = new StringWriter();

        new Report(new PrintWriter(terminal), directory).publish(result, "single");

        assertEquals(result, Result.read(directory.resolve("single.json")));
        assertNotNull(ImageIO.read(directory.resolve("single.png").toFile()));
        assertTrue(terminal.toString().contains("ours is 2.00 times"), terminal.toString());
        assertTrue(
                terminal.toString().contains("beyond  engine: force of omendb-flusher"),
                terminal.toString());
        assertTrue(Files.readString(directory.resolve("single.json")).endsWith("\n"));
    }

    private Verdict.Outcome judge(
            String metric, String against, String comparison, double bound, long rows) {
        Target target = new Target(1, "load", 1_000, metric, against, comparison, bound);
        return target.judge(rows, figures.metrics()).outcome();
    }
}
