package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Statements, batches, transactions, cursors and errors, as PostgreSQL's JDBC driver sends them.
 */
@Timeout(60)
class JdbcStatementsTest {
    @TempDir private static Path directory;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void createTable() throws SQLException {
        run(
                "drop table if exists t",
                "create table t (id int primary key, name text not null, n bigint)");
    }

    private static void run(String... commands) throws SQLException {
        try (Connection connection = server.connect()) {
            JdbcCalls.run(connection, commands);
        }
    }

    private static long number(String query) throws SQLException {
        try (Connection connection = server.connect()) {
            return JdbcCalls.number(connection, query);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preferQueryMode=simple",
                "preferQueryMode=extended",
                "preferQueryMode=extendedForPrepared",
                "preferQueryMode=extendedCacheEverything",
                "prepareThreshold=-1",
                "prepareThreshold=1",
                "binaryTransfer=false",
                "autosave=never"
            })
    void shouldRunPreparedStatementManyTimesInEveryMode(String options) throws SQLException {
        try (Connection connection = server.connect(options);
                PreparedStatement insert =
                        connection.prepareStatement("insert into t values (?, ?, ?)");
                PreparedStatement select =
                        connection.prepareStatement("select name, n from t where id = ?");
                PreparedStatement update =
                        connection.prepareStatement("update t set n = n + ? where id = ?");
                PreparedStatement delete =
                        connection.prepareStatement("delete from t where id = ?")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 20; i++) {
                insert.setInt(1, i);
                insert.setString(2, "name " + i);
                insert.setLong(3, i * 10_000_000_000L);
                assertEquals(1, insert.executeUpdate());
                update.setInt(1, 7);
                update.setInt(2, i);
                assertEquals(1, update.executeUpdate());
                select.setInt(1, i);
                try (ResultSet rows = select.executeQuery()) {
                    assertTrue(rows.next());
                    assertEquals("name " + i, rows.getString(1));
                    assertEquals(i * 10_000_000_000L + 7, rows.getLong(2));
                    assertFalse(rows.next());
                }
                delete.setInt(1, i - 1);
                assertEquals(i == 0 ? 0 : 1, delete.executeUpdate());
            }
            connection.commit();
            assertEquals(1, JdbcCalls.number(connection, "select count(*) from t"));
            connection.commit();
        }
    }

    @Test
    void shouldPrepareOnServerAfterFiveExecutions() throws SQLException {
        run("insert into t values (1, 'a', 5)");
        try (Connection connection = server.connect();
                PreparedStatement select =
                        connection.prepareStatement("select * from t where id = ?")) {
            for (int i = 0; i < 8; i++) {
                select.setInt(1, 1);
                try (ResultSet rows = select.executeQuery()) {
                    assertTrue(rows.next());
                    assertEquals(5, rows.getLong("n"));
                }
            }
            assertTrue(select.unwrap(PGStatement.class).isUseServerPrepare());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reWriteBatchedInserts=false", "reWriteBatchedInserts=true"})
    void shouldInsertBatch(String options) throws SQLException {
        try (Connection connection = server.connect(options);
                PreparedStatement insert =
                        connection.prepareStatement("insert into t values (?, ?, ?)")) {
            for (int i = 0; i < 1_000; i++) {
                insert.setInt(1, i);
                insert.setString(2, "name " + i);
                insert.setLong(3, i);
                insert.addBatch();
            }
            assertEquals(1_000, insert.executeBatch().length);
        }
        assertEquals(499_500, number("select sum(n) from t"));
    }

    @Test
    void shouldKeepNothingOfBatchThatFails() throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement insert =
                        connection.prepareStatement("insert into t values (?, ?, 0)")) {
            for (int i = 0; i < 10; i++) {
                insert.setInt(1, i % 9);
                insert.setString(2, "x");
                insert.addBatch();
            }
            BatchUpdateException failure =
                    assertThrows(BatchUpdateException.class, insert::executeBatch);
            assertEquals("23505", failure.getSQLState());
            assertEquals(10, failure.getUpdateCounts().length);
            assertEquals(0, JdbcCalls.number(connection, "select count(*) from t"));
        }
    }

    @Test
    void shouldRunBatchOfDifferentStatements() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.addBatch("insert into t values (1, 'a', 1), (2, 'b', 2)");
            statement.addBatch("update t set n = n + 1");
            statement.addBatch("delete from t where id = 1");
            assertArrayEquals(new int[] {2, 2, 1}, statement.executeBatch());
        }
    }

    @Test
    void shouldReturnGeneratedKeys() throws SQLException {
        run(
                "drop table if exists keyed",
                "create table keyed (id bigint generated by default as identity primary key, s serial, v text)");
        try (Connection connection = server.connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into keyed (v) values (?)",
                                Statement.RETURN_GENERATED_KEYS);
                PreparedStatement named =
                        connection.prepareStatement(
                                "insert into keyed (v) values (?)", new String[] {"id"})) {
            for (int i = 1; i <= 7; i++) {
                insert.setString(1, "v");
                assertEquals(1, insert.executeUpdate());
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertTrue(keys.next());
                    assertEquals(i, keys.getLong("id"));
                    assertEquals(i, keys.getInt("s"));
                }
            }
            for (int i = 0; i < 3; i++) {
                named.setString(1, "w");
                named.addBatch();
            }
            named.executeBatch();
            try (ResultSet keys = named.getGeneratedKeys()) {
                for (int i = 8; i <= 10; i++) {
                    assertTrue(keys.next());
                    assertEquals(i, keys.getLong(1));
                }
                assertFalse(keys.next());
            }
        }
    }

    @Test
    void shouldFetchThroughCursorOfFewRowsAtATime() throws SQLException {
        run("insert into t select i, 'name ' || i, i from generate_series(1, 1000) i");
        try (Connection connection = server.connect();
                PreparedStatement select =
                        connection.prepareStatement("select id, n from t order by id");
                PreparedStatement update =
                        connection.prepareStatement("update t set n = 0 where id = ?")) {
            connection.setAutoCommit(false);
            select.setFetchSize(7);
            try (ResultSet rows = select.executeQuery()) {
                for (int i = 1; i <= 1_000; i++) {
                    assertTrue(rows.next());
                    assertEquals(i, rows.getInt(1));
                    // The portal goes on from the moment when it began, whatever happens beside it.
                    assertEquals(i, rows.getLong(2));
                    if (i % 100 == 0) {
                        update.setInt(1, i + 50);
                        update.executeUpdate();
                    }
                }
                assertFalse(rows.next());
            }
            connection.commit();
            try (ResultSet rows = select.executeQuery()) {
                assertTrue(rows.next());
            }
            connection.rollback();
        }
    }

    @Test
    void shouldHonourMaxRows() throws SQLException {
        run("insert into t select i, 'x', i from generate_series(1, 100) i");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(10);
            int count = 0;
            try (ResultSet rows = statement.executeQuery("select * from t")) {
                while (rows.next()) {
                    count++;
                }
            }
            assertEquals(10, count);
        }
    }

    @Test
    void shouldIsolateAndRollBackTransactions() throws SQLException {
        try (Connection one = server.connect();
                Connection two = server.connect();
                Statement statement = one.createStatement()) {
            one.setAutoCommit(false);
            statement.execute("insert into t values (1, 'a', 1)");
            assertEquals(1, JdbcCalls.number(one, "select count(*) from t"));
            assertEquals(0, JdbcCalls.number(two, "select count(*) from t"));
            one.rollback();
            assertEquals(0, JdbcCalls.number(one, "select count(*) from t"));
            statement.execute("insert into t values (2, 'a', 1)");
            one.commit();
            assertEquals(1, JdbcCalls.number(two, "select count(*) from t"));
            assertEquals(Connection.TRANSACTION_READ_COMMITTED, one.getTransactionIsolation());
            one.setReadOnly(false);
        }
    }

    @Test
    void shouldRefuseEverythingAfterAnErrorUntilRollback() throws SQLException {
        try (Connection connection = server.connect("autosave=never");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into t values (1, 'a', 1)");
            assertEquals("22012", state(() -> statement.execute("select 1 / 0")));
            assertEquals("25P02", state(() -> statement.execute("select 1")));
            connection.rollback();
            assertEquals(0, JdbcCalls.number(connection, "select count(*) from t"));
        }
    }

    private static String state(org.junit.jupiter.api.function.Executable statement) {
        return assertThrows(SQLException.class, statement).getSQLState();
    }

    @Test
    void shouldNameTheFieldsOfErrors() throws SQLException {
        run("insert into t values (7, 'a', 1)");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            ServerErrorMessage duplicate =
                    error(() -> statement.execute("insert into t values (7, 'b', 1)"));
            assertEquals("23505", duplicate.getSQLState());
            assertEquals("ERROR", duplicate.getSeverity());
            assertEquals(
                    "duplicate key value violates unique constraint \"t_pkey\"",
                    duplicate.getMessage());
            assertEquals("Key (id)=(7) already exists.", duplicate.getDetail());
            assertEquals("public", duplicate.getSchema());
            assertEquals("t", duplicate.getTable());
            assertEquals("t_pkey", duplicate.getConstraint());

            ServerErrorMessage missing =
                    error(() -> statement.execute("insert into t values (8, null, 1)"));
            assertEquals("23502", missing.getSQLState());
            assertEquals("t", missing.getTable());
            assertEquals("name", missing.getColumn());

            ServerErrorMessage unknown =
                    error(() -> statement.executeQuery("select id, nothing from t"));
            assertEquals("42703", unknown.getSQLState());
            assertEquals(12, unknown.getPosition());

            assertEquals("42601", error(() -> statement.execute("selec 1")).getSQLState());
            assertEquals(
                    "42P01", error(() -> statement.execute("select * from nothing")).getSQLState());
            assertEquals("22P02", error(() -> statement.execute("select 'x'::int")).getSQLState());
            assertEquals(
                    "22003", error(() -> statement.execute("select 2147483647 + 1")).getSQLState());
        }
    }

    private static ServerErrorMessage error(org.junit.jupiter.api.function.Executable statement) {
        ServerErrorMessage message =
                assertThrows(PSQLException.class, statement).getServerErrorMessage();
        assertNotNull(message);
        return message;
    }

    @Test
    void shouldCancelStatementThatWaits() throws Exception {
        run("insert into t values (1, 'a', 1)");
        try (Connection holder = server.connect();
                Connection waiter = server.connect();
                Statement holding = holder.createStatement();
                Statement waiting = waiter.createStatement()) {
            holder.setAutoCommit(false);
            holding.execute("update t set n = 2 where id = 1");
            FutureTask<String> state =
                    new FutureTask<>(
                            () -> state(() -> waiting.execute("update t set n = 3 where id = 1")));
            Thread thread = Thread.ofPlatform().start(state);
            // A cancel that comes before the statement has begun is lost, as the protocol has it:
            // ask again.
            while (!state.isDone()) {
                waiting.cancel();
                thread.join(10);
            }
            assertEquals("57014", state.get(10, TimeUnit.SECONDS));
            holder.commit();
            assertEquals(2, JdbcCalls.number(waiter, "select n from t"));
        }
    }

    @Test
    void shouldReportItsParametersAndProcess() throws SQLException {
        try (Connection connection = server.connect("ApplicationName=checks")) {
            PGConnection driver = connection.unwrap(PGConnection.class);
            assertEquals("UTF8", driver.getParameterStatus("client_encoding"));
            assertEquals("checks", driver.getParameterStatus("application_name"));
            assertEquals("on", driver.getParameterStatus("integer_datetimes"));
            assertTrue(driver.getBackendPID() != 0);
            assertTrue(connection.isValid(5));
            assertEquals(18, connection.getMetaData().getDatabaseMajorVersion());
        }
    }
}
