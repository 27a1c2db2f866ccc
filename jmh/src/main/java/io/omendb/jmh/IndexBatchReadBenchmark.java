package io.omendb.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: 16 keys looked up at once take less than one after the other, since what one waits for
 * overlaps with what the others wait for. Beside it the B+tree's batch; the floor is the same
 * index, asked singly.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexBatchReadBenchmark {
    private static final int KEYS = 16;

    private final long[] keys = new long[KEYS];
    private final long[] rowIds = new long[KEYS];
    private final boolean[] found = new boolean[KEYS];

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long[] alex(LoadedRows.Alex loaded) {
        loaded.probes().next(keys);
        loaded.alex().findBatch(keys, rowIds, found);
        return rowIds;
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long[] rivalBtree(LoadedRows.Btree loaded) {
        loaded.probes().next(keys);
        loaded.tree().findBatch(keys, rowIds);
        return rowIds;
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public long[] floorSingly(LoadedRows.Alex loaded) {
        loaded.probes().next(keys);
        for (int i = 0; i < KEYS; i++) {
            rowIds[i] = loaded.rows().find(keys[i]);
        }
        return rowIds;
    }
}
