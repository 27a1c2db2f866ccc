package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a program hands in by value. */
class AppenderTest {
    private static final int ROWS = 10_000;

    @TempDir Path directory;
    private Database database;
    private Connection connection;

    @BeforeEach
    void open() {
        database = Database.open(directory);
        connection = database.connect();
        connection.execute(
                "create table t(a bigint primary key, b float, c int default 7, d varchar(4), e bytea)");
    }

    @AfterEach
    void close() {
        connection.close();
        database.close();
    }

    @Test
    void shouldKeepAllRowsWhenFinished() {
        try (Appender rows = connection.appender("t", "a", "b", "d", "e")) {
            for (int i = 0; i < ROWS; i++) {
                rows.setLong(1, i).setDouble(2, i / 2.0).setText(3, "n" + i % 100);
                if (i % 2 == 0) {
                    rows.setBytes(4, new byte[] {1, (byte) i});
                }
                rows.append();
            }
            assertEquals(ROWS, rows.finish());
        }
        connection.close();
        database.close();
        database = Database.open(directory);
        connection = database.connect();
        assertEquals(ROWS, number("select count(*) from t where c = 7"));
        assertEquals(ROWS / 2, number("select count(e) from t"));
        assertEquals(
                1, number("select count(*) from t where a = 9999 and b = 4999.5 and d = 'n99'"));
    }

    @Test
    void shouldLeaveNothingWhenNotFinished() {
        try (Appender rows = connection.appender("t", "a")) {
            fill(rows, 0, ROWS);
        }
        Appender left = connection.appender("t", "a");
        fill(left, 0, ROWS);
        assertEquals(0, number("select count(*) from t"));
        SqlException ended = assertThrows(SqlException.class, left::append);
        assertEquals(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, ended.state());
        assertThrows(SqlException.class, left::finish);
        left.close();
        try (Connection other = database.connect()) {
            Appender open = other.appender("t", "a");
            fill(open, 0, ROWS);
        }
        assertEquals(0, number("select count(*) from t"));
    }

    @Test
    void shouldLeaveNothingWhenKeyIsTaken() {
        connection.execute("insert into t(a) values (5000)");
        Appender rows = connection.appender("t", "a");
        SqlException error =
                assertThrows(
                        SqlException.class,
                        () -> {
                            fill(rows, 0, ROWS);
                            rows.finish();
                        });
        assertEquals(SqlState.UNIQUE_VIOLATION, error.state());
        assertEquals("Key (a)=(5000) already exists.", error.detail());
        assertEquals(1, number("select count(*) from t"));
    }

    @Test
    void shouldEndWithItsTransaction() {
        connection.beginTransaction();
        try (Appender rows = connection.appender("t", "a")) {
            fill(rows, 0, 10);
            assertEquals(10, rows.finish());
        }
        assertEquals(10, number("select count(*) from t"));
        connection.rollback();
        assertEquals(0, number("select count(*) from t"));
    }

    @Test
    void shouldRefuseValuesThatTheTypeDoesNotHave() {
        try (Appender rows = connection.appender("t", "a", "c", "d")) {
            assertEquals(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    assertThrows(SqlException.class, () -> rows.setLong(2, 1L << 31)).state());
            assertEquals(
                    SqlState.STRING_DATA_RIGHT_TRUNCATION,
                    assertThrows(SqlException.class, () -> rows.setText(3, "fives")).state());
            byte[] fives = "fives".getBytes(StandardCharsets.UTF_8);
            assertEquals(
                    SqlState.STRING_DATA_RIGHT_TRUNCATION,
                    assertThrows(SqlException.class, () -> rows.setBytes(3, fives)).state());
            assertEquals(
                    SqlState.UNDEFINED_COLUMN,
                    assertThrows(SqlException.class, () -> rows.setLong(4, 1)).state());
            rows.setLong(1, 1).setLong(2, 2).setText(3, "four").append();
            assertEquals(1, rows.finish());
        }
        PreparedStatement insert = connection.prepare("insert into t(a, c) values ($1, $2)");
        assertEquals(
                SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                assertThrows(SqlException.class, () -> insert.setLong(2, 1L << 31)).state());
        SqlException unknown =
                assertThrows(SqlException.class, () -> connection.appender("t", "nope"));
        assertEquals(SqlState.UNDEFINED_COLUMN, unknown.state());
        assertEquals(
                SqlState.UNDEFINED_TABLE,
                assertThrows(SqlException.class, () -> connection.appender("nope")).state());
        assertEquals(1, number("select count(*) from t"));
    }

    private static void fill(Appender rows, int from, int to) {
        for (int i = from; i < to; i++) {
            rows.setLong(1, i).append();
        }
    }

    private long number(String query) {
        try (Rows rows = connection.prepare(query).query()) {
            rows.next();
            return rows.getLong(0);
        }
    }
}
