package io.omendb.jmh;

import io.omendb.engine.api.PreparedStatement;
import io.omendb.engine.api.Rows;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a row is read by its key, embedded, by a prepared statement, on the caller's thread,
 * without a lock and without waiting for anyone, so that the slowest reads are near the others. The
 * floor is the clock: what measuring nothing takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GetLatency {
    private static final int ROWS = 1_000_000;
    private static final int PROBES = 1 << 20;

    private MetricsDatabase metrics;
    private PreparedStatement select;
    private long[] probes;
    private int probe;

    @Setup
    public void fill() {
        metrics = MetricsDatabase.open(ROWS);
        select = metrics.connection().prepare("SELECT value FROM metrics WHERE id = $1");
        long[] keys = metrics.keys();
        probes =
                new SplittableRandom(Seed.VALUE + 1)
                        .ints(PROBES, 0, ROWS)
                        .mapToLong(row -> keys[row])
                        .toArray();
    }

    @TearDown
    public void giveBack() {
        metrics.close();
    }

    @Benchmark
    public double get() {
        try (Rows rows = select.setLong(1, nextProbe()).query()) {
            return rows.next() ? rows.getDouble(0) : Double.NaN;
        }
    }

    @Benchmark
    public long floorClock() {
        return nextProbe();
    }

    private long nextProbe() {
        probe = (probe + 1) & (PROBES - 1);
        return probes[probe];
    }
}
