package io.omendb.engine.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.MemoryStorage;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lives of a database with a crash at every operation of its storage. {@code -Domendb.simulation.seed=N} runs one seed,
 * {@code -Domendb.simulation.seeds=N} so many.
 */
final class SimulationTest {
    private static final int SEEDS = 2;
    private static final int STATEMENTS = 200;
    private static final CrashDepth LAST = new CrashDepth(0, 0, 15, 1, null);
    private static final CrashDepth SECOND = new CrashDepth(5, 1, 30, 4, LAST);
    private static final CrashDepth FIRST = new CrashDepth(1, 1, STATEMENTS, 10, SECOND);

    static LongStream seeds() {
        Long one = Long.getLong("omendb.simulation.seed");
        return one != null
                ? LongStream.of(one)
                : LongStream.rangeClosed(1, Long.getLong("omendb.simulation.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldKeepWhatWasShownWhenStoppedAtAnyOperation(long seed) {
        Coverage coverage = new Coverage();
        try (Simulation life =
                new Simulation(new MemoryStorage(), new History(), seed, FIRST, coverage, "seed " + seed)) {
            life.open();
            life.run(STATEMENTS);
        }
        for (String what : List.of("crash", "life after a crash", "Commit", "Rollback", "23505", "WAITING")) {
            assertTrue(coverage.of(what) > 0, "seed " + seed + ": no " + what + " in " + coverage);
        }
    }
}
