package io.omendb.perf.bench;

import io.omendb.perf.bench.load.Worker;
import io.omendb.perf.bench.result.Role;
import io.omendb.perf.bench.side.SlowSteps;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one side, a thread each, over all rounds.
 *
 * @param collectorLog of the server that they ask; null if all happens in this JVM
 * @param slowSteps who says what the threads of the side did; null if it cannot
 */
record Crew(
        String name,
        Role role,
        List<Worker> workers,
        @Nullable Path collectorLog,
        @Nullable SlowSteps slowSteps)
        implements AutoCloseable {
    /** A floor: nobody explains its pauses. */
    static Crew floor(String name, List<Worker> workers) {
        return new Crew(name, Role.FLOOR, workers, null, null);
    }

    @Override
    public void close() throws SQLException, IOException {
        for (Worker worker : workers) {
            worker.close();
        }
    }
}
