package io.omendb.pgwire.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.pgwire.testing.MemoryBackend;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/**
 * A driver that we did not write, on real sockets; the statements are those of the backend in
 * memory.
 */
@Timeout(30)
class JdbcTest {
    private final MemoryBackend backend = new MemoryBackend();
    private final List<Throwable> failures = new ArrayList<>();
    private WireServer server;
    private Connection connection;

    @BeforeEach
    void start() throws IOException, SQLException {
        WireConfig config =
                WireConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2);
        server =
                new WireServer(
                        config,
                        new SocketNetwork(),
                        backend,
                        SystemNanoClock.INSTANCE,
                        new Random(1));
        server.start((role, failure) -> failures.add(failure));
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("prepareThreshold", "2");
        connection =
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.address().getPort() + "/postgres",
                        properties);
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldReadRowsOfSimpleStatement() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("rows 3")) {
            for (int i = 0; i < 3; i++) {
                assertTrue(rows.next());
                assertEquals(i, rows.getInt(1));
                assertEquals("row " + i, rows.getString(2));
            }
            assertFalse(rows.next());
        }
    }

    @Test
    void shouldEchoParametersOfEveryTypeInTextAndBinary() throws SQLException {
        String sql = "echo int4 int8 float8 text bool bytea timestamp ? ? ? ? ? ? ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < 6; i++) {
                byte[] bytes = {0, (byte) i, -1};
                java.sql.Timestamp time = java.sql.Timestamp.valueOf("2024-05-06 07:08:09.123456");
                statement.setInt(1, i);
                statement.setLong(2, -i);
                statement.setDouble(3, i + 0.5);
                statement.setString(4, "\u00e4\u4f60" + i);
                statement.setBoolean(5, i % 2 == 0);
                statement.setBytes(6, bytes);
                statement.setTimestamp(7, time);
                try (ResultSet row = statement.executeQuery()) {
                    assertTrue(row.next());
                    assertEquals(i, row.getInt(1));
                    assertEquals(-i, row.getLong(2));
                    assertEquals(i + 0.5, row.getDouble(3));
                    assertEquals("\u00e4\u4f60" + i, row.getString(4));
                    assertEquals(i % 2 == 0, row.getBoolean(5));
                    assertArrayEquals(bytes, row.getBytes(6));
                    assertEquals(time, row.getTimestamp(7));
                }
            }
        }
    }

    @Test
    void shouldFetchInPiecesInsideTransaction() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(7);
            int count = 0;
            try (ResultSet rows = statement.executeQuery("rows 100")) {
                while (rows.next()) {
                    assertEquals(count++, rows.getInt(1));
                }
            }
            assertEquals(100, count);
        }
        connection.commit();
        assertEquals(0, backend.sessions.get(0).executionsOpen);
    }

    @Test
    void shouldRunBatchAsOneTransaction() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("putp int4 ?")) {
            for (int i = 0; i < 50; i++) {
                statement.setInt(1, i);
                statement.addBatch();
            }
            assertEquals(50, statement.executeBatch().length);
        }
        assertTrue(backend.events.contains("commit implicit"));
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("put");
            statement.addBatch("fail 23505 duplicate");
            assertThrows(BatchUpdateException.class, statement::executeBatch);
        }
        assertTrue(backend.events.contains("rollback implicit"));
    }

    @Test
    void shouldReportErrorsWithFieldsAndGoOn() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            PSQLException error =
                    assertThrows(
                            PSQLException.class,
                            () -> statement.execute("fail 23505 duplicate key"));
            assertEquals("23505", error.getSQLState());
            assertEquals("t_pkey", error.getServerErrorMessage().getConstraint());
            assertEquals("a detail", error.getServerErrorMessage().getDetail());
            assertFalse(statement.execute("put"));
        }
    }

    @Test
    void shouldCancelStatement() throws Exception {
        try (Statement statement = connection.createStatement()) {
            Thread canceller =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!backend.events.contains("wait committing")) {
                                    Thread.onSpinWait();
                                }
                                try {
                                    statement.cancel();
                                } catch (SQLException e) {
                                    failures.add(e);
                                }
                            });
            PSQLException error =
                    assertThrows(PSQLException.class, () -> statement.execute("wait"));
            assertEquals("57014", error.getSQLState());
            canceller.join();
        }
    }

    @Test
    void shouldCopyInAndOut() throws SQLException, IOException {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        String data = "1\ta\n".repeat(50_000);
        assertEquals(50_000, copy.copyIn("copyin", new StringReader(data)));
        assertEquals(
                data,
                backend.sessions.get(0).copied.toString(java.nio.charset.StandardCharsets.UTF_8));
        StringWriter out = new StringWriter();
        assertEquals(50_000, copy.copyOut("copyout 50000", out));
        assertEquals(50_000, out.toString().lines().count());
    }
}
