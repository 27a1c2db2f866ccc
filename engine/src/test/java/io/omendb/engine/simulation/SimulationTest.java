package io.omendb.engine.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.MemoryStorage;
import io.omendb.engine.storage.StorageFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lives of a database with a crash at every operation of its storage. {@code
 * -Domendb.simulation.seed=N} runs one seed, {@code -Domendb.simulation.seeds=N} so many.
 */
final class SimulationTest {
    private static final int SEEDS = 2;
    private static final int STATEMENTS = 200;
    private static final CrashDepth LAST = new CrashDepth(0, 0, 15, 1, null);
    private static final CrashDepth SECOND = new CrashDepth(5, 1, 30, 4, LAST);
    private static final CrashDepth FIRST = new CrashDepth(1, 1, STATEMENTS, 10, SECOND);

    private static final CrashDepth NO_CRASHES = new CrashDepth(0, 0, 0, 1, null);

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
                new Simulation(
                        new MemoryStorage(),
                        new History(),
                        seed,
                        FIRST,
                        coverage,
                        "seed " + seed)) {
            life.open();
            life.run(STATEMENTS);
        }
        for (String what :
                List.of("crash", "life after a crash", "Commit", "Rollback", "23505", "WAITING")) {
            assertTrue(coverage.of(what) > 0, "seed " + seed + ": no " + what + " in " + coverage);
        }
    }

    /** A failure that a seed has found is found again: nothing random comes from elsewhere. */
    @Test
    void shouldWriteSameBytesWhenSeedIsSame() {
        Map<String, ByteBuffer> files = filesOf(7);
        assertEquals(files, filesOf(7));
        assertNotEquals(files, filesOf(8));
    }

    private static Map<String, ByteBuffer> filesOf(long seed) {
        MemoryStorage disk = new MemoryStorage();
        try (Simulation life =
                new Simulation(
                        disk, new History(), seed, NO_CRASHES, new Coverage(), "seed " + seed)) {
            life.open();
            life.run(STATEMENTS);
        }
        Map<String, ByteBuffer> contents = new TreeMap<>();
        for (String directory : List.of("", "wal/")) {
            for (String name : disk.list(directory.isEmpty() ? "" : "wal")) {
                try (StorageFile file = disk.openReadOnly(directory + name)) {
                    ByteBuffer bytes = ByteBuffer.allocateDirect((int) file.size());
                    file.read(0, bytes);
                    contents.put(directory + name, bytes.flip());
                }
            }
        }
        assertTrue(contents.keySet().stream().anyMatch(name -> name.startsWith("wal/")));
        return contents;
    }
}
