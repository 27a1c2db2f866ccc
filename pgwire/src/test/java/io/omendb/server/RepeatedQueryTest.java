package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Simple queries that come again with other constants: whatever plan is found for them, they answer
 * as if they had been planned for themselves. A comment at the end of a text keeps it from being
 * found and moves nothing.
 */
@Timeout(120)
class RepeatedQueryTest {
    private static final long SEED = Long.getLong("omendb.seed", System.nanoTime());
    private static final int ROUNDS = 12;
    private static final String UNFOUND = " /* planned for itself */";
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.'-])-?\\d+(?:\\.\\d+)?(?![\\w.])");
    private static final Pattern STRING = Pattern.compile("'[^']*'");

    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "2",
                    "3",
                    "7",
                    "12",
                    "-1",
                    "-3",
                    "70000",
                    "2147483647",
                    "2147483648",
                    "-2147483648",
                    "9999999999",
                    "007",
                    "00000000000001",
                    "1.5",
                    "-3.25",
                    "0.10",
                    "99999999999999999999.5",
                    "1e2");

    private static final List<String> STRINGS =
            List.of(
                    "'1'",
                    "'a'",
                    "'x''y'",
                    "''",
                    "'2024-01-02'",
                    "'10:00'",
                    "'now'",
                    "' 5 '",
                    "'true'",
                    "'a%'",
                    "'\\x41'",
                    "'nosuch'");

    /** Each number and each string of these is put in the place of another. */
    private static final List<String> STATEMENTS =
            List.of(
                    "select b from t where a = 1",
                    "select a, 5, -3, 'x' from t where a = 1",
                    "select a, 5::bigint, -3::bigint, 'x'::text, '1'::int from t where a < 3",
                    "select a + 1 as \"1\", a - 1, a -1, a- -1, 2*-1 from t where b = 'a'",
                    "select * from t where c = 1 and n > 1 and s = 2 and f <> 3",
                    "select * from t where d = '2024-01-02' or at > '2024-01-02'",
                    "select * from t where v = 'a' or k = 'a' or b like 'a%' order by a",
                    "select a from t where a in (1, 2, 3) or b in ('a', 'b') order by 1",
                    "select a from t where a between 1 and 7 order by a, b limit 2 offset 1",
                    "select a + 1, count(*) from t group by a + 1 order by 1",
                    "select a + 1, count(*) from t group by 1 having count(*) > 0 order by 1",
                    "select count(*), sum(2), max('a') from t where a > 0",
                    "select distinct 1, 'a' from t",
                    "select case when a = 1 then 2 else 3 end, coalesce(a, 1) from t order by a",
                    "select a from t where 1 = 1 and a / 1 > 0 order by a",
                    "select 1 / 0 from t where 1 = 2",
                    "select a from t where a = 1 union select 2 order by 1",
                    "select interval '1 day', date '2024-01-02', a from t where a = 1",
                    "select a::varchar(3), b::char(2), n::numeric(5,2) from t where a = 1",
                    "select x.a from t x join t y on x.a = y.a and y.a > 0 where x.c = 2 order by 1",
                    "select a from t where a = (select max(a) from t where a < 3)",
                    "select upper('a'), length(b), substr(b, 1, 2) from t where a = 2",
                    "select b || 'a', 'a' || a, a % 3, a ^ 2 from t where a = 3",
                    "insert into t (a, b, c) values (1000, 'a', 5) returning a, b, c",
                    "insert into t (a, s, v, k, d) values (1001, 3, 'a', 'b', '2024-01-02')",
                    "insert into t (a, d, f, n) values (1002, 'today', 1, 2) returning f, n",
                    "insert into t (a, n, f, s) values (1003, 1.5, -2.25, 3) returning n, f, s",
                    "select a, n + 1.5, 2.50, -0.5 from t where n = 1.5 or f < 2.5 order by a",
                    "update t set n = 1.25, f = -1.5, c = 2.5 where a = 3 returning n, f, c",
                    "update t set c = c + 1, b = 'x' where a = 2 returning c",
                    "update t set s = 3, n = 1, f = 2, v = 'a' where a = 2",
                    "update t set c = c + -3 where c < 9 and b = 'a'",
                    "delete from t where a = 1000 returning *",
                    "delete from t where b = 'a' and c > 1",
                    "select $1 from t where a = 1",
                    "select a from t where a = 1;",
                    "select \"a\" from \"t\" where a = 1",
                    "selec 1",
                    "begin",
                    "select nosuch from t where a = 1",
                    "rollback",
                    "set timezone = 'Asia/Tokyo'",
                    "select at, at = '2024-01-02' from t where a = 1",
                    "set timezone = 'UTC'",
                    "commit");

    @TempDir private static Path directory;

    @Test
    void shouldAnswerAsIfPlannedForItself() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (RunningServer server = new RunningServer(directory);
                Connection found = server.connect("preferQueryMode=simple");
                Connection planned = server.connect("preferQueryMode=simple")) {
            createTables(found, "found");
            createTables(planned, "planned");
            for (int round = 0; round < ROUNDS; round++) {
                for (String template : STATEMENTS) {
                    String sql = round < 3 ? template : other(template, random);
                    assertEquals(
                            answer(planned, named(sql, "planned") + UNFOUND),
                            answer(found, named(sql, "found")),
                            () -> "seed " + SEED + ": " + sql);
                }
                for (Connection connection : List.of(found, planned)) {
                    answer(connection, "rollback");
                }
                if (round % 4 == 3) {
                    answer(found, named("alter table t add primary key (a)", "found"));
                    createTables(found, "found");
                    createTables(planned, "planned");
                }
            }
        }
    }

    /** Two tables whose names are equally long, so that errors have the same places. */
    private static String named(String sql, String connection) {
        return sql.replaceAll("\\bt\\b", connection.equals("found") ? "tf" : "tp");
    }

    private static void createTables(Connection connection, String name) {
        for (String sql :
                List.of(
                        "drop table if exists t",
                        "create table t (a int primary key, b text, c bigint, s smallint, f float8, n"
                                + " numeric(8,2), v varchar(3), k char(2), d date, at timestamptz)",
                        "insert into t select i, chr(97 + i % 3), i * 2, i, i / 2.0, i / 4.0, chr(97 + i"
                                + " % 3), chr(97 + i % 3), date '2024-01-01' + i, '2024-01-02' from"
                                + " generate_series(1, 12) i")) {
            assertEquals(false, answer(connection, named(sql, name)).startsWith("error"), sql);
        }
    }

    private static String other(String template, SplittableRandom random) {
        String numbers =
                NUMBER.matcher(template)
                        .replaceAll(match ->
                                random.nextInt(3) == 0
                                        ? match.group()
                                        : NUMBERS.get(random.nextInt(NUMBERS.size())));
        return STRING.matcher(numbers)
                .replaceAll(match ->
                        (random.nextInt(3) == 0
                                        ? match.group()
                                        : STRINGS.get(random.nextInt(STRINGS.size())))
                                .replace("\\", "\\\\"));
    }

    private static String answer(Connection connection, String sql) {
        StringBuilder answer = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return answer.append("changed ").append(statement.getUpdateCount()).toString();
            }
            try (ResultSet rows = statement.getResultSet()) {
                ResultSetMetaData columns = rows.getMetaData();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    answer.append(columns.getColumnLabel(i))
                            .append(' ')
                            .append(columns.getColumnTypeName(i))
                            .append(' ')
                            .append(columns.getPrecision(i))
                            .append(',');
                }
                while (rows.next()) {
                    answer.append('\n');
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        answer.append(rows.getString(i)).append('|');
                    }
                }
            }
            return answer.toString();
        } catch (PSQLException e) {
            ServerErrorMessage error = Objects.requireNonNull(e.getServerErrorMessage());
            return "error "
                    + error.getSQLState()
                    + ' '
                    + Objects.requireNonNull(error.getMessage()).replace("tp", "tf")
                    + ' '
                    + error.getPosition()
                    + ' '
                    + error.getDetail()
                    + ' '
                    + error.getHint();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The driver sends Parse without a name before each of these executions. */
    @Test
    void shouldPrepareTextOfStatementWithoutNameAsItIsNow() throws Exception {
        try (RunningServer server = new RunningServer(directory);
                Connection other = server.connect();
                Connection connection = server.connect("prepareThreshold=0")) {
            String sql = "select * from u where a = ?";
            execute(other, "create table u (a int, b text)", "insert into u values (1, 'x')");
            for (int i = 0; i < 3; i++) {
                assertEquals("1|x", first(connection, sql));
            }
            execute(other, "drop table u", "create table u (b int4, a int8, c float8)");
            execute(other, "insert into u values (5, 1, 2.5)");
            for (int i = 0; i < 3; i++) {
                assertEquals("5|1|2.5", first(connection, sql));
            }
            execute(other, "drop table u");
            assertFails("42P01", connection, sql);
            execute(other, "create table u (a int)", "insert into u values (1)");
            assertEquals("1", first(connection, sql));
            connection.setAutoCommit(false);
            for (int i = 0; i < 3; i++) {
                assertEquals("1", first(connection, sql));
            }
            assertFails("42P01", connection, "select ? from nosuch");
            assertFails("25P02", connection, sql);
            connection.rollback();
            assertEquals("1", first(connection, sql));
        }
    }

    @Test
    void shouldNotSendNoticesThatTheSameMessageHasTurnedOff() throws Exception {
        try (RunningServer server = new RunningServer(directory);
                Connection connection = server.connect("preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists nosuch");
            assertNotNull(statement.getWarnings());
            statement.execute("set client_min_messages = warning; drop table if exists nosuch");
            assertNull(statement.getWarnings());
            statement.execute("drop table if exists nosuch");
            assertNull(statement.getWarnings());
        }
    }

    private static void execute(Connection connection, String... commands) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    /** The first row of a query whose one parameter is 1. */
    private static String first(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, 1);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                StringJoiner row = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                return row.toString();
            }
        }
    }

    private static void assertFails(String state, Connection connection, String sql) {
        SQLException failure = assertThrows(SQLException.class, () -> first(connection, sql));
        assertEquals(state, failure.getSQLState());
    }
}
