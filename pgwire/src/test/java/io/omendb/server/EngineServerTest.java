package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole server, from the command to the log on disk, as a driver of others sees it. */
@Timeout(60)
class EngineServerTest {
    @TempDir private Path directory;

    private final StringWriter err = new StringWriter();

    /** A server on a free port, stopped by {@link #close}. */
    private final class Running implements AutoCloseable {
        private final StopSignal signal = new StopSignal();
        private final FutureTask<Integer> run = new FutureTask<>(() -> serve(signal));
        private final Thread thread = Thread.ofPlatform().start(run);

        Connection connect() throws Exception {
            Path pidFile = directory.resolve("server.pid");
            while (!Files.exists(pidFile)) {
                assertFalse(run.isDone(), err::toString);
                Thread.onSpinWait();
            }
            String address = Files.readAllLines(pidFile).get(1);
            return DriverManager.getConnection(
                    "jdbc:postgresql://" + address + "/postgres", "postgres", "");
        }

        @Override
        public void close() throws Exception {
            signal.stop(ExitStatus.OK);
            assertEquals(0, run.get(20, TimeUnit.SECONDS));
            thread.join();
        }
    }

    private int serve(StopSignal signal) {
        return new CommandLine(new Serve(new EngineOpener(), signal))
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute("--data", directory.toString(), "--port", "0");
    }

    @Test
    void shouldShowTheStepsOfItsIoThreadBesideTheEngines() throws Exception {
        try (Running server = new Running();
                Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet threads =
                        statement.executeQuery(
                                "select string_agg(distinct thread, ' ' order by thread),"
                                        + " min(count) filter (where step = 'round')"
                                        + " from omen_stat_steps")) {
            assertTrue(threads.next());
            assertEquals(
                    "omendb-flusher omendb-io-0 omendb-log-files omendb-writer",
                    threads.getString(1));
            assertTrue(threads.getLong(2) > 0, threads.getLong(2) + " rounds");
        }
    }

    @Test
    void shouldKeepCommittedRowsAcrossRestartAndNameItsErrors() throws Exception {
        try (Running server = new Running();
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (id int primary key, name text)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into t values (?, ?)")) {
                for (int i = 0; i < 100; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "name " + i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            statement.execute("insert into t values (100, 'gone')");
            connection.rollback();
            connection.setAutoCommit(true);
            SQLException duplicate =
                    assertThrows(
                            SQLException.class,
                            () -> statement.execute("insert into t values (7, 'x')"));
            assertEquals("23505", duplicate.getSQLState());
        }
        try (Running server = new Running();
                Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*), max(name) from t")) {
            assertTrue(rows.next());
            assertEquals(100, rows.getInt(1));
            assertEquals("name 99", rows.getString(2));
        }
    }

    @Test
    void shouldSayWhenDirectoryIsInUse() throws Exception {
        try (Running server = new Running();
                Connection connection = server.connect()) {
            assertTrue(connection.isValid(5));
            assertEquals(ExitStatus.DIRECTORY_IN_USE.code(), serve(new StopSignal()));
            assertEquals(1, err.toString().lines().count(), err::toString);
        }
    }
}
