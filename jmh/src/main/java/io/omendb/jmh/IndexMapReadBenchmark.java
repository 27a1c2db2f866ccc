package io.omendb.jmh;

import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2LongHashMap;
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
 * Claim: a point read in the learned index takes less than in a sorted map on the heap, with
 * objects or without, and not many times what it takes in a hash map, which knows no order.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexMapReadBenchmark {
    @Benchmark
    public long alex(LoadedRows.Alex loaded) {
        return loaded.rows().find(loaded.probes().next());
    }

    @Benchmark
    public long rivalRedBlackTree(LoadedRows.RedBlackTree loaded) {
        return loaded.rows().find(loaded.probes().next());
    }

    @Benchmark
    public long rivalSkipList(LoadedRows.SkipList loaded) {
        return loaded.rows().find(loaded.probes().next());
    }

    @Benchmark
    public long rivalFastutilTree(LoadedRows.FastutilTree loaded) {
        return loaded.rows().find(loaded.probes().next());
    }

    @Benchmark
    public long rivalHashMap(Hashed hashed) {
        return hashed.map.get(hashed.probes.next());
    }

    /** Open addressing, no objects, no order. */
    @State(Scope.Thread)
    public static class Hashed {
        private Long2LongHashMap map;
        private Probes probes;

        @Setup
        public void load(IndexKeys keys) {
            long[] sorted = keys.sorted();
            map = new Long2LongHashMap(-1);
            SortedRows rows = keys.rows(sorted);
            while (rows.next()) {
                map.put(rows.key(), rows.payload());
            }
            probes = Probes.of(sorted);
        }
    }
}
