package io.omendb.perf.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseTest {
    private static final Interval OPERATION = new Interval(1_000, 2_000);

    @Test
    void shouldTakeWhatTheMeterNoticedFromAPause() {
        Pause pause = explain(List.of(new Interval(900, 1_700)), List.of());

        assertEquals(new Pause(1_000, 300, Pause.Cause.MACHINE), pause);
    }

    @Test
    void shouldNameTheCollectorWhenItRanMeanwhile() {
        List<Interval> stall = List.of(new Interval(1_100, 1_800));

        assertEquals(new Pause(1_000, 300, Pause.Cause.COLLECTOR), explain(stall, stall));
    }

    @Test
    void shouldNameTheEngineWhenNothingElseStood() {
        assertEquals(
                new Pause(1_000, 900, Pause.Cause.ENGINE),
                explain(List.of(new Interval(0, 1_100)), List.of(new Interval(5_000, 6_000))));
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

    private static Pause explain(List<Interval> stalls, List<Interval> collections) {
        return Pause.explain(List.of(OPERATION), stalls, collections).getFirst();
    }
}
