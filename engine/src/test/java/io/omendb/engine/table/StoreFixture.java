package io.omendb.engine.table;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import java.util.concurrent.atomic.AtomicLong;

/** A row store with a log that is a number; the test's thread is the writer. */
final class StoreFixture implements AutoCloseable {

    final BlockAllocator allocator;
    final Epochs epochs;
    final AtomicLong durableLsn = new AtomicLong();
    final RowStore store;
    final EpochSlot epoch;
    long lsn;

    StoreFixture(long budgetBytes) {
        allocator = BlockAllocator.exclusive(budgetBytes);
        epochs = new Epochs(allocator);
        store = new RowStore(allocator, epochs, durableLsn::getAcquire);
        epoch = epochs.register();
    }

    long commit(int slot) {
        store.slots().commit(slot, ++lsn);
        return lsn;
    }

    long commitDurably(int slot) {
        commit(slot);
        durableLsn.setRelease(lsn);
        return lsn;
    }

    /** Prunes until nothing more can go; the fixture's own epoch slot must be idle. */
    void pruneAll() {
        for (int idle = 0; idle < 4; ) {
            idle = store.prune(1 << 20) == 0 ? idle + 1 : 0;
        }
    }

    /** Closes everything and fails if a block was lost. */
    @Override
    public void close() {
        store.close();
        epochs.unregister(epoch);
        epochs.close();
        long lost = allocator.usedBytes();
        allocator.close();
        if (lost != 0) {
            throw new AssertionError(lost + " bytes were not given back");
        }
    }
}
