package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes that return rows, of several batches: they are complete before the client has the first
 * row, of which it fetches two at a time (a portal that is suspended).
 */
@Timeout(60)
class JdbcReturningTest {
    private static final int ROWS = 5_000;

    @TempDir private static Path directory;

    private static RunningServer server;

    private Connection connection;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void createRows() throws SQLException {
        connection = server.connect();
        run(
                "drop table if exists t",
                "create table t (id int primary key, a int)",
                "insert into t select i, i from generate_series(1, " + ROWS + ") i");
        connection.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void run(String... commands) throws SQLException {
        JdbcCalls.run(connection, commands);
    }

    private long number(String sql) throws SQLException {
        return JdbcCalls.number(connection, sql);
    }

    private PreparedStatement prepareFetching(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setFetchSize(2);
        return statement;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into t select i + 5000, -1 from generate_series(1, 5000) i returning id",
                "update t set a = -1 returning id",
                "insert into t values (10001, -1), (10002, -1), (10003, -1) returning id"
            })
    void shouldHaveChangedAllWhenFirstRowsAreFetched(String change) throws SQLException {
        try (PreparedStatement statement = prepareFetching(change)) {
            ResultSet rows = statement.executeQuery();
            assertTrue(rows.next());
            long changed = number("select count(*) from t where a = -1");
            long fetched = 1;
            while (rows.next()) {
                fetched++;
            }
            assertEquals(changed, fetched);
        }
        connection.commit();
        assertTrue(number("select count(*) from t where a = -1") >= 3);
    }

    @Test
    void shouldHaveDeletedAllWhenPortalIsClosedEarly() throws SQLException {
        try (PreparedStatement statement = prepareFetching("delete from t returning a")) {
            ResultSet rows = statement.executeQuery();
            assertTrue(rows.next());
            assertEquals(0, number("select count(*) from t"));
            rows.close();
        }
        connection.commit();
        assertEquals(0, number("select count(*) from t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update t set a = 1 / (4500 - id) returning id",
                "update t set a = 1 returning 1 / (4500 - id)",
                "insert into t select i + 5000, 1 / (4500 - i) from generate_series(1, 5000) i"
                        + " returning id"
            })
    void shouldDeliverNoRowWhenALaterBatchFails(String change) throws SQLException {
        try (PreparedStatement statement = prepareFetching(change)) {
            SQLException failure = assertThrows(SQLException.class, statement::executeQuery);
            assertEquals("22012", failure.getSQLState());
        }
        connection.rollback();
        assertEquals(ROWS, number("select count(*) from t where a = id"));
    }

    @Test
    void shouldKeepRowsOfOneExecutionWhileAnotherRuns() throws SQLException {
        String change = "update t set a = a + ? where id <= 3 returning a";
        try (Connection other = server.connect("prepareThreshold=1")) {
            other.setAutoCommit(false);
            List<Integer> values = new ArrayList<>();
            try (PreparedStatement statement = other.prepareStatement(change);
                    PreparedStatement again = other.prepareStatement(change)) {
                statement.setFetchSize(1);
                statement.setInt(1, 100);
                ResultSet rows = statement.executeQuery();
                assertTrue(rows.next());
                again.setInt(1, 1000);
                again.executeQuery().close();
                do {
                    values.add(rows.getInt(1));
                } while (rows.next());
            }
            assertEquals(List.of(101, 102, 103), values);
            other.rollback();
        }
    }

    @Test
    void shouldMeasureAChangeAndCarryItOut() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "explain analyze update t set a = 0 where id <= 10 returning id")) {
            while (rows.next()) {
                lines.add(rows.getString(1).replaceAll("\\d+\\.\\d{3}", "_"));
            }
        }
        assertTrue(
                lines.getFirst()
                        .matches(
                                "Update on t  \\(cost=.*\\)"
                                        + " \\(actual time=_\\.\\._ rows=10.00 loops=1\\)"),
                lines::toString);
        assertTrue(lines.get(1).matches("  ->  .* rows=10.00 loops=1\\)"), lines::toString);
        assertEquals("Execution Time: _ ms", lines.getLast());
        assertEquals(10, number("select count(*) from t where a = 0"));
        connection.rollback();
        assertEquals(0, number("select count(*) from t where a = 0"));
    }

    @Test
    void shouldMeasureEachExecutionForItselfWhenPrepared() throws SQLException {
        String change = "explain (analyze, costs off) delete from t where id = ?";
        try (Connection other = server.connect("prepareThreshold=1");
                PreparedStatement statement = other.prepareStatement(change)) {
            for (int id = 1; id <= 3; id++) {
                statement.setInt(1, id);
                try (ResultSet rows = statement.executeQuery()) {
                    assertTrue(rows.next());
                    assertTrue(rows.getString(1).endsWith("rows=0.00 loops=1)"));
                    assertTrue(rows.next());
                    assertTrue(rows.getString(1).endsWith("rows=1.00 loops=1)"));
                }
            }
            try (PreparedStatement count = other.prepareStatement("select from t where id <= 3");
                    ResultSet rows = count.executeQuery()) {
                assertFalse(rows.next());
            }
        }
    }
}
