package io.omendb.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.perf.bench.result.Figures;
import io.omendb.perf.bench.result.Machine;
import io.omendb.perf.bench.result.Measured;
import io.omendb.perf.bench.result.Metric;
import io.omendb.perf.bench.result.Percentiles;
import io.omendb.perf.bench.result.Ratio;
import io.omendb.perf.bench.result.Report;
import io.omendb.perf.bench.result.Result;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.result.Score;
import io.omendb.perf.bench.result.SideFigures;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JmhResultsTest {
    private static final double TINY = 1e-9;

    @TempDir private Path directory;

    @Test
    void shouldMakeAMetricOfEachClaimWithOursBeforeItsRivals() throws Exception {
        Metric lookup = metrics().getFirst();

        assertEquals("IndexMapRead, SEQUENTIAL, 1000000", lookup.name());
        assertEquals("ns/op", lookup.unit());
        assertFalse(lookup.higherIsBetter());
        SideFigures ours = lookup.sides().getFirst();
        assertEquals("omendb", ours.side());
        assertEquals(Role.OURS, ours.role());
        assertEquals(List.of(19.0, 21.0, 20.0), ours.rounds());
        assertEquals(new Score(20, 1.5), ours.score());
        SideFigures rival = lookup.sides().getLast();
        assertEquals("red black tree", rival.side());
        assertEquals(Role.RIVAL, rival.role());
        assertEquals(new Score(60, null), rival.score());
        assertEquals(List.of(new Ratio("red black tree", 3, 3, 3)), lookup.ratios());
    }

    @Test
    void shouldSayWhatAnOperationAllocates() throws Exception {
        Metric bytes =
                metrics().stream()
                        .filter(metric ->
                                metric.name()
                                        .equals("IndexMapRead, SEQUENTIAL, 1000000, allocated"))
                        .findFirst()
                        .orElseThrow();

        assertEquals("B/op", bytes.unit());
        assertEquals(List.of(0.001, 0.002, 0.0), bytes.sides().getFirst().rounds());
        assertEquals(new Score(24, null), bytes.sides().getLast().score());
    }

    @Test
    void shouldTakePercentilesOfSampledTimesInMicroseconds() throws Exception {
        SideFigures force =
                metrics().stream()
                        .filter(metric -> metric.name().equals("CommitLatency"))
                        .findFirst()
                        .orElseThrow()
                        .sides()
                        .getFirst();

        assertEquals(Role.FLOOR, force.role());
        assertEquals("force", force.side());
        assertEquals(3, force.rounds().size());
        assertEquals(0.125, force.rounds().getFirst(), TINY);
        assertEquals(0.2, force.rounds().get(1), TINY);
        assertEquals(0.4, force.rounds().get(2), TINY);
        Percentiles us = force.latencyUs();
        assertNotNull(us);
        assertEquals(140, us.p50(), TINY);
        assertEquals(500, us.p9999(), TINY);
        assertEquals(8, us.count());
    }

    @Test
    void shouldKeepPathsOfTheMachineOutOfWhatItSays() throws Exception {
        JmhResults results = JmhResults.read(document());

        assertEquals("1.37", results.facts().get("version"));
        assertFalse(results.facts().toString().contains("/"), results.facts().toString());
    }

    @Test
    void shouldRefuseAClaimWithTwoMethodsOfOurs() throws Exception {
        Path twice = directory.resolve("twice.json");
        Files.writeString(
                twice, Files.readString(document()).replace("rivalRedBlackTree", "second"));

        IOException refused = assertThrows(IOException.class, () -> JmhResults.read(twice));

        assertTrue(refused.getMessage().contains("alex and second"), refused.getMessage());
    }

    @Test
    void shouldRefuseADocumentWithoutBenchmarks() throws Exception {
        Path empty = directory.resolve("empty.json");
        Files.writeString(empty, "[]");

        assertThrows(IOException.class, () -> JmhResults.read(empty));
    }

    @Test
    void shouldShowScoresWithErrorsBytesAndPercentiles() throws Exception {
        StringWriter terminal = new StringWriter();
        Result result = result(metrics());

        new Report(new PrintWriter(terminal), directory).publish(result, "jmh");

        String shown = terminal.toString();
        assertTrue(shown.contains("20.000 +- 1.500"), shown);
        assertTrue(shown.contains("ours is 3.00 times"), shown);
        assertTrue(shown.contains("24.000"), shown);
        assertTrue(shown.contains("p99.99 500.0"), shown);
        assertNotNull(ImageIO.read(directory.resolve("jmh.png").toFile()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9})
    void shouldDrawAnyNumberOfClaims(int count) throws Exception {
        Figures figures = new Figures();
        for (int claim = 0; claim < count; claim++) {
            Measured measured = figures.metric("Claim" + claim, "ns/op", false);
            measured.add(Role.OURS, "omendb", 5);
            measured.describe("omendb", new Score(5, null), null);
        }

        new Report(new PrintWriter(new StringWriter()), directory)
                .publish(result(figures.metrics()), "claims");

        assertNotNull(ImageIO.read(directory.resolve("claims.png").toFile()));
    }

    private Result result(List<Metric> metrics) throws IOException {
        return new Result(
                "jmh",
                "scripts/omendb bench jmh",
                "0123abc",
                "2026-01-01",
                1,
                0,
                3,
                1,
                new Machine("a processor", 2, 1L << 34, "a system", "ext4", "a JVM", 0),
                Map.of("jmh", JmhResults.read(document()).facts()),
                metrics,
                List.of(),
                List.of());
    }

    private List<Metric> metrics() throws IOException {
        Figures figures = new Figures();
        JmhResults.read(document()).addTo(figures);
        return figures.metrics();
    }

    private Path document() throws IOException {
        Path document = directory.resolve("document.json");
        try (InputStream resource = JmhResultsTest.class.getResourceAsStream("jmh.json")) {
            assertNotNull(resource);
            Files.write(document, resource.readAllBytes());
        }
        return document;
    }
}
