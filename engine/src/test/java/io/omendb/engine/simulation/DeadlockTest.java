package io.omendb.engine.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.api.Connection;
import io.omendb.engine.api.Database;
import io.omendb.engine.api.Execution;
import io.omendb.engine.api.PreparedPlan;
import io.omendb.engine.api.Progress;
import io.omendb.engine.api.RowSink;
import io.omendb.engine.api.Session;
import io.omendb.engine.api.SessionOptions;
import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions in a ring: each changes its own row and then the next one's. When all hold their first
 * row, the requests for the second close a cycle: one session fails, and the others all go on.
 */
final class DeadlockTest {
    private static final int SESSIONS_MAX = 5;
    private static final int ROUNDS = 20;
    private static final int STEPS_MAX = 10_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("omendb.simulation.seeds", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldEndOneAndServeOthersWhenSessionsWaitInCircle(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Database database =
                Database.open(Simulation.config(new MemoryStorage(), new ManualClock(0)))) {
            int count = random.nextInt(2, SESSIONS_MAX + 1);
            try (Connection connection = database.connect()) {
                connection.execute("create table t (k int primary key, v int, by text)");
                connection.execute(
                        "insert into t select g, 0, '' from generate_series(0, " + count + ") g");
            }
            List<Member> ring = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ring.add(new Member(database, i, count));
            }
            int changes = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String where = "seed " + seed + ", round " + round + ", " + count + " sessions";
                changes += 2 * (count - 1);
                deadlock(database, ring, random, where);
                try (Connection connection = database.connect()) {
                    assertEquals(
                            1,
                            connection.execute(
                                    "select 1 from (select sum(v) as s from t) x where s = "
                                            + changes),
                            where);
                }
            }
            ring.forEach(member -> member.session.close());
        }
    }

    private static void deadlock(
            Database database, List<Member> ring, SplittableRandom random, String where) {
        for (Member member : ring) {
            member.begin("begin");
            member.awaitIdle(database);
            member.begin(member.change(0));
            member.awaitIdle(database);
        }
        List<Member> waiting = new ArrayList<>(ring);
        while (!waiting.isEmpty()) {
            Member member = waiting.remove(random.nextInt(waiting.size()));
            member.begin(member.change(1));
            for (int steps = random.nextInt(4); steps > 0; steps--) {
                database.step();
            }
        }
        List<Member> victims = new ArrayList<>();
        int done = 0;
        for (int steps = 0; done < ring.size(); steps++) {
            assertTrue(steps < STEPS_MAX, where + ": sessions wait for ever");
            database.step();
            for (Member member : ring) {
                if (member.isRunning() && member.advance()) {
                    SqlException error = member.error;
                    if (error != null) {
                        assertEquals(SqlState.DEADLOCK_DETECTED, error.state(), where);
                        victims.add(member);
                    }
                    member.finish(database, error == null ? "commit" : "rollback");
                    done++;
                }
            }
        }
        assertEquals(1, victims.size(), where + ": victims");
        assertFalse(ring.stream().anyMatch(Member::isRunning), where);
    }

    /** One session and its statement under way. */
    private static final class Member implements RowSink {
        private final Session session;
        private final int number;
        private final int count;
        private @Nullable Execution running;
        private @Nullable SqlException error;

        Member(Database database, int number, int count) {
            this.session = database.connect(SessionOptions.DEFAULT, () -> {});
            this.number = number;
            this.count = count;
        }

        String change(int ahead) {
            return "update t set v = v + 1, by = 'session "
                    + number
                    + "' where k = "
                    + (number + ahead) % count;
        }

        boolean isRunning() {
            return running != null;
        }

        void begin(String sql) {
            PreparedPlan plan = session.prepare(session.parse(sql).getFirst(), sql, new int[0]);
            running = session.execute(plan, plan.newParameters(), true);
            error = null;
            advance();
        }

        /** Whether the statement has ended. */
        boolean advance() {
            Execution execution = running;
            if (execution == null) {
                return true;
            }
            try {
                if (execution.advance(this, Long.MAX_VALUE) != Progress.DONE) {
                    return false;
                }
            } catch (SqlException e) {
                error = e;
            }
            execution.close();
            running = null;
            return true;
        }

        void awaitIdle(Database database) {
            for (int steps = 0; !advance(); steps++) {
                assertTrue(steps < STEPS_MAX, "a statement that nobody stands against waits");
                database.step();
            }
        }

        void finish(Database database, String sql) {
            begin(sql);
            awaitIdle(database);
            assertEquals(null, error);
        }

        @Override
        public int accept(Batch batch, int first, int rows) {
            return rows;
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
