package io.omendb.jmh;

import io.omendb.engine.api.Connection;
import java.io.IOException;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: COMMIT of a transaction block that inserted a row, embedded, returns when its one write
 * and one force have ended: the redo was encoded while the block was open. The floor is that write
 * and force, in a directory on the same disk. What is allocated counts the whole block.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CommitLatency {
    /** A block with a row, waiting for its end. */
    @State(Scope.Thread)
    public static class Block {
        private Connection connection;

        @Setup(Level.Invocation)
        public void begin(DurableInserts inserts) {
            connection = inserts.connection();
            connection.beginTransaction();
            inserts.insert();
        }
    }

    @Benchmark
    public void commit(Block block) {
        block.connection.commit();
    }

    @Benchmark
    public long floorForce(ForcedFile file) throws IOException {
        return file.force();
    }
}
