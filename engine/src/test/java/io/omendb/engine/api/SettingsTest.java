package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.api.SettingDefinition.Kind;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That each setting does what it says, or is refused. */
@Timeout(60)
final class SettingsTest {
    private static final Path SOURCES = Path.of("src/main/java");

    @TempDir Path directory;

    @Test
    void shouldReadEverySettingThatCanBeSet() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                if (!file.endsWith("SettingDefinition.java")) {
                    sources.append(Files.readString(file));
                }
            }
        }
        List<String> unread = new ArrayList<>();
        for (SettingDefinition setting : SettingDefinition.ALL) {
            boolean isFree = setting.isChangeable() && setting.kind() != Kind.ALIKE;
            boolean isOff = setting.kind() == Kind.DURATION && setting.max() == 0;
            if (isFree && !isOff && sources.indexOf("\"" + setting.key() + "\"") < 0) {
                unread.add(setting.name());
            }
        }
        assertEquals(List.of(), unread, "set, and read by nothing");
    }

    @Test
    void shouldEndStatementThatWaitsLongerThanItsTimeout() {
        try (Database database = Database.open(directory);
                Connection holder = database.connect();
                Connection waiter = database.connect()) {
            holder.execute("create table t (a int primary key, b int)");
            holder.execute("insert into t values (1, 0)");
            holder.beginTransaction();
            holder.execute("update t set b = 1 where a = 1");
            waiter.execute("set statement_timeout = '50ms'");
            SqlException ended =
                    assertThrows(
                            SqlException.class,
                            () -> waiter.execute("update t set b = 2 where a = 1"));
            assertEquals(SqlState.QUERY_CANCELED, ended.state());
            assertEquals("canceling statement due to statement timeout", ended.message());
            holder.commit();
            assertEquals(1, waiter.execute("update t set b = b + 2 where a = 1 and b = 1"));
            waiter.execute("reset statement_timeout");
        }
    }

    @Test
    void shouldRefuseValuesThatWouldNotBeKept() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            for (String set :
                    List.of(
                            "set lock_timeout = '5s'",
                            "set default_transaction_isolation = 'serializable'",
                            "set transaction_isolation = 'repeatable read'")) {
                SqlException refused =
                        assertThrows(SqlException.class, () -> connection.execute(set));
                assertEquals(SqlState.FEATURE_NOT_SUPPORTED, refused.state(), set);
            }
            connection.execute("set lock_timeout = 0");
        }
    }

    @Test
    void shouldRefuseChangesWhenTransactionIsSetReadOnly() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute("create table t (a int primary key)");
            connection.beginTransaction();
            connection.execute("set transaction_read_only = on");
            SqlException refused =
                    assertThrows(
                            SqlException.class,
                            () -> connection.execute("insert into t values (1)"));
            assertEquals(SqlState.READ_ONLY_SQL_TRANSACTION, refused.state());
            connection.rollback();
            assertEquals(1, connection.execute("insert into t values (1)"));
        }
    }

    @Test
    void shouldNotWaitForDiskWhenCommitIsAsynchronous() {
        try (Database database = Database.open(directory)) {
            SessionOptions asynchronous =
                    new SessionOptions(
                            Database.OWNER, Database.OWNER, Map.of("synchronous_commit", "off"), 0);
            try (Session off = database.connect(asynchronous, () -> {});
                    Session on = database.connect(SessionOptions.DEFAULT, () -> {})) {
                run(off, "create table t (a int primary key)");
                assertEquals(0, off.dependsLsn());
                run(off, "set synchronous_commit = on");
                run(off, "insert into t values (1)");
                assertTrue(off.dependsLsn() > 0);
                run(on, "select a from t");
                assertTrue(on.dependsLsn() > 0);
            }
        }
    }

    @Test
    void shouldKeepNoticesBelowLeastSeverity() {
        try (Database database = Database.open(directory);
                Session session = database.connect(SessionOptions.DEFAULT, () -> {})) {
            run(session, "create table if not exists t (a int primary key)");
            run(session, "create table if not exists t (a int primary key)");
            assertEquals(1, session.takeNotices().size());
            run(session, "set client_min_messages = warning");
            run(session, "create table if not exists t (a int primary key)");
            assertEquals(List.of(), session.takeNotices());
        }
    }

    private static void run(Session session, String sql) {
        PreparedPlan plan = session.prepare(session.parse(sql).getFirst(), sql, new int[0]);
        Execution execution = session.execute(plan, plan.newParameters(), true);
        while (execution.advance(DiscardedRows.INSTANCE, Long.MAX_VALUE) != Progress.DONE) {
            Thread.onSpinWait();
        }
        execution.close();
    }
}
