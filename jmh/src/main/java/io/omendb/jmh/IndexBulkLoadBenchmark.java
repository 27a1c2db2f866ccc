package io.omendb.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: the learned index is loaded with sorted keys at twenty million of them in a second and
 * more, models and all. An operation loads all keys of the run. The rival is a B+tree, whose nodes
 * are filled to nine tenths.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexBulkLoadBenchmark {
    @Benchmark
    public Object alex(EmptyAlex empty) {
        return empty.load();
    }

    @Benchmark
    public Object rivalBtree(EmptyBtree empty) {
        return empty.load();
    }

    /** What is loaded. It is made and given back in nobody's time. */
    @State(Scope.Thread)
    public abstract static class Empty {
        private KeyedRows rows;
        private IndexKeys of;
        private long[] sorted;

        abstract KeyedRows create();

        @Setup
        public void sort(IndexKeys keys) {
            of = keys;
            sorted = keys.sorted();
        }

        @Setup(Level.Invocation)
        public void make() {
            rows = create();
        }

        @TearDown(Level.Invocation)
        public void giveBack() {
            rows.close();
        }

        KeyedRows load() {
            rows.load(of.rows(sorted));
            return rows;
        }
    }

    /** The learned index. */
    public static class EmptyAlex extends Empty {
        @Override
        KeyedRows create() {
            return new AlexRows();
        }
    }

    /** The yardstick. */
    public static class EmptyBtree extends Empty {
        @Override
        KeyedRows create() {
            return new BTreeRows();
        }
    }
}
