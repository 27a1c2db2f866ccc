package io.omendb.jmh;

import io.omendb.engine.api.Connection;
import io.omendb.engine.api.PreparedStatement;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: the more sessions commit at once the fewer forces each commit costs: all that came during
 * a force share the next one, without a setting. 16 sessions insert a row each, durable when that
 * returns, over and over. Beside it in the same run: one session alone, which cannot share; and one
 * write and force after the other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GroupCommitBenchmark {
    private static final int SESSIONS = 16;

    private final AtomicLong lastKey = new AtomicLong();
    private MetricsDatabase metrics;
    private ZeroFilledFile file;

    @Setup
    public void open() {
        metrics = MetricsDatabase.open(0);
        file = ZeroFilledFile.create();
    }

    @TearDown
    public void giveBack() {
        metrics.close();
        file.close();
    }

    /** A thread's. */
    @State(Scope.Thread)
    public static class Session {
        private Connection connection;
        private PreparedStatement insert;

        @Setup
        public void connect(GroupCommitBenchmark suite) {
            connection = suite.metrics.database().connect();
            insert = connection.prepare("INSERT INTO metrics VALUES ($1, $2, $3)");
        }

        @TearDown
        public void close() {
            connection.close();
        }
    }

    @Benchmark
    @Threads(SESSIONS)
    public long sixteenSessions(Session session) {
        return insert(session);
    }

    @Benchmark
    @Threads(1)
    public long rivalOneSession(Session session) {
        return insert(session);
    }

    @Benchmark
    @Threads(1)
    public long floorForce() throws IOException {
        return file.force();
    }

    private long insert(Session session) {
        return session.insert
                .setLong(1, lastKey.incrementAndGet())
                .setDouble(2, 0.5)
                .setLong(3, 7)
                .execute();
    }
}
