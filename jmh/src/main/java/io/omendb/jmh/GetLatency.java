package io.omendb.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a row is read by its key, embedded, by a prepared statement, on the caller's thread,
 * without a lock and without waiting for anyone, so that the slowest reads are near the others. The
 * floor is the clock: what measuring nothing takes.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GetLatency {
    @Benchmark
    public double get(PointReads reads) {
        return reads.read(reads.nextKey());
    }

    @Benchmark
    public long floorClock(PointReads reads) {
        return reads.nextKey();
    }
}
