package io.omendb.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Batch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How many rounds of the writer a short statement waits while another session's statement has a
 * large table to go through. The agents are stepped, so that rounds can be counted.
 */
final class WriterRoundsTest {
    private static final int ROWS = 200_000;

    /** A prime above the rows: multiples of another number, modulo it, are distinct. */
    private static final int PRIME = 200_003;

    /** Its own round, the one before it in which the ring was read already, and one to spare. */
    private static final int ROUNDS_MAX = 3;

    private static final int ROUNDS_IDLE = 2_000;

    private Database database;
    private Session worker;
    private Session other;
    private int lastKey;
    private int inserted;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseConfig.stepped(new MemoryStorage(), new ManualClock(0)));
        worker = database.connect(SessionOptions.DEFAULT, () -> {});
        other = database.connect(SessionOptions.DEFAULT, () -> {});
        run(other, "create table point(k int primary key)");
    }

    @AfterEach
    void close() {
        worker.close();
        other.close();
        database.close();
    }

    @Test
    void shouldServeOthersWhenPrimaryKeyIsAdded() {
        fill("big");
        Execution adding = begin(worker, "alter table big add primary key (k)");
        insertWhile(adding);
        assertTrue(inserted >= ROWS / 1024, inserted + " inserts beside the building of the key");
        assertState(SqlState.UNIQUE_VIOLATION, "insert into big values (1, 'again')");
        assertEquals(1, count("select * from big where k = " + 7919));
        assertEquals(ROWS, count("select * from big where k >= 0"));
    }

    @Test
    void shouldTakeAllBackWhenKeyIsNotUnique() {
        fill("big");
        run(worker, "insert into big values (" + 7919 + ", 'again')");
        long usedBytes = settledBytes();
        Execution adding = begin(worker, "alter table big add primary key (k)");
        SqlException error = assertThrows(SqlException.class, () -> insertWhile(adding));
        assertEquals(SqlState.UNIQUE_VIOLATION, error.state());
        assertEquals("could not create unique index \"big_pkey\"", error.message());
        assertEquals("Key (k)=(7919) is duplicated.", error.detail());
        adding.close();
        assertReturnedTo(usedBytes);
        run(worker, "delete from big where s = 'again'");
        run(worker, "alter table big add primary key (k)");
        assertState(SqlState.UNIQUE_VIOLATION, "insert into big values (7919, 'again')");
    }

    @Test
    void shouldTakeAllBackWhenCancelledInTheMiddle() {
        fill("big");
        long usedBytes = settledBytes();
        for (int rounds = 1; rounds < 1_000; rounds += 157) {
            Execution adding = begin(worker, "alter table big add primary key (k)");
            assertEquals(Progress.WAITING, adding.advance(new Taker(), Long.MAX_VALUE));
            for (int i = 0; i < rounds; i++) {
                database.step();
            }
            worker.cancel();
            try {
                finish(adding);
            } catch (SqlException cancelled) {
                assertEquals(SqlState.QUERY_CANCELED, cancelled.state(), "after " + rounds);
                adding.close();
                assertReturnedTo(usedBytes);
                continue;
            }
            assertTrue(rounds > ROWS / 1024, "complete after " + rounds + " rounds");
            return;
        }
    }

    @Test
    void shouldNotCountDeletedRowsWhenSomebodyStillSeesThem() {
        run(worker, "create table t(a int, k int)");
        run(worker, "insert into t values (1, 1), (2, 1), (3, null), (4, 4)");
        Session reader = database.connect(SessionOptions.DEFAULT, () -> {});
        Execution reading = begin(reader, "select * from t");
        Taker seen = new Taker();
        assertEquals(Progress.SUSPENDED, reading.advance(seen, 1));
        run(worker, "delete from t where a = 3");
        run(worker, "begin");
        run(worker, "delete from t where a = 2");
        run(worker, "alter table t add primary key (k)");
        assertState(worker, SqlState.UNIQUE_VIOLATION, "insert into t values (5, 4)");
        run(worker, "rollback");
        assertState(worker, SqlState.UNIQUE_VIOLATION, "alter table t add primary key (k)");
        run(worker, "delete from t where a = 2");
        run(worker, "alter table t add primary key (k)");
        finish(reading, seen);
        assertEquals(4, seen.rows);
        reading.close();
        reader.close();
        assertEquals(2, count("select * from t where k > 0"));
    }

    @Test
    void shouldServeOthersWhenTableIsDropped() {
        long usedBytes = settledBytes();
        fill("big");
        run(worker, "alter table big add primary key (k)");
        run(worker, "update big set s = s || ', changed'");
        insertWhile(begin(worker, "drop table big"));
        insertUntilReturned(usedBytes);
    }

    @Test
    void shouldServeOthersWhenTableIsTruncated() {
        run(worker, "create table big(k int, s text)");
        long usedBytes = settledBytes();
        run(worker, "drop table big");
        fill("big");
        insertWhile(begin(worker, "truncate big"));
        insertUntilReturned(usedBytes);
        assertEquals(0, count("select * from big"));
    }

    @Test
    void shouldGiveMemoryBackWhenClosedWhileTableGoes() {
        fill("big");
        run(worker, "drop table big");
        for (int i = 0; i < 3; i++) {
            database.step();
        }
        // close() complains of what is not given back
    }

    // ---- steps

    private void fill(String table) {
        run(worker, "create table " + table + "(k int, s text)");
        run(
                worker,
                "insert into "
                        + table
                        + " select (g::bigint * 7919 % "
                        + PRIME
                        + ")::int, 'a text that is too long for its place ' || g"
                        + " from generate_series(1, "
                        + ROWS
                        + ") g");
    }

    /** Inserts row after row until the statement of the other session is done. */
    private void insertWhile(Execution running) {
        while (running.advance(new Taker(), Long.MAX_VALUE) != Progress.DONE) {
            insertInFewRounds();
        }
        running.close();
    }

    private void insertUntilReturned(long usedBytes) {
        long slack = usedBytes / 2;
        int before = inserted;
        for (int i = 0; database.memoryUsedBytes() > usedBytes + slack; i++) {
            assertTrue(i < ROUNDS_IDLE, database.memoryUsedBytes() + " bytes, first " + usedBytes);
            insertInFewRounds();
        }
        assertTrue(inserted - before > 10, "the table went in " + (inserted - before) + " rounds");
    }

    private void insertInFewRounds() {
        Execution insert = begin(other, "insert into point values (" + ++lastKey + ")");
        int rounds = 0;
        while (insert.advance(new Taker(), Long.MAX_VALUE) != Progress.DONE) {
            database.step();
            rounds++;
        }
        insert.close();
        inserted++;
        assertTrue(rounds <= ROUNDS_MAX, "an insert took " + rounds + " rounds");
    }

    private long settledBytes() {
        for (int i = 0; i < ROUNDS_IDLE; i++) {
            database.step();
        }
        return database.memoryUsedBytes();
    }

    /** Points inserted meanwhile stay, some kilobytes of them. */
    private void assertReturnedTo(long usedBytes) {
        long now = settledBytes();
        assertTrue(now <= usedBytes + (1 << 16), now + " bytes, first " + usedBytes);
    }

    private void assertState(SqlState state, String sql) {
        assertState(other, state, sql);
    }

    private void assertState(Session session, SqlState state, String sql) {
        assertEquals(state, assertThrows(SqlException.class, () -> run(session, sql)).state());
    }

    private void run(Session session, String sql) {
        count(session, sql);
    }

    private long count(String sql) {
        return count(other, sql);
    }

    private long count(Session session, String sql) {
        Execution execution = begin(session, sql);
        Taker taker = new Taker();
        try {
            finish(execution, taker);
        } finally {
            execution.close();
        }
        return taker.rows;
    }

    private void finish(Execution execution) {
        finish(execution, new Taker());
        execution.close();
    }

    private void finish(Execution execution, Taker taker) {
        while (execution.advance(taker, Long.MAX_VALUE) != Progress.DONE) {
            database.step();
        }
    }

    private static Execution begin(Session session, String sql) {
        PreparedPlan plan = session.prepare(session.parse(sql).getFirst(), sql, new int[0]);
        return session.execute(plan, plan.newParameters(), true);
    }

    /** Counts rows. */
    private static final class Taker implements RowSink {
        private long rows;

        @Override
        public int accept(Batch batch, int first, int count) {
            rows += count;
            return count;
        }

        @Override
        public void copyOut(byte[] bytes, int offset, int length) {
            throw new AssertionError("nothing is copied out");
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }
}
