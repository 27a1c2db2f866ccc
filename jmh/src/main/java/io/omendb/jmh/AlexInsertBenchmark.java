package io.omendb.jmh;

import io.omendb.alex.AlexIndex;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: an insert into the learned index costs less than into a balanced tree or a skip list, and
 * takes nothing from the heap. Each invocation fills an empty one, key by key in the order in which
 * they come, and gives it back.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AlexInsertBenchmark {
    private static final int KEYS = 1 << 18;

    @Param({"SERIAL", "UNIFORM", "CLUSTERED"})
    private Distribution distribution;

    private long[] keys;
    private IndexMemory memory;

    @Setup
    public void makeKeys() {
        keys = distribution.distinctKeys(KEYS);
        memory = new IndexMemory();
    }

    @TearDown
    public void giveBack() {
        memory.close();
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long alex() {
        try (AlexIndex index = memory.index()) {
            memory.fill(index, keys);
            return index.size();
        } finally {
            memory.reclaim();
        }
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long rivalRedBlackTree() {
        return fill(new TreeMap<>());
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long rivalSkipList() {
        return fill(new ConcurrentSkipListMap<>());
    }

    private long fill(NavigableMap<Long, Long> map) {
        for (int i = 0; i < KEYS; i++) {
            map.put(keys[i], (long) i);
        }
        return map.size();
    }
}
