package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.Clock;
import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code omen_stat_steps} and {@code omen_stat_slow_steps}, as SQL shows them. */
final class StepTablesTest {
    @TempDir Path directory;

    /** Every look at it costs a millisecond, so that every step takes one. */
    private static final class CostlyClock implements Clock {
        private final ManualClock time = new ManualClock(0);

        @Override
        public long nanoTime() {
            time.advance(1, TimeUnit.MILLISECONDS);
            return time.nanoTime();
        }

        @Override
        public long epochMicros() {
            return time.epochMicros();
        }
    }

    @Test
    void shouldSayWhatEachThreadDidAndHowLong() {
        try (Database database =
                        Database.open(
                                DatabaseConfig.stepped(new MemoryStorage(), new CostlyClock()));
                Connection connection = database.connect()) {
            connection.execute("create table t(a int primary key, b int)");
            for (int i = 0; i < 100; i++) {
                connection.execute("insert into t values (" + i + ", 0)");
            }
            connection.beginTransaction();
            connection.execute("update t set b = 1 where a < 10");
            connection.rollback();

            assertEquals(
                    List.of(
                            "omendb-writer|schema change|1|1|1",
                            "omendb-writer|commit|101|101|1",
                            "omendb-writer|rollback|1|1|1",
                            "omendb-flusher|write|101|101|1",
                            "omendb-flusher|force|101|101|1",
                            "omendb-flusher|acknowledgement|101|101|1"),
                    query(
                            connection,
                            "select thread, step, count, total_time, max_time from omen_stat_steps"
                                    + " where step in ('schema change', 'commit', 'rollback', 'write',"
                                    + " 'force', 'acknowledgement')"));
            // An insert that makes the index change its structure has a part before and one after.
            assertEquals(
                    List.of("101|t|t"),
                    query(
                            connection,
                            "select max(count) filter (where step = 'row change'),"
                                    + " max(total_time) filter (where step = 'row change')"
                                    + " = 101 + max(count) filter (where step like 'index%'),"
                                    + " max(total_time) filter (where step like 'index%') > 0"
                                    + " from omen_stat_steps where thread = 'omendb-writer'"));
        }
    }

    @Test
    void shouldLayTheSlowStepsOfAThreadOneBehindTheOther() {
        try (Database database =
                        Database.open(
                                DatabaseConfig.stepped(new MemoryStorage(), new CostlyClock()));
                Connection connection = database.connect()) {
            connection.execute("create table t(a int primary key)");
            for (int i = 0; i < 20; i++) {
                connection.execute("insert into t values (" + i + ")");
            }
            assertEquals(
                    List.of("omendb-flusher|21|21000000", "omendb-log-files|0|0"),
                    query(
                            connection,
                            "select s.thread, count(l.thread), coalesce(sum(l.length_ns), 0)"
                                    + " from omen_stat_steps s left join omen_stat_slow_steps l"
                                    + " on l.thread = s.thread and l.step = s.step"
                                    + " where s.step in ('force', 'side file force')"
                                    + " group by s.thread order by 1"));
            assertEquals(
                    List.of("0"),
                    query(
                            connection,
                            "select count(*) from (select began_ns, lag(began_ns + length_ns)"
                                    + " over (partition by thread order by began_ns) as ended"
                                    + " from omen_stat_slow_steps) s where began_ns < ended"));
            assertEquals(
                    List.of("t"),
                    query(
                            connection,
                            "select bool_and(began = timestamptz '1970-01-01 00:00:00+00'"
                                    + " + began_ns / 1000 * interval '1 microsecond')"
                                    + " from omen_stat_slow_steps"));
        }
    }

    @Test
    void shouldCountTheFilesOfALongTransaction() {
        try (Database database =
                        Database.open(
                                DatabaseConfig.stepped(new MemoryStorage(), new CostlyClock()));
                Connection connection = database.connect()) {
            connection.execute("create table t(a int primary key, b text)");
            connection.execute("insert into t select i, 'text' from generate_series(1, 30000) i");
            assertEquals(
                    List.of(
                            "index structure change|t",
                            "side file force|t",
                            "side file write|t",
                            "zero fill|t",
                            "zero fill force|t"),
                    query(
                            connection,
                            "select step, count > 0 and total_time >= count from omen_stat_steps"
                                    + " where step like 'side%' or step like 'zero%'"
                                    + " or step like 'index%' order by step"));
        }
    }

    @Test
    void shouldCountOnThreadsBesideTheReader() {
        try (Database database = Database.open(directory);
                Connection connection = database.connect()) {
            connection.execute("create table t(a int primary key)");
            connection.execute("insert into t values (1)");
            assertEquals(
                    List.of("2|t|t"),
                    query(
                            connection,
                            "select count, total_time >= max_time, max_time > 0"
                                    + " from omen_stat_steps where step = 'force'"));
            assertEquals(
                    List.of("0"),
                    query(
                            connection,
                            "select count(*) from omen_stat_slow_steps where length_ns < 100000"
                                    + " or began > clock_timestamp()"));
            List<String> threads =
                    query(connection, "select distinct thread from omen_stat_steps order by 1");
            assertTrue(
                    database.threads().stream()
                            .map(EngineThreads.ThreadInfo::name)
                            .toList()
                            .containsAll(threads),
                    threads.toString());
        }
    }

    private static List<String> query(Connection connection, String sql) {
        List<String> found = new ArrayList<>();
        PreparedStatement statement = connection.prepare(sql);
        try (Rows rows = statement.query()) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < statement.columnCount(); i++) {
                    values.add(rows.getText(i));
                }
                found.add(String.join("|", values));
            }
        }
        return found;
    }
}
