package io.omendb.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: an insert into the learned index, of a key that lies anywhere among those that are there,
 * costs less than into a B+tree, a balanced tree or a skip list, and takes nothing from the heap.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexInsertBenchmark {
    @Benchmark
    @OperationsPerInvocation(GrowingRows.BATCH)
    public int alex(InsertedRows.Alex rows) {
        return rows.insertBatch();
    }

    @Benchmark
    @OperationsPerInvocation(GrowingRows.BATCH)
    public int rivalBtree(InsertedRows.Btree rows) {
        return rows.insertBatch();
    }

    @Benchmark
    @OperationsPerInvocation(GrowingRows.BATCH)
    public int rivalRedBlackTree(InsertedRows.RedBlackTree rows) {
        return rows.insertBatch();
    }

    @Benchmark
    @OperationsPerInvocation(GrowingRows.BATCH)
    public int rivalSkipList(InsertedRows.SkipList rows) {
        return rows.insertBatch();
    }
}
