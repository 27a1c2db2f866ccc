package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Prepared statements by name, in SQL and in the protocol, and what a pool sends between clients.
 */
@Timeout(60)
class JdbcNamedStatementsTest {
    /** The name that the driver gives the first statement that it prepares on the server. */
    private static final String FIRST_OF_DRIVER = "\"S_1\"";

    @TempDir private static Path directory;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(directory);
        try (Connection connection = server.connect()) {
            JdbcCalls.run(connection, "create table items (id serial primary key, name text)");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static void assertFails(String state, Connection connection, String sql) {
        SQLException failure =
                assertThrows(SQLException.class, () -> JdbcCalls.run(connection, sql));
        assertEquals(state, failure.getSQLState(), failure.getMessage());
    }

    @Test
    void shouldExecuteInSqlWhatTheProtocolPrepared() throws SQLException {
        try (Connection connection = server.connect("prepareThreshold=1");
                PreparedStatement sum = connection.prepareStatement("select ?::int + 1")) {
            sum.setInt(1, 1);
            sum.executeQuery().close();
            assertEquals("42", text(connection, "execute " + FIRST_OF_DRIVER + " (41)"));
            assertFails("42P05", connection, "prepare " + FIRST_OF_DRIVER + " as select 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deallocate all", "discard all", "deallocate " + FIRST_OF_DRIVER})
    void shouldDropInSqlWhatTheProtocolPrepared(String command) throws SQLException {
        try (Connection connection = server.connect("prepareThreshold=1");
                PreparedStatement sum = connection.prepareStatement("select ?::int + 1")) {
            for (int i = 0; i < 3; i++) {
                sum.setInt(1, i);
                try (ResultSet rows = sum.executeQuery()) {
                    assertTrue(rows.next());
                    assertEquals(i + 1, rows.getInt(1));
                }
            }
            JdbcCalls.run(connection, command);
            assertFails("26000", connection, "execute " + FIRST_OF_DRIVER + " (1)");
        }
    }

    @Test
    void shouldBeAsNewAfterDiscardAll() throws SQLException {
        try (Connection connection = server.connect()) {
            String zone = text(connection, "show timezone");
            JdbcCalls.run(connection, "set timezone = 'Asia/Tokyo'");
            JdbcCalls.run(connection, "prepare kept as select 1");
            JdbcCalls.run(connection, "insert into items (name) values ('a')");
            long last = Long.parseLong(text(connection, "select currval('items_id_seq')"));
            JdbcCalls.run(connection, "discard all");
            assertEquals(zone, text(connection, "show timezone"));
            assertFails("26000", connection, "execute kept");
            assertFails("55000", connection, "select currval('items_id_seq')");
            assertFails("55000", connection, "select lastval()");
            assertEquals(
                    Long.toString(last + 1), text(connection, "select nextval('items_id_seq')"));
        }
    }

    @Test
    void shouldRefuseDiscardAllInTransactionBlock() throws SQLException {
        try (Connection connection = server.connect()) {
            connection.setAutoCommit(false);
            JdbcCalls.run(connection, "select 1");
            assertFails("25001", connection, "discard all");
            assertFails("25P02", connection, "select 1");
            connection.rollback();
        }
    }

    @Test
    void shouldKeepStatementWhateverBecomesOfItsTransaction() throws SQLException {
        try (Connection connection = server.connect()) {
            connection.setAutoCommit(false);
            JdbcCalls.run(connection, "prepare add (text) as insert into items (name) values ($1)");
            JdbcCalls.run(connection, "execute add ('undone')");
            connection.rollback();
            JdbcCalls.run(connection, "execute add ('kept')");
            connection.commit();
            assertEquals("1", text(connection, "select count(*) from items where name = 'kept'"));
            assertEquals("0", text(connection, "select count(*) from items where name = 'undone'"));
        }
    }
}
