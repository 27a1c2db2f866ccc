package io.omendb.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * Claim: what a change costs apart from the disk is one way to the writer's thread and back. A row
 * is changed with {@code synchronous_commit} off, so that nobody waits for the force. The rival
 * goes the same way through a thread of {@code java.util.concurrent}, and changes an array.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HandOverLatency {
    private static final int ROWS = 100_000;

    private RandomUpdates updates;
    private ExecutorService executor;
    private double[] values;
    private SplittableRandom random;

    @Setup
    public void open() {
        updates = RandomUpdates.open(ROWS, false);
        executor = Executors.newSingleThreadExecutor();
        values = new double[ROWS];
        random = new SplittableRandom(Seed.VALUE + 1);
    }

    @TearDown
    public void giveBack() {
        updates.close();
        executor.shutdown();
    }

    @Benchmark
    public long update() {
        return updates.update();
    }

    @Benchmark
    public double rivalExecutor() throws InterruptedException, ExecutionException {
        int row = random.nextInt(ROWS);
        return executor.submit(() -> values[row] = row).get();
    }
}
