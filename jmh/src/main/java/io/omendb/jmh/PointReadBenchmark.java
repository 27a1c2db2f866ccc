package io.omendb.jmh;

import io.omendb.alex.AlexCursor;
import io.omendb.alex.AlexIndex;
import io.omendb.engine.api.PreparedStatement;
import io.omendb.engine.api.Rows;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
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
    private static final int ROWS = 1_000_000;
    private static final int PROBES = 1 << 20;
    private static final long BUDGET_BYTES = 1L << 30;
    private static final int RECLAIM_EVERY = 1024;

    private MetricsDatabase metrics;
    private PreparedStatement select;
    private BlockAllocator blocks;
    private Epochs epochs;
    private AlexIndex index;
    private AlexCursor cursor;
    private Map<Long, Double> map;
    private long[] probes;
    private int probe;

    @Setup
    public void fill() {
        metrics = MetricsDatabase.open(ROWS);
        select = metrics.connection().prepare("SELECT value FROM metrics WHERE id = $1");
        blocks = BlockAllocator.exclusive(BUDGET_BYTES);
        epochs = new Epochs(blocks);
        index = new AlexIndex(blocks, epochs);
        map = new HashMap<>();
        long[] keys = metrics.keys();
        for (int row = 0; row < ROWS; row++) {
            index.insert(keys[row], row);
            map.put(keys[row], MetricsDatabase.value(row));
            if (row % RECLAIM_EVERY == 0) {
                epochs.advance();
                epochs.reclaim(Integer.MAX_VALUE);
            }
        }
        cursor = index.cursor();
        probes =
                new SplittableRandom(Seed.VALUE + 1)
                        .ints(PROBES, 0, ROWS)
                        .mapToLong(row -> keys[row])
                        .toArray();
    }

    @TearDown
    public void giveBack() {
        metrics.close();
        index.close();
        epochs.close();
        blocks.close();
    }

    @Benchmark
    public double preparedSelect() {
        try (Rows rows = select.setLong(1, nextProbe()).query()) {
            return rows.next() ? rows.getDouble(0) : Double.NaN;
        }
    }

    @Benchmark
    public @Nullable Double rivalHashMap() {
        return map.get(nextProbe());
    }

    @Benchmark
    public long floorIndexLookup() {
        return cursor.find(nextProbe()) ? cursor.payload() : -1;
    }

    private long nextProbe() {
        probe = (probe + 1) & (PROBES - 1);
        return probes[probe];
    }
}
