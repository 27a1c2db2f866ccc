package io.omendb.jmh;

import io.omendb.pipeline.RequestRing;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
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
 * is never what a commit waits for. One thread plays both parts. Beside it in the same run: a
 * bounded queue with a lock, and an array that is filled and read, which hands nothing over.
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
    private ArrayBlockingQueue<Slot> queue;
    private Slot[] slots;
    private long sum;

    @Setup
    public void makeRing() {
        ring = new RequestRing<>(REQUESTS, Slot::new, () -> {});
        handler =
                slot -> {
                    sum += slot.payload;
                    return true;
                };
        queue = new ArrayBlockingQueue<>(REQUESTS);
        slots = new Slot[REQUESTS];
        Arrays.setAll(slots, i -> new Slot());
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

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long rivalArrayBlockingQueue() {
        for (int i = 0; i < REQUESTS; i++) {
            Slot slot = slots[i];
            slot.payload = i;
            queue.add(slot);
        }
        for (Slot slot = queue.poll(); slot != null; slot = queue.poll()) {
            sum += slot.payload;
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public long floorArray() {
        for (int i = 0; i < REQUESTS; i++) {
            slots[i].payload = i;
        }
        for (Slot slot : slots) {
            sum += slot.payload;
        }
        return sum;
    }
}
