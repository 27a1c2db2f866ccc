package io.omendb.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: a point read in the learned index takes half the time that it takes in a B+tree where the
 * models fit the keys, and never much more. The floor is one load from as many bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexPointReadBenchmark {
    /** Row ids have so many bits: those above are 0, which nobody knows before the answer. */
    private static final int ROW_ID_BITS = 40;

    @Param private Reads reads;

    private int answered;

    /** How one read follows another. */
    public enum Reads {
        /** Each stands alone, so that a processor begins one before the one before has ended. */
        INDEPENDENT,

        /** Which key is asked for next depends on the answer. */
        DEPENDENT
    }

    @Benchmark
    public long alex(LoadedRows.Alex loaded) {
        return answer(loaded.rows().find(loaded.probes().nextBeyond(answered)));
    }

    @Benchmark
    public long rivalBtree(LoadedRows.Btree loaded) {
        return answer(loaded.rows().find(loaded.probes().nextBeyond(answered)));
    }

    @Benchmark
    public long floorRandomLoads(RandomLoads loads) {
        return answer(loads.load(loads.probes().nextBeyond(answered)));
    }

    private long answer(long rowId) {
        if (reads == Reads.DEPENDENT) {
            answered = (int) (rowId >>> ROW_ID_BITS);
        }
        return rowId;
    }
}
