package io.omendb.jmh;

import io.omendb.engine.api.PreparedStatement;
import java.io.IOException;
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
 * Claim: a change of one row by its key, durable when it returns, embedded, costs one write and one
 * force and little beside, and takes nothing from the heap. The floor is that write and force, in a
 * directory on the same disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UpdateLatency {
    private static final int ROWS = 1_000_000;

    private MetricsDatabase metrics;
    private PreparedStatement update;
    private ZeroFilledFile file;
    private SplittableRandom random;

    @Setup
    public void open() {
        metrics = MetricsDatabase.open(ROWS);
        update = metrics.connection().prepare("UPDATE metrics SET value = $1 WHERE id = $2");
        file = ZeroFilledFile.create();
        random = new SplittableRandom(Seed.VALUE + 1);
    }

    @TearDown
    public void giveBack() {
        metrics.close();
        file.close();
    }

    @Benchmark
    public long update() {
        int row = random.nextInt(ROWS);
        return update.setDouble(1, row).setLong(2, metrics.keys()[row]).execute();
    }

    @Benchmark
    public long floorForce() throws IOException {
        return file.force();
    }
}
