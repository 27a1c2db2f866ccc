package io.omendb.jmh;

import io.omendb.alex.AlexCursor;
import io.omendb.alex.AlexIndex;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a point lookup in the learned index costs less than in a balanced tree, whatever the keys
 * look like. Beside it in the same run: the tree, and a binary search in a sorted array, which no
 * index that takes inserts can have.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AlexLookupBenchmark {
    private static final long BUDGET_BYTES = 1L << 30;
    private static final int PROBES = 1 << 20;
    private static final int RECLAIM_EVERY = 1024;

    /** Keys in the index. */
    @Param({"1000000"})
    private int size;

    @Param({"SERIAL", "UNIFORM", "CLUSTERED"})
    private Distribution distribution;

    private BlockAllocator blocks;
    private Epochs epochs;
    private AlexIndex index;
    private AlexCursor cursor;
    private TreeMap<Long, Long> tree;
    private long[] sorted;
    private long[] probes;
    private int probe;

    @Setup
    public void fill() {
        blocks = BlockAllocator.exclusive(BUDGET_BYTES);
        epochs = new Epochs(blocks);
        index = new AlexIndex(blocks, epochs);
        tree = new TreeMap<>();
        long[] keys = distribution.keys(size);
        for (int i = 0; i < size; i++) {
            if (tree.put(keys[i], (long) i) == null) {
                index.insert(keys[i], i);
            }
            if (i % RECLAIM_EVERY == 0) {
                epochs.advance();
                epochs.reclaim(Integer.MAX_VALUE);
            }
        }
        cursor = index.cursor();
        sorted = tree.keySet().stream().mapToLong(Long::longValue).toArray();
        probes =
                new SplittableRandom(Seed.VALUE)
                        .ints(PROBES, 0, sorted.length)
                        .mapToLong(at -> sorted[at])
                        .toArray();
    }

    @TearDown
    public void giveBack() {
        index.close();
        epochs.close();
        blocks.close();
    }

    @Benchmark
    public boolean alex() {
        return cursor.find(nextProbe());
    }

    @Benchmark
    public boolean rivalRedBlackTree() {
        return tree.containsKey(nextProbe());
    }

    @Benchmark
    public boolean floorBinarySearch() {
        return Arrays.binarySearch(sorted, nextProbe()) >= 0;
    }

    private long nextProbe() {
        probe = (probe + 1) & (PROBES - 1);
        return probes[probe];
    }
}
