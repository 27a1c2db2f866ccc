package io.omendb.jmh;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a point lookup in the learned index costs less than in a balanced tree, whatever the keys
 * look like. Beside it in the same run: the tree, and a binary search in a sorted array, which no
 * index that takes inserts can have.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AlexLookupBenchmark {
    @Benchmark
    public boolean alex(FilledIndex filled) {
        return filled.cursor().find(filled.nextKey());
    }

    @Benchmark
    public boolean rivalRedBlackTree(FilledIndex filled) {
        return filled.tree().containsKey(filled.nextKey());
    }

    @Benchmark
    public boolean floorBinarySearch(FilledIndex filled) {
        return Arrays.binarySearch(filled.sortedKeys(), filled.nextKey()) >= 0;
    }
}
