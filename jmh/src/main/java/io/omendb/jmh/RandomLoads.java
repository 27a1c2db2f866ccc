package io.omendb.jmh;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What no index can be better than: one load for a key, from anywhere in as many bytes as the
 * learned index takes for the keys of the run, on the same pages.
 */
@State(Scope.Thread)
public class RandomLoads {
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final int LINE_SHIFT = 6;

    private BlockAllocator blocks;
    private Probes probes;
    private long memory;
    private long lines;

    @Setup
    public void fill(IndexKeys keys) {
        long[] sorted = keys.sorted();
        long bytes;
        try (AlexRows rows = new AlexRows()) {
            rows.load(keys.rows(sorted));
            bytes = rows.memoryBytes();
        }
        lines = Math.max(1, bytes >>> LINE_SHIFT);
        blocks = BlockAllocator.exclusive(IndexMemory.BUDGET_BYTES);
        memory = blocks.allocateZeroed(lines << LINE_SHIFT);
        probes = Probes.of(sorted);
    }

    @TearDown
    public void giveBack() {
        blocks.close();
    }

    Probes probes() {
        return probes;
    }

    /** What lies in the line of a key: 0. */
    long load(long key) {
        long line = Math.unsignedMultiplyHigh(key * SPREAD, lines);
        return ProcessMemory.getLong(memory + (line << LINE_SHIFT));
    }
}
