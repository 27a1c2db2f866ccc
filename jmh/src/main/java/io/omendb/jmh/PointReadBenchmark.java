package io.omendb.jmh;

import io.omendb.alex.AlexCursor;
import io.omendb.alex.AlexIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a prepared statement that reads a row by its key is planned once; executed, it costs a few
 * times the index's own lookup and nothing from the heap. Beside it in the same run: that lookup
 * alone, and a hash map on the heap, which knows no transaction and no statement.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PointReadBenchmark {
    private IndexMemory memory;
    private AlexIndex index;
    private AlexCursor cursor;
    private Map<Long, Double> map;

    @Setup
    public void fill(PointReads reads) {
        long[] keys = reads.keys();
        memory = new IndexMemory();
        index = memory.index();
        memory.fill(index, keys);
        cursor = index.cursor();
        map = new HashMap<>();
        for (int row = 0; row < keys.length; row++) {
            map.put(keys[row], MetricsDatabase.value(row));
        }
    }

    @TearDown
    public void giveBack() {
        index.close();
        memory.close();
    }

    @Benchmark
    public double preparedSelect(PointReads reads) {
        return reads.read(reads.nextKey());
    }

    @Benchmark
    public @Nullable Double rivalHashMap(PointReads reads) {
        return map.get(reads.nextKey());
    }

    @Benchmark
    public long floorIndexLookup(PointReads reads) {
        return cursor.find(reads.nextKey()) ? cursor.payload() : -1;
    }
}
