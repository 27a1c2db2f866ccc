package io.omendb.jmh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: an insert of one row, durable when it returns, embedded, costs one write and one force and
 * little beside: two threads are crossed, and nothing is taken from the heap. The floor is that
 * write and force, in a directory on the same disk.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class InsertLatency {
    @Benchmark
    public long insert(DurableInserts inserts) {
        return inserts.insert();
    }

    @Benchmark
    public long floorForce(ForcedFile file) throws IOException {
        return file.force();
    }
}
