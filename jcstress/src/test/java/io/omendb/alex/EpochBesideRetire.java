package io.omendb.alex;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.ProcessMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Epochs alone: announce, fence, follow; beside unlink, retire, advance, fence, look, reuse. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the block as it was")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "the block that took its place")
@State
public class EpochBesideRetire {
    private static final BlockAllocator BLOCKS = BlockAllocator.exclusive(256 << 20);
    private static final int BYTES = 64;

    private final Epochs epochs;
    private final EpochSlot slot;
    private final long cell;
    private final long replaced;

    public EpochBesideRetire() {
        synchronized (BLOCKS) {
            epochs = new Epochs(BLOCKS, 1);
            slot = epochs.register();
            cell = BLOCKS.allocate(BYTES);
            replaced = BLOCKS.allocate(BYTES);
        }
        ProcessMemory.putLong(replaced, 1);
        ProcessMemory.putLong(cell, replaced);
    }

    @Actor
    public void writer() {
        long block = BLOCKS.allocate(BYTES);
        ProcessMemory.putLong(block, 2);
        ProcessMemory.putLongRelease(cell, block);
        epochs.retire(replaced, BYTES);
        epochs.advance();
        epochs.reclaim(10);
        long next = BLOCKS.allocate(BYTES);
        ProcessMemory.putLong(next, 3);
        BLOCKS.free(next, BYTES);
    }

    @Actor
    public void reader(J_Result result) {
        slot.enter();
        result.r1 = ProcessMemory.getLong(ProcessMemory.getLongAcquire(cell));
        slot.exit();
    }

    @Arbiter
    public void giveBack(J_Result result) {
        synchronized (BLOCKS) {
            epochs.unregister(slot);
            BLOCKS.free(ProcessMemory.getLong(cell), BYTES);
            BLOCKS.free(cell, BYTES);
            epochs.close();
        }
    }
}
