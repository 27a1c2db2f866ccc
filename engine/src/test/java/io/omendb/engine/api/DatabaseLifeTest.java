package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.engine.wal.WalConfig;
import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.vector.Batch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database and a session hold, and that they give it back. */
final class DatabaseLifeTest {
    private static final int LIVES = 1_000;
    private static final int LIVES_PER_FILES = 50;
    private static final int ROUNDS_IDLE = 300;
    private static final WalConfig WAL =
            new WalConfig(1 << 20, 1 << 18, 1 << 16, 1 << 13, 1 << 20, 1 << 14);

    @TempDir Path directory;

    @Test
    void shouldLeaveNothingWhenThousandDatabasesWereOpenedAndClosed() {
        live(config(0));
        long freeBytes = ProcessMemory.freeBytes();
        long descriptors = openDescriptors();
        int threads = engineThreads();
        for (int life = 1; life <= LIVES; life++) {
            live(config(life));
        }
        assertEquals(freeBytes, ProcessMemory.freeBytes(), "free memory of the process");
        assertEquals(threads, engineThreads(), "threads of the engine");
        assertTrue(
                openDescriptors() <= descriptors,
                openDescriptors() + " descriptors, first " + descriptors);
    }

    /** With threads; every so many-th on real files, the others where forcing costs nothing. */
    private DatabaseConfig config(int life) {
        DatabaseConfig files = DatabaseConfig.at(directory.resolve("life " + life)).withWal(WAL);
        return life % LIVES_PER_FILES == 0
                ? files
                : new DatabaseConfig(
                        new MemoryStorage(),
                        files.clock(),
                        files.random(),
                        files.threading(),
                        files.idle(),
                        files.memoryBytes(),
                        files.workMemBytes(),
                        files.sessionsMax(),
                        files.queryWorkers(),
                        files.wal(),
                        files.recoveryProgress(),
                        files.serverVersion());
    }

    private static void live(DatabaseConfig config) {
        try (Database database = Database.open(config);
                Connection connection = database.connect()) {
            connection.execute("create table t(a int primary key, b text)");
            connection.execute("insert into t values (1, 'text')");
            assertEquals(1, connection.execute("select * from t"));
        }
    }

    @Test
    void shouldKeepDatabasesApartWhenSeveralAreOpen() {
        List<Database> databases = new ArrayList<>();
        List<Connection> connections = new ArrayList<>();
        long freeBytes = ProcessMemory.freeBytes();
        for (int i = 0; i < 8; i++) {
            Database database =
                    Database.open(DatabaseConfig.at(directory.resolve("d" + i)).withWal(WAL));
            databases.add(database);
            connections.add(database.connect());
        }
        for (int i = 0; i < 8; i++) {
            connections.get(i).execute("create table t(a int primary key, b text)");
            String rows = "select g, 'of " + i + "' from generate_series(1, 100 + " + i + ") g";
            connections.get(i).execute("insert into t " + rows);
        }
        databases.get(3).close();
        for (int i = 0; i < 8; i++) {
            if (i != 3) {
                assertEquals(
                        100 + i,
                        connections.get(i).execute("select * from t where b = 'of " + i + "'"));
                connections.get(i).close();
                databases.get(i).close();
            }
        }
        assertEquals(freeBytes, ProcessMemory.freeBytes());
    }

    @Test
    void shouldGiveBackMemoryWhenSessionEndsInTheMiddle() {
        try (Database database =
                Database.open(
                        DatabaseConfig.stepped(new MemoryStorage(), new ManualClock(0))
                                .withWal(WAL))) {
            Connection connection = database.connect();
            connection.execute("create table t(a int primary key, b text)");
            connection.execute(
                    "insert into t select g, repeat('x', 50) from generate_series(1, 3000) g");
            endInTheMiddle(database);
            settle(database);
            long usedBytes = database.memoryUsedBytes();
            for (int i = 0; i < 10; i++) {
                endInTheMiddle(database);
                settle(database);
                assertEquals(usedBytes, database.memoryUsedBytes(), "round " + i);
            }
            assertEquals(3000, connection.execute("select * from t where length(b) = 50"));
            connection.close();
        }
    }

    /**
     * A reader with an open cursor, a transaction with changes, one parked behind it, one just
     * submitted.
     */
    private static void endInTheMiddle(Database database) {
        Session reader = connect(database);
        Execution reading = begin(reader, "select * from t order by b, a");
        assertEquals(Progress.SUSPENDED, reading.advance(new Taker(), 10));
        Session holder = connect(database);
        finish(database, begin(holder, "begin"));
        finish(database, begin(holder, "update t set b = repeat('y', 60) where a > 500"));
        finish(
                database,
                begin(
                        holder,
                        "insert into t select g, repeat('z', 90) from generate_series(4000, 5000) g"));
        Session parked = connect(database);
        Execution waiting = begin(parked, "update t set b = 'parked' where a < 600");
        for (int i = 0; i < 50; i++) {
            assertEquals(Progress.WAITING, waiting.advance(new Taker(), Long.MAX_VALUE));
            database.step();
        }
        Session submitting = connect(database);
        Execution submitted = begin(submitting, "delete from t where a = 1");
        assertEquals(Progress.WAITING, submitted.advance(new Taker(), Long.MAX_VALUE));
        submitting.close();
        parked.close();
        reader.close();
        holder.close();
    }

    private static Session connect(Database database) {
        return database.connect(SessionOptions.DEFAULT, () -> {});
    }

    private static Execution begin(Session session, String sql) {
        PreparedPlan plan = session.prepare(session.parse(sql).getFirst(), sql, new int[0]);
        return session.execute(plan, plan.newParameters(), true);
    }

    private static void finish(Database database, Execution execution) {
        while (execution.advance(new Taker(), Long.MAX_VALUE) != Progress.DONE) {
            database.step();
        }
        execution.close();
    }

    /** Lets the engine undo, prune and reclaim. */
    private static void settle(Database database) {
        for (int i = 0; i < ROUNDS_IDLE; i++) {
            database.step();
        }
    }

    private static int engineThreads() {
        return (int)
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("omendb-"))
                        .count();
    }

    private static long openDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** Takes all rows. */
    private static final class Taker implements RowSink {
        @Override
        public int accept(Batch batch, int first, int count) {
            return count;
        }

        @Override
        public void copyOut(byte[] bytes, int offset, int length) {
            throw new AssertionError("nothing is copied out");
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }
}
