package io.omendb.jmh;

import io.omendb.alex.AlexCursor;
import io.omendb.alex.AlexIndex;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
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
 * Claim: a scan of 100 entries from any key on costs less in the learned index than in a balanced
 * tree or a skip list, since neighbours lie beside each other. Beside it in the same run: the same
 * over sorted arrays without gaps, which take no insert.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AlexScanBenchmark {
    private static final long BUDGET_BYTES = 1L << 30;
    private static final int SIZE = 1_000_000;
    private static final int ENTRIES = 100;
    private static final int PROBES = 1 << 16;
    private static final int RECLAIM_EVERY = 1024;

    @Param({"SERIAL", "UNIFORM", "CLUSTERED"})
    private Distribution distribution;

    private BlockAllocator blocks;
    private Epochs epochs;
    private AlexIndex index;
    private AlexCursor cursor;
    private NavigableMap<Long, Long> tree;
    private NavigableMap<Long, Long> skipList;
    private long[] sortedKeys;
    private long[] sortedPayloads;
    private long[] probes;
    private int probe;

    @Setup
    public void fill() {
        blocks = BlockAllocator.exclusive(BUDGET_BYTES);
        epochs = new Epochs(blocks);
        index = new AlexIndex(blocks, epochs);
        tree = new TreeMap<>();
        skipList = new ConcurrentSkipListMap<>();
        long[] keys = distribution.keys(SIZE);
        for (int i = 0; i < SIZE; i++) {
            if (tree.putIfAbsent(keys[i], (long) i) == null) {
                skipList.put(keys[i], (long) i);
                index.insert(keys[i], i);
            }
            if (i % RECLAIM_EVERY == 0) {
                epochs.advance();
                epochs.reclaim(Integer.MAX_VALUE);
            }
        }
        cursor = index.cursor();
        sortedKeys = tree.keySet().stream().mapToLong(Long::longValue).toArray();
        sortedPayloads = tree.values().stream().mapToLong(Long::longValue).toArray();
        probes =
                new SplittableRandom(Seed.VALUE)
                        .ints(PROBES, 0, sortedKeys.length - ENTRIES)
                        .mapToLong(at -> sortedKeys[at])
                        .toArray();
    }

    @TearDown
    public void giveBack() {
        index.close();
        epochs.close();
        blocks.close();
    }

    @Benchmark
    public long alex() {
        long sum = 0;
        boolean found = cursor.seek(nextProbe());
        for (int i = 0; found && i < ENTRIES; i++) {
            sum += cursor.payload();
            found = cursor.next();
        }
        return sum;
    }

    @Benchmark
    public long rivalRedBlackTree() {
        return sum(tree);
    }

    @Benchmark
    public long rivalSkipList() {
        return sum(skipList);
    }

    @Benchmark
    public long floorSortedArrays() {
        int from = Arrays.binarySearch(sortedKeys, nextProbe());
        long sum = 0;
        for (int i = from; i < from + ENTRIES; i++) {
            sum += sortedPayloads[i];
        }
        return sum;
    }

    private long sum(NavigableMap<Long, Long> map) {
        long sum = 0;
        Iterator<Long> payloads = map.tailMap(nextProbe(), true).values().iterator();
        for (int i = 0; i < ENTRIES && payloads.hasNext(); i++) {
            sum += payloads.next();
        }
        return sum;
    }

    private long nextProbe() {
        probe = (probe + 1) & (PROBES - 1);
        return probes[probe];
    }
}
