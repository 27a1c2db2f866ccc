package io.omendb.engine.api;

import io.omendb.engine.catalog.MemoryUse;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.List;

/** What a database's memory is for beside its tables and indexes. Thread: any. */
final class SharedMemory {
    private SharedMemory() {}

    /**
     * @param undoBytes of the undo logs of all transactions
     * @param relationBytes of all committed tables and indexes
     */
    static List<MemoryUse> uses(
            BlockAllocator memory,
            BlockAllocator logMemory,
            TransactionSlots slots,
            Epochs epochs,
            long undoBytes,
            long relationBytes) {
        long used = memory.usedBytes();
        long named =
                relationBytes
                        + slots.bytes()
                        + undoBytes
                        + epochs.waitingBytes()
                        + epochs.queueBytes();
        long logUsed = logMemory.usedBytes();
        return List.of(
                new MemoryUse("transaction slots", MemoryUse.UNCOUNTED, slots.bytes()),
                new MemoryUse("undo logs", MemoryUse.UNCOUNTED, undoBytes),
                new MemoryUse("retired blocks", epochs.waitingBlocks(), epochs.waitingBytes()),
                new MemoryUse("retirement queue", MemoryUse.UNCOUNTED, epochs.queueBytes()),
                // Relations that a transaction has made or dropped, builds of indexes. The figures
                // are not of one moment: beside a writer the rest may come out below nothing.
                new MemoryUse("unfinished", MemoryUse.UNCOUNTED, Math.max(0, used - named)),
                new MemoryUse("log buffers", MemoryUse.UNCOUNTED, logUsed),
                new MemoryUse(
                        "free blocks",
                        MemoryUse.UNCOUNTED,
                        memory.heldBytes() - used + logMemory.heldBytes() - logUsed));
    }
}
