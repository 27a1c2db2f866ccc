package io.omendb.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimerTest {
    private static final long MS = 1_000_000;

    private enum Work {
        CHANGE,
        INNER_CHANGE,
        LONG_FORCE
    }

    private final StepLog<Work> log = new StepLog<>(Work.class);
    private long nowNs;
    private final StepTimer<Work> timer = new StepTimer<>(log, () -> nowNs);

    @Test
    void shouldBeginAStepWhereTheOneBeforeEnds() {
        timer.begin(Work.CHANGE);
        nowNs += 2 * MS;
        timer.begin(Work.LONG_FORCE);
        nowNs += 3 * MS;
        timer.end();
        nowNs += MS;
        timer.begin(Work.CHANGE);
        nowNs += 4 * MS;
        timer.end();

        assertEquals(
                List.of(
                        new StepFigures("change", 2, 6 * MS, 4 * MS),
                        new StepFigures("inner change", 0, 0, 0),
                        new StepFigures("long force", 1, 3 * MS, 3 * MS)),
                log.figures());
        assertEquals(
                List.of(
                        new SlowStep("change", 0, 2 * MS),
                        new SlowStep("long force", 2 * MS, 3 * MS),
                        new SlowStep("change", 6 * MS, 4 * MS)),
                log.slowSteps());
    }

    @Test
    void shouldCountAStepWithoutWhatItEntered() {
        timer.begin(Work.CHANGE);
        nowNs += MS;
        timer.enter(Work.INNER_CHANGE);
        nowNs += 5 * MS;
        timer.leave();
        nowNs += 2 * MS;
        timer.end();

        assertEquals(new StepFigures("change", 1, 3 * MS, 3 * MS), log.figures().getFirst());
        assertEquals(new StepFigures("inner change", 1, 5 * MS, 5 * MS), log.figures().get(1));
        assertEquals(
                List.of(
                        new SlowStep("change", 0, MS),
                        new SlowStep("inner change", MS, 5 * MS),
                        new SlowStep("change", 6 * MS, 2 * MS)),
                log.slowSteps());
    }

    @Test
    void shouldTimeNothingWhenEnteredOutsideOfAStepOrDropped() {
        timer.enter(Work.INNER_CHANGE);
        nowNs += MS;
        timer.leave();
        timer.begin(Work.CHANGE);
        nowNs += MS;
        timer.drop();
        timer.end();

        assertEquals(0, log.figures().stream().mapToLong(StepFigures::count).sum());
        assertEquals(List.of(), log.slowSteps());
    }

    @Test
    void shouldKeepTheLongOneWhenManyShorterOnesFollow() {
        time(Work.LONG_FORCE, 700 * MS);
        for (int i = 0; i < 10_000; i++) {
            time(Work.CHANGE, StepLog.SLOW_NS + i);
            time(Work.CHANGE, StepLog.SLOW_NS - 1);
        }

        assertEquals(new SlowStep("long force", 0, 700 * MS), log.slowSteps().getFirst());
        assertEquals(257, log.slowSteps().size());
        assertEquals(
                StepLog.SLOW_NS + 9_999,
                log.slowSteps().getLast().lengthNs(),
                "the latest is there");
    }

    private void time(Work kind, long ns) {
        timer.begin(kind);
        nowNs += ns;
        timer.end();
    }
}
