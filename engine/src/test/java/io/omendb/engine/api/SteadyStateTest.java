package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What prepared statements allocate on the heap once they are warm, by the JVM's counters of each
 * thread: nothing, on the caller's thread and on every thread of the engine.
 *
 * <p>The least of several windows counts, so that what is not per operation (a file of the log
 * opened ahead, memory taken for more rows, the JVM's linking) does not.
 */
@Timeout(60)
class SteadyStateTest {
    private static final int HOT_ROWS = 1_000;
    private static final int WARM_OPERATIONS = 20_000;
    private static final int WINDOWS = 5;
    private static final ThreadMXBean COUNTERS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path directory;

    private long rowCount;
    private long updateCount;
    private long selectCount;

    @Test
    void shouldAllocateNothingWhenPreparedStatementsRunAlone() {
        run(false, 500);
    }

    @Test
    void shouldAllocateNothingWhenPreparedStatementsRunInTransactionBlock() {
        run(true, 2_000);
    }

    @Test
    void shouldAllocateNothingWhenTransactionBlocksBeginAndEnd() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute("create table metrics (timestamp bigint primary key, value float8)");
            PreparedStatement insert = connection.prepare("insert into metrics values ($1, 1.5)");
            PreparedStatement update =
                    connection.prepare("update metrics set value = 2.5 where timestamp = $1");
            ThreadAllocation threads = new ThreadAllocation(database);
            int windowOperations = 500;
            Runnable block =
                    () -> {
                        connection.beginTransaction();
                        insert.setLong(1, ++rowCount).execute();
                        update.setLong(1, rowCount).execute();
                        if (rowCount % 8 == 0) {
                            connection.rollback();
                        } else {
                            connection.commit();
                        }
                    };
            for (int i = 0; i < 4 * windowOperations; i++) {
                block.run();
            }
            for (int window = 0; window < WINDOWS; window++) {
                threads.begin();
                for (int i = 0; i < windowOperations; i++) {
                    block.run();
                }
                threads.end();
            }
            threads.requireNone("block", windowOperations);
        }
    }

    private void run(boolean inBlock, int windowOperations) {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute(
                    "create table metrics (timestamp bigint primary key, value float8, sensor_id int4)");
            PreparedStatement insert =
                    connection.prepare("insert into metrics values ($1, $2, $3)");
            PreparedStatement update =
                    connection.prepare("update metrics set value = $1 where timestamp = $2");
            PreparedStatement select =
                    connection.prepare("select value, sensor_id from metrics where timestamp = $1");
            List<Workload> workloads =
                    List.of(
                            new Workload("insert", () -> insert(insert)),
                            new Workload("update", () -> update(update)),
                            new Workload("select", () -> select(select)));
            connection.beginTransaction();
            for (int i = 0; i < WARM_OPERATIONS; i++) {
                for (Workload workload : workloads) {
                    workload.operation.run();
                }
            }
            connection.commit();
            ThreadAllocation threads = new ThreadAllocation(database);
            for (Workload workload : workloads) {
                if (inBlock) {
                    connection.beginTransaction();
                }
                for (int window = 0; window < WINDOWS; window++) {
                    threads.begin();
                    for (int i = 0; i < windowOperations; i++) {
                        workload.operation.run();
                    }
                    threads.end();
                }
                if (inBlock) {
                    connection.commit();
                }
                threads.requireNone(workload.name, windowOperations);
            }
        }
    }

    private void insert(PreparedStatement insert) {
        insert.setLong(1, rowCount).setDouble(2, rowCount * 0.5).setLong(3, rowCount & 7);
        assertEquals(1, insert.execute());
        rowCount++;
    }

    private void update(PreparedStatement update) {
        assertEquals(
                1,
                update.setDouble(1, ++updateCount)
                        .setLong(2, updateCount % HOT_ROWS % rowCount)
                        .execute());
    }

    private void select(PreparedStatement select) {
        long key = ++selectCount % HOT_ROWS % rowCount;
        select.setLong(1, key);
        try (Rows rows = select.query()) {
            assertTrue(rows.next());
            assertFalse(rows.isNull(0));
            assertEquals(key & 7, rows.getLong(1));
            assertFalse(rows.next());
        }
    }

    private record Workload(String name, Runnable operation) {}

    /** Bytes allocated by each thread, least of the windows. */
    private static final class ThreadAllocation {
        private final List<EngineThreads.ThreadInfo> engine;
        private final long[] ids;
        private final long[] least;
        private long[] before = {};
        private long callerBefore;

        ThreadAllocation(Database database) {
            engine = database.threads();
            ids = engine.stream().mapToLong(EngineThreads.ThreadInfo::threadId).toArray();
            least = new long[ids.length + 1];
            Arrays.fill(least, Long.MAX_VALUE);
        }

        void begin() {
            before = COUNTERS.getThreadAllocatedBytes(ids);
            callerBefore = COUNTERS.getCurrentThreadAllocatedBytes();
        }

        void end() {
            long caller = COUNTERS.getCurrentThreadAllocatedBytes() - callerBefore;
            long[] after = COUNTERS.getThreadAllocatedBytes(ids);
            least[ids.length] = Math.min(least[ids.length], caller);
            for (int i = 0; i < ids.length; i++) {
                least[i] = Math.min(least[i], after[i] - before[i]);
            }
        }

        void requireNone(String workload, int operations) {
            Executable[] checks = new Executable[least.length];
            for (int i = 0; i < least.length; i++) {
                String thread = i < ids.length ? engine.get(i).name() : "the caller";
                long bytes = least[i];
                checks[i] =
                        () ->
                                assertEquals(
                                        0,
                                        bytes,
                                        thread
                                                + " allocated so many bytes in "
                                                + operations
                                                + " operations of "
                                                + workload);
            }
            Arrays.fill(least, Long.MAX_VALUE);
            assertAll(checks);
        }
    }
}
