package io.omendb.jmh;

import io.omendb.alex.AlexCursor;
import io.omendb.offheap.EpochSlot;
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
 * Claim: a reader of the learned index is hardly slower while a writer on another thread changes it
 * as fast as it can: neither waits for the other. The floor is the same reader alone. Both announce
 * an epoch for each read.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IndexReaderBenchmark {
    @Benchmark
    public long besideWriter(Watched watched, Writer writer) {
        return watched.read();
    }

    @Benchmark
    public long floorAlone(Watched watched) {
        return watched.read();
    }

    /** A filled index, and a reader of the keys that stay in it. */
    @State(Scope.Thread)
    public static class Watched {
        private AlexRows rows;
        private EpochSlot epoch;
        private AlexCursor cursor;
        private Probes probes;

        @Setup
        public void open(LoadedRows.Alex loaded) {
            rows = loaded.alex();
            probes = loaded.probes();
            cursor = rows.cursor();
            epoch = rows.register();
            epoch.enter();
        }

        @TearDown
        public void giveBack() {
            epoch.exit();
        }

        long read() {
            epoch.renew();
            return cursor.find(probes.next()) ? cursor.payload() : -1;
        }
    }

    /**
     * Puts keys in that were not there, a tenth as many as are, and takes them out, all the time.
     */
    @State(Scope.Thread)
    public static class Writer {
        private @Nullable Thread thread;
        private volatile boolean stopped;

        @Setup
        public void start(IndexKeys keys, LoadedRows.Alex loaded) {
            long[] shuffled = keys.shuffled();
            int from = keys.size();
            AlexRows rows = loaded.alex();
            rows.handOver();
            thread = Thread.ofPlatform().start(() -> change(rows, shuffled, from));
        }

        @TearDown
        public void stop(LoadedRows.Alex loaded) throws InterruptedException {
            stopped = true;
            if (thread != null) {
                thread.join();
            }
            loaded.alex().handOver();
        }

        private void change(AlexRows rows, long[] keys, int from) {
            while (!stopped) {
                for (int i = from; i < keys.length && !stopped; i++) {
                    rows.insert(keys[i], i);
                }
                for (int i = from; i < keys.length && !stopped; i++) {
                    rows.remove(keys[i], i);
                }
            }
        }
    }
}
