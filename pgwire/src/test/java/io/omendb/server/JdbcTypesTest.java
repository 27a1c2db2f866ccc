package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every type to the server and back, in text and in the binary form of statements prepared on the
 * server.
 */
@Timeout(60)
class JdbcTypesTest {
    private static final String TEXT = "preferQueryMode=simple";
    private static final String TEXT_EXTENDED = "binaryTransfer=false";
    private static final String BINARY = "prepareThreshold=-1";
    private static final String BINARY_NUMERIC =
            BINARY + "&binaryTransferEnable=1700,1082,1114,1184";

    @TempDir private static Path directory;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(directory);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table v (id int primary key, s smallint, i integer, l bigint, r real,"
                            + " d double precision, n numeric, np numeric(12,3), b boolean, t text,"
                            + " vc varchar(10), c char(5),"
                            + " x bytea, dt date, ts timestamp, tz timestamptz)");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {TEXT, TEXT_EXTENDED, BINARY, BINARY_NUMERIC})
    void shouldGiveBackEveryValue(String options) throws SQLException {
        try (Connection connection = server.connect(options);
                Statement statement = connection.createStatement()) {
            statement.execute("truncate v");
            for (int round = 0; round < 7; round++) {
                insertExtremes(connection, 2 * round, round % 2 == 0);
                insertNulls(connection, 2 * round + 1);
            }
            try (PreparedStatement select =
                    connection.prepareStatement("select * from v where id = ?")) {
                for (int round = 0; round < 7; round++) {
                    select.setInt(1, 2 * round);
                    try (ResultSet rows = select.executeQuery()) {
                        assertTrue(rows.next());
                        checkExtremes(rows, round % 2 == 0);
                    }
                    select.setInt(1, 2 * round + 1);
                    try (ResultSet rows = select.executeQuery()) {
                        assertTrue(rows.next());
                        for (int c = 2; c <= rows.getMetaData().getColumnCount(); c++) {
                            assertNull(rows.getObject(c), rows.getMetaData().getColumnName(c));
                        }
                    }
                }
            }
        }
    }

    private static void insertExtremes(Connection connection, int id, boolean high)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into v values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, id);
            insert.setShort(2, high ? Short.MAX_VALUE : Short.MIN_VALUE);
            insert.setInt(3, high ? Integer.MAX_VALUE : Integer.MIN_VALUE);
            insert.setLong(4, high ? Long.MAX_VALUE : Long.MIN_VALUE);
            insert.setFloat(5, high ? Float.MAX_VALUE : Float.NaN);
            insert.setDouble(6, high ? Double.MIN_VALUE : Double.NEGATIVE_INFINITY);
            insert.setBigDecimal(7, decimal(high));
            insert.setBigDecimal(8, new BigDecimal(high ? "999999999.999" : "-0.001"));
            insert.setBoolean(9, high);
            insert.setString(10, text(high));
            insert.setString(11, high ? "0123456789" : "");
            insert.setString(12, high ? "abcde" : "ü");
            insert.setBytes(13, bytes(high));
            insert.setObject(14, date(high));
            insert.setObject(15, timestamp(high));
            insert.setObject(16, timestamp(high).atOffset(ZoneOffset.UTC));
            assertEquals(1, insert.executeUpdate());
        }
    }

    private static void insertNulls(Connection connection, int id) throws SQLException {
        int[] types = {
            Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.NUMERIC,
                    Types.NUMERIC,
            Types.BOOLEAN, Types.VARCHAR, Types.VARCHAR, Types.CHAR, Types.BINARY, Types.DATE,
                    Types.TIMESTAMP,
            Types.TIMESTAMP_WITH_TIMEZONE
        };
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into v values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setInt(1, id);
            for (int i = 0; i < types.length; i++) {
                insert.setNull(i + 2, types[i]);
            }
            assertEquals(1, insert.executeUpdate());
        }
    }

    private static void checkExtremes(ResultSet rows, boolean high) throws SQLException {
        assertEquals(high ? Short.MAX_VALUE : Short.MIN_VALUE, rows.getShort("s"));
        assertEquals(high ? Integer.MAX_VALUE : Integer.MIN_VALUE, rows.getInt("i"));
        assertEquals(high ? Long.MAX_VALUE : Long.MIN_VALUE, rows.getLong("l"));
        assertEquals(high ? Float.MAX_VALUE : Float.NaN, rows.getFloat("r"));
        assertEquals(high ? Double.MIN_VALUE : Double.NEGATIVE_INFINITY, rows.getDouble("d"));
        assertEquals(decimal(high), rows.getBigDecimal("n"));
        assertEquals(new BigDecimal(high ? "999999999.999" : "-0.001"), rows.getBigDecimal("np"));
        assertEquals(high, rows.getBoolean("b"));
        assertEquals(text(high), rows.getString("t"));
        assertEquals(high ? "0123456789" : "", rows.getString("vc"));
        assertEquals(high ? "abcde" : "ü    ", rows.getString("c"));
        assertArrayEquals(bytes(high), rows.getBytes("x"));
        assertEquals(date(high), rows.getObject("dt", LocalDate.class));
        assertEquals(timestamp(high), rows.getObject("ts", LocalDateTime.class));
        assertEquals(
                timestamp(high).atOffset(ZoneOffset.UTC).toInstant(),
                rows.getObject("tz", OffsetDateTime.class).toInstant());
        assertFalse(rows.wasNull());
    }

    private static BigDecimal decimal(boolean high) {
        return high
                ? new BigDecimal("123456789012345678901234567890.000000000012345678900")
                : new BigDecimal("-0.00000000000000000001");
    }

    private static String text(boolean high) {
        return high ? "tab\t quote ' \\ \"ünï\uD83D\uDE00" : "x".repeat(100_000);
    }

    private static byte[] bytes(boolean high) {
        byte[] all = new byte[high ? 256 : 0];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return all;
    }

    private static LocalDate date(boolean high) {
        return high ? LocalDate.of(9999, 12, 31) : LocalDate.of(1, 1, 1);
    }

    private static LocalDateTime timestamp(boolean high) {
        return high
                ? LocalDateTime.of(2999, 12, 31, 23, 59, 59, 999_999_000)
                : LocalDateTime.of(1900, 2, 28, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {TEXT, TEXT_EXTENDED, BINARY})
    void shouldInferParameterTypes(String options) throws SQLException {
        try (Connection connection = server.connect(options);
                PreparedStatement statement =
                        connection.prepareStatement(
                                "select ?::int + 1, ? || 'b', ?::numeric * 2, coalesce(?, now()) > now(),"
                                        + " length(?::text)")) {
            for (int i = 0; i < 7; i++) {
                statement.setInt(1, 41);
                statement.setString(2, "a");
                statement.setBigDecimal(3, new BigDecimal("1.50"));
                statement.setObject(4, OffsetDateTime.of(2999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
                statement.setString(5, "four");
                try (ResultSet rows = statement.executeQuery()) {
                    assertTrue(rows.next());
                    assertEquals(42, rows.getInt(1));
                    assertEquals("ab", rows.getString(2));
                    assertEquals(new BigDecimal("3.00"), rows.getBigDecimal(3));
                    assertTrue(rows.getBoolean(4));
                    assertEquals(4, rows.getInt(5));
                }
            }
        }
    }
}
