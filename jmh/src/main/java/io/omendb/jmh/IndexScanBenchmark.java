package io.omendb.jmh;

import java.util.Arrays;
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
 * Claim: a scan of 100 entries from any key on costs no more in the learned index than in a B+tree,
 * whose leaves know their neighbours, and less than in sorted maps on the heap. The floor is the
 * same over sorted arrays without gaps, which take no insert.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexScanBenchmark {
    private static final int ENTRIES = 100;

    private final long[] keys = new long[ENTRIES];
    private final long[] rowIds = new long[ENTRIES];

    @Benchmark
    public int alex(LoadedRows.Alex loaded) {
        return scan(loaded);
    }

    @Benchmark
    public int rivalBtree(LoadedRows.Btree loaded) {
        return scan(loaded);
    }

    @Benchmark
    public int rivalRedBlackTree(LoadedRows.RedBlackTree loaded) {
        return scan(loaded);
    }

    @Benchmark
    public int rivalSkipList(LoadedRows.SkipList loaded) {
        return scan(loaded);
    }

    @Benchmark
    public int floorSortedArrays(Sorted sorted) {
        int from = Arrays.binarySearch(sorted.keys, sorted.probes.next());
        int read = Math.min(ENTRIES, sorted.rowIds.length - from);
        System.arraycopy(sorted.keys, from, keys, 0, read);
        System.arraycopy(sorted.rowIds, from, rowIds, 0, read);
        return read;
    }

    private int scan(LoadedRows loaded) {
        return loaded.rows().scan(loaded.probes().next(), keys, rowIds);
    }

    /** Keys and rows, each in an array. */
    @State(Scope.Thread)
    public static class Sorted {
        private long[] keys;
        private long[] rowIds;
        private Probes probes;

        @Setup
        public void load(IndexKeys of) {
            keys = of.sorted();
            rowIds = new long[keys.length];
            SortedRows rows = of.rows(keys);
            for (int i = 0; rows.next(); i++) {
                rowIds[i] = rows.payload();
            }
            probes = Probes.of(keys);
        }
    }
}
