package io.omendb.engine.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.api.Connection;
import io.omendb.engine.api.Database;
import io.omendb.engine.api.SessionOptions;
import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.engine.storage.ProcessDeath;
import io.omendb.engine.storage.StorageException;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does when its storage fails under load. */
final class FaultTest {
    private static final CrashDepth NO_CRASHES = new CrashDepth(0, 0, 0, 1, null);
    private static final int DEATHS = 12;

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void shouldKeepWhatWasShownWhenProcessDies(long seed) {
        int operations;
        try (Simulation whole = simulation(new MemoryStorage(), seed, "seed " + seed)) {
            whole.open();
            whole.run(150);
            operations = whole.operations();
        }
        for (int death = 1; death <= DEATHS; death++) {
            int operation = 1 + death * operations / (DEATHS + 1);
            Simulation life =
                    simulation(
                            new MemoryStorage(), seed, "seed " + seed + ", death at " + operation);
            life.faults().dieAtOperation(operation);
            assertThrows(
                    ProcessDeath.class,
                    () -> {
                        life.open();
                        life.run(150);
                    });
            life.judgeEnd(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 17})
    void shouldAcknowledgeNothingWhenForceHasFailed(int forces) {
        String where = "force " + forces;
        Simulation life = simulation(new MemoryStorage(), 21, where);
        life.open();
        life.faults().failForce(life.faults().forceCount() + forces);
        requireEnd(life);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 23})
    void shouldAcknowledgeNothingWhenWriteHasFailed(int writes) {
        Simulation life = simulation(new MemoryStorage(), 22, "write " + writes);
        life.open();
        life.faults().failWrite(life.faults().writeCount() + writes);
        requireEnd(life);
    }

    private static void requireEnd(Simulation life) {
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> life.run(200));
        assertTrue(failure.getCause() instanceof StorageException, failure.toString());
        Database database = life.requireOpen();
        long durableLsn = database.durableLsn();
        assertThrows(IllegalStateException.class, database::step);
        assertEquals(durableLsn, database.durableLsn());
        SqlException refused =
                assertThrows(
                        SqlException.class,
                        () -> database.connect(SessionOptions.DEFAULT, () -> {}));
        assertEquals(SqlState.IO_ERROR, refused.state());
        life.judgeEnd(3);
    }

    @Test
    void shouldGoOnWhenDiskHasRoomAgain() {
        MemoryStorage disk = new MemoryStorage();
        Coverage coverage = new Coverage();
        try (Simulation life =
                new Simulation(disk, new History(), 31, NO_CRASHES, coverage, "full disk")) {
            life.open();
            life.run(60);
            life.diskFull(true);
            disk.capacity(disk.usedBytes());
            life.run(250);
            assertTrue(coverage.of(SqlState.DISK_FULL.code()) > 0, coverage.toString());
            disk.capacity(Long.MAX_VALUE);
            life.idle(300);
            life.diskFull(false);
            life.run(100);
            life.judgeEnd(3);
        }
    }

    @Test
    void shouldTellWhenSequenceCannotBeLogged() {
        MemoryStorage disk = new MemoryStorage();
        ManualClock clock = new ManualClock(1_700_000_000_000_000L);
        try (Database database = Database.open(Simulation.config(disk, clock));
                Connection connection = database.connect()) {
            connection.execute("create table t (a serial primary key, b text)");
            connection.execute("insert into t (b) values ('first')");
            disk.capacity(disk.usedBytes());
            // Each setval is logged: the log is full when one is refused.
            refusedForFullDisk(connection, "select setval('t_a_seq', 1000 + nextval('t_a_seq'))");
            connection.beginTransaction();
            refusedForFullDisk(connection, "insert into t (b) values ('in vain')");
            SqlException aborted =
                    assertThrows(SqlException.class, () -> connection.execute("select 1"));
            assertEquals(SqlState.IN_FAILED_SQL_TRANSACTION, aborted.state());
            connection.rollback();
            disk.capacity(Long.MAX_VALUE);
            while (true) {
                clock.advance(1, TimeUnit.MILLISECONDS);
                database.step();
                try {
                    connection.execute("insert into t (b) values ('last')");
                    break;
                } catch (SqlException e) {
                    assertEquals(SqlState.DISK_FULL, e.state());
                }
            }
            assertEquals(2, connection.execute("select b from t"));
        }
    }

    @Test
    void shouldInsertNothingWhenSequenceOfReturningCannotBeLogged() {
        MemoryStorage disk = new MemoryStorage();
        ManualClock clock = new ManualClock(1_700_000_000_000_000L);
        try (Database database = Database.open(Simulation.config(disk, clock));
                Connection connection = database.connect()) {
            connection.execute("create table t (a int primary key)");
            connection.execute("create table s (a serial)");
            disk.capacity(disk.usedBytes());
            refusedForFullDisk(connection, "select setval('s_a_seq', 1000 + nextval('s_a_seq'))");
            SqlException refused =
                    assertThrows(
                            SqlException.class,
                            () ->
                                    connection.execute(
                                            "insert into t values (1)"
                                                    + " returning setval('s_a_seq', 5000000)"));
            assertEquals(SqlState.DISK_FULL, refused.state());
            assertEquals(0, connection.execute("select * from t"));
        }
    }

    private static void refusedForFullDisk(Connection connection, String sql) {
        SqlException refused =
                assertThrows(
                        SqlException.class,
                        () -> {
                            for (int i = 0; i < 100_000; i++) {
                                connection.execute(sql);
                            }
                        });
        assertEquals(SqlState.DISK_FULL, refused.state(), refused.message());
    }

    private static Simulation simulation(MemoryStorage disk, long seed, String where) {
        return new Simulation(disk, new History(), seed, NO_CRASHES, new Coverage(), where);
    }
}
