package io.omendb.jmh;

import java.io.IOException;
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
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class UpdateLatency {
    private static final int ROWS = 1_000_000;

    /** Changes that have been forced when they return. */
    @State(Scope.Thread)
    public static class Updates {
        private RandomUpdates updates;

        @Setup
        public void open() {
            updates = RandomUpdates.open(ROWS, true);
        }

        @TearDown
        public void giveBack() {
            updates.close();
        }
    }

    @Benchmark
    public long update(Updates durable) {
        return durable.updates.update();
    }

    @Benchmark
    public long floorForce(ForcedFile file) throws IOException {
        return file.force();
    }
}
