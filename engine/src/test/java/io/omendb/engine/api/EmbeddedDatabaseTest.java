package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as an embedder uses it, on real files and threads. */
final class EmbeddedDatabaseTest {
    @TempDir Path directory;

    @Test
    void shouldFindCommittedRowsWhenOpenedAgain() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute(
                    "create table account(id bigint primary key, owner text, balance numeric(12,2))");
            PreparedStatement insert =
                    connection.prepare("insert into account values ($1, $2, $3)");
            for (int i = 1; i <= 10; i++) {
                insert.setLong(1, i).setText(2, "owner number " + i).setText(3, i + ".50");
                assertEquals(1, insert.execute());
            }
            assertEquals(
                    1, connection.execute("update account set balance = balance + 1 where id = 3"));
            assertEquals(1, connection.execute("delete from account where id = 4"));
        }
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            assertEquals(
                    List.of(
                            "1|owner number 1|1.50",
                            "2|owner number 2|2.50",
                            "3|owner number 3|4.50"),
                    query(
                            connection,
                            "select id, owner, balance from account where id < 5 order by id"));
            assertEquals(List.of("9"), query(connection, "select count(*) from account"));
            assertTrue(database.recovery().transactionCount() >= 12);
        }
    }

    @Test
    void shouldLeaveNothingWhenTransactionIsRolledBack() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute("create table t(a int primary key, b int)");
            connection.execute("insert into t values (1, 10)");
            connection.beginTransaction();
            connection.execute("insert into t values (2, 20)");
            connection.execute("update t set b = 11 where a = 1");
            assertEquals(
                    List.of("1|11", "2|20"), query(connection, "select a, b from t order by a"));
            connection.rollback();
            assertEquals(List.of("1|10"), query(connection, "select a, b from t order by a"));
        }
    }

    @Test
    void shouldChangeNothingWhenReturningFails() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute("create table t(a int primary key, b int)");
            connection.execute("insert into t values (1, 0)");
            for (String sql :
                    List.of(
                            "insert into t values (2, 0) returning 1 / b",
                            "update t set b = 0, a = 5 where a = 1 returning 1 / b",
                            "delete from t where a = 1 returning 1 / b")) {
                SqlException error =
                        assertThrows(SqlException.class, () -> connection.execute(sql));
                assertEquals(SqlState.DIVISION_BY_ZERO, error.state());
                assertEquals(List.of("1|0"), query(connection, "select * from t"), sql);
            }
            assertEquals(
                    List.of("3"), query(connection, "insert into t values (2, 1) returning a + b"));
        }
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            assertEquals(List.of("1|0", "2|1"), query(connection, "select * from t order by a"));
        }
    }

    @Test
    void shouldNameKeyWhenItIsTaken() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute("create table t(a int, b int, primary key (a, b))");
            connection.execute("insert into t values (1, 2), (1, 3)");
            SqlException error =
                    assertThrows(
                            SqlException.class,
                            () -> connection.execute("insert into t values (1, 3)"));
            assertEquals(SqlState.UNIQUE_VIOLATION, error.state());
            assertEquals(
                    "duplicate key value violates unique constraint \"t_pkey\"", error.message());
            assertEquals("Key (a, b)=(1, 3) already exists.", error.detail());
            assertEquals(List.of("2"), query(connection, "select count(*) from t"));
        }
    }

    @Test
    void shouldFindDuplicatesAmongRowsOfOneStatement() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute("create table t(a int primary key, b int)");
            SqlException error =
                    assertThrows(
                            SqlException.class,
                            () ->
                                    connection.execute(
                                            "insert into t values (1, 1), (2, 2), (1, 3)"));
            assertEquals(SqlState.UNIQUE_VIOLATION, error.state());
            assertEquals("Key (a)=(1) already exists.", error.detail());
            assertEquals(List.of("0"), query(connection, "select count(*) from t"));
            String some = "insert into t values (1, 1), (2, 2), (1, 3), (3, 3), (2, 4)";
            assertEquals(3, connection.execute(some + " on conflict do nothing"));
            assertEquals(
                    List.of("1|1", "2|2", "3|3"),
                    query(connection, "select a, b from t order by a"));
        }
    }

    @Test
    void shouldWaitAtContestedRowAndGoOnFromThere() throws Exception {
        try (Database database = Database.open(directory);
                Connection first = database.connect();
                Connection second = database.connect()) {
            first.execute("create table t(a int primary key, b int)");
            first.execute("insert into t values (1, 0)");
            first.beginTransaction();
            first.execute("update t set b = b + 1 where a = 1");
            Thread waiting =
                    Thread.startVirtualThread(
                            () -> second.execute("update t set b = b + 10 where a = 1"));
            while (!second.isWaiting()) {
                Thread.onSpinWait();
            }
            first.commit();
            waiting.join();
            assertEquals(List.of("11"), query(first, "select b from t"));
        }
    }

    @Test
    void shouldReadNothingOfUncommittedRows() {
        try (Database database = Database.open(directory);
                Connection writer = database.connect();
                Connection reader = database.connect()) {
            writer.execute("create table t(a int primary key)");
            writer.beginTransaction();
            writer.execute("insert into t select * from generate_series(1, 5000)");
            assertEquals(List.of("0"), query(reader, "select count(*) from t"));
            writer.commit();
            assertEquals(List.of("5000"), query(reader, "select count(*) from t"));
        }
    }

    @Test
    void shouldCommitEarlierStatementsWhenLastOneChangesNothing() {
        try (Database database = Database.open(directory);
                Connection reader = database.connect();
                Session session = database.connect(SessionOptions.DEFAULT, () -> {})) {
            reader.execute("create table t(a int primary key, b int)");
            run(database, session, "insert into t values (1, 1)", false);
            assertEquals(List.of("0"), query(reader, "select count(*) from t"));
            run(database, session, "update t set b = 2 where b = 7", true);
            assertEquals('I', session.transactionStatus());
            assertEquals(List.of("1|1"), query(reader, "select a, b from t"));
            run(database, session, "insert into t values (2, 2)", false);
            run(database, session, "select a from t", true);
            reader.execute("update t set b = 3 where a = 2");
            assertEquals(List.of("1|1", "2|3"), query(reader, "select a, b from t order by a"));
        }
    }

    @Test
    void shouldEndWhenStatementsExecuteEachOther() {
        try (Database database = Database.open(directory);
                Session session = database.connect(SessionOptions.DEFAULT, () -> {})) {
            NamedStatements named = session.statements();
            run(database, session, "prepare b as select 1", true);
            String callB = "execute b";
            named.keep("a", callB, session.prepare(session.parse(callB).getFirst(), callB, null));
            String callA = "execute a";
            PreparedPlan calling = session.prepare(session.parse(callA).getFirst(), callA, null);
            run(database, session, "deallocate b", true);
            named.keep("b", callA, calling);
            SqlException endless =
                    assertThrows(SqlException.class, () -> run(database, session, callA, true));
            assertEquals(SqlState.STATEMENT_TOO_COMPLEX, endless.state());
            run(database, session, "deallocate all", true);
            SqlException missing =
                    assertThrows(SqlException.class, () -> run(database, session, callA, true));
            assertEquals(SqlState.INVALID_SQL_STATEMENT_NAME, missing.state());
        }
    }

    private static void run(
            Database database, Session session, String sql, boolean commitWithStatement) {
        PreparedPlan plan = session.prepare(session.parse(sql).getFirst(), sql, new int[0]);
        try (Execution execution =
                session.execute(plan, plan.newParameters(), commitWithStatement)) {
            while (execution.advance(DiscardedRows.INSTANCE, Long.MAX_VALUE) != Progress.DONE) {
                Thread.onSpinWait();
            }
        }
        while (database.durableLsn() < session.dependsLsn()) {
            Thread.onSpinWait();
        }
    }

    private static List<String> query(Connection connection, String sql) {
        List<String> lines = new ArrayList<>();
        PreparedStatement statement = connection.prepare(sql);
        try (Rows rows = statement.query()) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 0; column < statement.columnCount(); column++) {
                    values.add(rows.getText(column));
                }
                lines.add(String.join("|", values));
            }
            assertFalse(rows.next());
        }
        return lines;
    }
}
