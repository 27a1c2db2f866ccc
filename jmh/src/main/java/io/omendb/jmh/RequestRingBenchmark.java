package io.omendb.jmh;

import io.omendb.pipeline.RequestRing;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: handing a request to the writer costs tens of nanoseconds and no allocation, so the ring
 * is never what a commit waits for. One thread plays both parts; run with {@code -prof gc} for
 * bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RequestRingBenchmark {
    private static final int REQUESTS = 256;

    private static final class Slot {
        private long payload;
    }

    private RequestRing<Slot> ring;
    private RequestRing.Handler<Slot> handler;
    private long sum;

    @Setup
    public void makeRing() {
        ring = new RequestRing<>(REQUESTS, Slot::new, () -> {});
        handler =
                slot -> {
                    sum += slot.payload;
                    return true;
                };
    }

    /** Per request: claim, fill, publish, and its part of a poll that takes the whole batch. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long handOverInBatches() {
        for (int i = 0; i < REQUESTS; i++) {
            long sequence = ring.tryClaim();
            ring.slot(sequence).payload = i;
            ring.publish(sequence);
        }
        ring.poll(handler, REQUESTS);
        return sum;
    }
}
