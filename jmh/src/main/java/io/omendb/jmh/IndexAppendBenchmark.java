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
 * Claim: keys that come in ascending order are put at the end of the learned index, ten million in
 * a second and more. The rival is a B+tree that leaves full nodes behind.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexAppendBenchmark {
    @Benchmark
    @OperationsPerInvocation(GrowingRows.BATCH)
    public int alex(AppendedRows.Alex rows) {
        return rows.insertBatch();
    }

    @Benchmark
    @OperationsPerInvocation(GrowingRows.BATCH)
    public int rivalBtree(AppendedRows.Btree rows) {
        return rows.insertBatch();
    }
}
