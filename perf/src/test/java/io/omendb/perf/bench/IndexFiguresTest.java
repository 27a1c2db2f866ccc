package io.omendb.perf.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.perf.bench.result.Figures;
import io.omendb.perf.bench.result.Measured;
import io.omendb.perf.bench.result.Metric;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.result.SideFigures;
import io.omendb.perf.bench.result.Targets;
import io.omendb.perf.bench.result.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexFiguresTest {
    private static final double TINY = 1e-9;
    private static final long ROWS = 100_000_000;
    private static final List<String> KEYS =
            List.of("SEQUENTIAL", "UNIFORM", "LOGNORMAL", "CELLS", "HEAVY_TAILED");

    private final Figures figures = new Figures();

    @Test
    void shouldLetTheMiddleAndTheWorstKeysStandForAll() {
        // Ours takes 100 ns over all keys; the tree takes 500, 400, 300, 200, 100.
        for (int i = 0; i < KEYS.size(); i++) {
            claim("IndexPointRead, " + KEYS.get(i) + ", INDEPENDENT, " + ROWS, 100)
                    .add(Role.RIVAL, "btree", 500 - 100 * i);
        }

        new IndexFigures(figures, ROWS).derive();

        assertEquals(3, ratio("point reads, median of the keys", "btree"), TINY);
        assertEquals(1, ratio("point reads, worst of the keys", "btree"), TINY);
        Map<String, String> chosen = figures.facts().get("keys that stand for all");
        assertEquals("LOGNORMAL", chosen.get("point reads, median of the keys"));
        assertEquals("HEAVY_TAILED", chosen.get("point reads, worst of the keys"));
        assertFalse(has("dependent point reads, worst of the keys"));
        assertFalse(has("allocated"));
    }

    @Test
    void shouldTellRatesWhereTargetsAreRates() {
        claim("IndexAppend, UNIFORM, " + ROWS, 50).add(Role.RIVAL, "btree", 100);
        claim("IndexAppend, CELLS, " + ROWS, 80).add(Role.RIVAL, "btree", 100);
        figures.metric("IndexBulkLoad, UNIFORM, " + ROWS, "ms/op", false)
                .add(Role.OURS, Bench.OURS, 4_000);

        new IndexFigures(figures, ROWS).derive();

        assertEquals(12_500_000, ours("appends, worst of the keys"), TINY);
        assertEquals(1.25, ratio("appends, worst of the keys", "btree"), TINY);
        assertEquals(25_000_000, ours("bulk load, worst of the keys"), TINY);
    }

    @Test
    void shouldHoldTheGrowthOfReadsAgainstThatOfLoads() {
        claim("IndexPointRead, UNIFORM, DEPENDENT, 1000000", 50)
                .add(Role.FLOOR, "random loads", 20);
        claim("IndexPointRead, UNIFORM, DEPENDENT, " + ROWS, 200)
                .add(Role.FLOOR, "random loads", 100);

        new IndexFigures(figures, ROWS).derive();

        assertEquals(4, ours("growth of point reads, worst of the keys"), TINY);
        assertEquals(1.25, ratio("growth of point reads, worst of the keys", "random loads"), TINY);
    }

    @Test
    void shouldTakeTheMachineFromTheSlowestInserts() {
        assertTrue(IndexProgram.add(figures, "figure\tslowest inserts, p99.99\tomendb\tus\t25"));
        assertTrue(IndexProgram.add(figures, "figure\tslowest inserts, p99.99\tspin loop\tus\t10"));
        assertTrue(IndexProgram.add(figures, "figure\tslowest inserts, p99.99\tbtree\tus\t40"));
        assertFalse(IndexProgram.add(figures, "WARNING: something else"));

        new IndexFigures(figures, ROWS).derive();

        assertEquals(15, ours("slowest inserts, p99.99 beyond the control"), TINY);
        assertEquals(1.6, ratio("slowest inserts, p99.99", "btree"), TINY);
    }

    @Test
    void shouldFindAFigureForEachTargetWhenAllWasMeasured() throws IOException {
        for (String keys : KEYS) {
            for (String reads : List.of("INDEPENDENT", "DEPENDENT")) {
                claim("IndexPointRead, " + keys + ", " + reads + ", " + ROWS, 100)
                        .add(Role.RIVAL, "btree", 200);
            }
            claim("IndexPointRead, " + keys + ", DEPENDENT, 1000000", 100)
                    .add(Role.FLOOR, "random loads", 50);
            figures.metric("IndexPointRead, " + keys + ", DEPENDENT, " + ROWS, "ns/op", false)
                    .add(Role.FLOOR, "random loads", 90);
            claim("IndexBatchRead, " + keys + ", " + ROWS, 50).add(Role.FLOOR, "singly", 100);
            claim("IndexReader, " + keys + ", " + ROWS, 50).add(Role.FLOOR, "alone", 40);
            for (String claim :
                    List.of("IndexInsert", "IndexScan", "IndexAppend", "IndexBulkLoad")) {
                claim(claim + ", " + keys + ", " + ROWS, 50).add(Role.RIVAL, "btree", 60);
            }
            for (String how :
                    List.of("bulk loaded", "inserted", "in row order", "appended in row order")) {
                for (String what : List.of("bytes", "headers")) {
                    String line = "figure\t" + what + " per key, " + how + ", " + keys;
                    assertTrue(IndexProgram.add(figures, line + "\tomendb\tbytes\t20"));
                }
            }
        }
        for (String side : List.of("omendb", "spin loop")) {
            IndexProgram.add(figures, "figure\tslowest inserts, p99.99\t" + side + "\tus\t9");
        }
        IndexProgram.add(figures, "figure\tinserts, heap\tomendb\tB/op\t0.01");

        new IndexFigures(figures, ROWS).derive();

        assertEquals(
                List.of(),
                Targets.read().judge("index", ROWS, figures.metrics()).stream()
                        .filter(verdict -> verdict.outcome() == Verdict.Outcome.NOT_MEASURED)
                        .map(verdict -> verdict.target().words())
                        .toList());
        assertEquals(0.01, ours("allocated"), TINY);
    }

    /** Ours, and what it allocates: nothing. */
    private Measured claim(String name, double figure) {
        figures.metric(name + Metric.ALLOCATED, "B/op", false).add(Role.OURS, Bench.OURS, 0);
        Measured measured = figures.metric(name, "ns/op", false);
        measured.add(Role.OURS, Bench.OURS, figure);
        return measured;
    }

    private Metric metric(String name) {
        return figures.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private boolean has(String name) {
        return figures.metrics().stream().anyMatch(metric -> metric.name().equals(name));
    }

    private double ours(String name) {
        SideFigures ours = metric(name).sides().getFirst();
        assertEquals(Bench.OURS, ours.side());
        return ours.median();
    }

    private double ratio(String name, String against) {
        return metric(name).ratios().stream()
                .filter(ratio -> ratio.against().equals(against))
                .findFirst()
                .orElseThrow()
                .median();
    }
}
