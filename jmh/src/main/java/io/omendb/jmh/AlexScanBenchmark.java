package io.omendb.jmh;

import io.omendb.alex.AlexCursor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
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
    private static final int ENTRIES = 100;

    private NavigableMap<Long, Long> skipList;
    private long[] sortedPayloads;

    @Setup
    public void fill(FilledIndex filled) {
        skipList = new ConcurrentSkipListMap<>();
        long[] keys = filled.keys();
        for (int i = 0; i < keys.length; i++) {
            skipList.put(keys[i], (long) i);
        }
        sortedPayloads = filled.tree().values().stream().mapToLong(Long::longValue).toArray();
    }

    @Benchmark
    public long alex(FilledIndex filled) {
        AlexCursor cursor = filled.cursor();
        long sum = 0;
        boolean found = cursor.seek(filled.nextKey());
        for (int i = 0; found && i < ENTRIES; i++) {
            sum += cursor.payload();
            found = cursor.next();
        }
        return sum;
    }

    @Benchmark
    public long rivalRedBlackTree(FilledIndex filled) {
        return sum(filled.tree(), filled.nextKey());
    }

    @Benchmark
    public long rivalSkipList(FilledIndex filled) {
        return sum(skipList, filled.nextKey());
    }

    @Benchmark
    public long floorSortedArrays(FilledIndex filled) {
        int from = Arrays.binarySearch(filled.sortedKeys(), filled.nextKey());
        int to = Math.min(from + ENTRIES, sortedPayloads.length);
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += sortedPayloads[i];
        }
        return sum;
    }

    private static long sum(NavigableMap<Long, Long> map, long fromKey) {
        long sum = 0;
        Iterator<Long> payloads = map.tailMap(fromKey, true).values().iterator();
        for (int i = 0; i < ENTRIES && payloads.hasNext(); i++) {
            sum += payloads.next();
        }
        return sum;
    }
}
