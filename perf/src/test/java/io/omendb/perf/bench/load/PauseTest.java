package io.omendb.perf.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseTest {
    private static final Interval OPERATION = new Interval(1_000, 2_000);
    private static final EngineStep FORCE = step("omendb-flusher", "force", 1_200, 2_500);

    @Test
    void shouldTakeWhatTheMeterNoticedFromAPause() {
        Pause pause = explain(List.of(new Interval(900, 1_700)), List.of());

        assertEquals(new Pause(1_000, 300, Pause.Cause.MACHINE, null), pause);
    }

    @Test
    void shouldNameTheCollectorWhenItRanMeanwhile() {
        List<Interval> stall = List.of(new Interval(1_100, 1_800));

        assertEquals(
                new Pause(1_000, 300, Pause.Cause.COLLECTOR, null), explain(stall, stall, FORCE));
    }

    @Test
    void shouldNameTheMachineWhenItDrewAStepOut() {
        assertEquals(
                new Pause(1_000, 300, Pause.Cause.MACHINE, null),
                explain(List.of(new Interval(900, 1_700)), List.of(), FORCE));
    }

    @Test
    void shouldNameTheStepThatTookMostOfIt() {
        assertEquals(
                new Pause(1_000, 900, Pause.Cause.ENGINE, "force of omendb-flusher"),
                explain(
                        List.of(new Interval(0, 1_100)),
                        List.of(new Interval(5_000, 6_000)),
                        step("omendb-writer", "pruning", 900, 1_510),
                        FORCE,
                        step("omendb-log-files", "zero fill", 2_000, 9_000)));
    }

    @Test
    void shouldAddTheStepsOfOneKindButNotOfSeveral() {
        EngineStep first = step("omendb-writer", "row change", 1_000, 1_300);
        EngineStep second = step("omendb-writer", "row change", 1_400, 1_700);
        EngineStep other = step("omendb-io-0", "round", 1_400, 1_700);

        assertEquals("row change of omendb-writer", explain(first, second, other).step());
        assertEquals(new Pause(1_000, 1_000, Pause.Cause.QUEUEING, null), explain(first, other));
    }

    @Test
    void shouldNameNobodyWhenNothingTookHalfOfIt() {
        assertEquals(
                new Pause(1_000, 900, Pause.Cause.QUEUEING, null),
                explain(List.of(new Interval(0, 1_100)), List.of(), step("w", "s", 1_600, 9_000)));
    }

    @Test
    void shouldReadThePausesOfACollectorsLog(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("collector.log");
        Files.writeString(
                log,
                """
                [1000000000ns][info][gc] Using Serial
                [5000000000ns][info][gc] GC(0) Pause Young (Allocation Failure) 24M->3M(256M) 2.500ms
                """);

        assertEquals(
                List.of(new Interval(4_997_500_000L, 5_000_000_000L)), CollectorPauses.inLog(log));
    }

    private static Pause explain(EngineStep... steps) {
        return explain(List.of(), List.of(), steps);
    }

    private static Pause explain(
            List<Interval> stalls, List<Interval> collections, EngineStep... steps) {
        return Pause.explain(List.of(OPERATION), stalls, collections, List.of(steps)).getFirst();
    }

    private static EngineStep step(String thread, String step, long startNs, long endNs) {
        return new EngineStep(thread, step, new Interval(startNs, endNs));
    }
}
