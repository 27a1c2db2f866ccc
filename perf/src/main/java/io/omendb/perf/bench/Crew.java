package io.omendb.perf.bench;

import io.omendb.perf.bench.load.Worker;
import io.omendb.perf.bench.result.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one side, a thread each, over all rounds.
 *
 * @param collectorLog of the server that they ask; null if all happens in this JVM
 */
record Crew(String name, Role role, List<Worker> workers, @Nullable Path collectorLog)
        implements AutoCloseable {
    @Override
    public void close() throws SQLException, IOException {
        for (Worker worker : workers) {
            worker.close();
        }
    }
}
