package io.omendb.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EpochsTest {

    @Test
    void shouldWaitForTheReaderWhenItEnteredBeforeTheRetirement() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(1 << 20);
                Epochs epochs = new Epochs(blocks, 4)) {
            EpochSlot slot = epochs.register();
            slot.enter();
            epochs.retire(blocks.allocate(64), 64);
            epochs.advance();
            assertEquals(0, epochs.reclaim(10));
            slot.renew();
            assertEquals(1, epochs.reclaim(10));
            slot.exit();
            epochs.unregister(slot);
        }
    }

    @Test
    void shouldKeepWhatWasRetiredInTheCurrentEpochWhenNobodyReads() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(1 << 20);
                Epochs epochs = new Epochs(blocks, 4)) {
            epochs.retire(blocks.allocate(64), 64);
            assertEquals(0, epochs.reclaim(10));
            epochs.advance();
            assertEquals(1, epochs.reclaim(10));
        }
    }

    @Test
    void shouldTellTheTargetInOrderWhenManyThingsAreRetired() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(8 << 20)) {
            AtomicLong expected = new AtomicLong();
            try (Epochs epochs = new Epochs(blocks, 4)) {
                epochs.reclaimTarget((kind, a, b) -> {
                    assertEquals(expected.getAndIncrement(), a);
                    assertEquals(kind, b);
                });
                for (int i = 0; i < 10_000; i++) {
                    epochs.retire(i & 7, i, i & 7);
                    if (i % 100 == 0) {
                        epochs.advance();
                        epochs.reclaim(i % 3 == 0 ? 1000 : 30);
                    }
                }
            }
            assertEquals(10_000, expected.get());
            assertEquals(0, blocks.usedBytes());
        }
    }

    @Test
    void shouldRefuseWhenMoreReadersRegisterThanThereAreSlots() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(1 << 20);
                Epochs epochs = new Epochs(blocks, 1)) {
            EpochSlot slot = epochs.register();
            assertThrows(IllegalStateException.class, epochs::register);
            slot.enter();
            assertThrows(IllegalStateException.class, () -> epochs.unregister(slot));
            slot.exit();
            epochs.unregister(slot);
            epochs.unregister(epochs.register());
        }
    }

    /**
     * A published block is overwritten before it is freed; a reader inside an epoch must never see
     * that.
     */
    @Test
    void shouldNeverReuseABlockWhenAReaderStillHoldsIt() throws InterruptedException {
        BlockAllocator blocks = BlockAllocator.exclusive(1 << 20);
        Epochs epochs = new Epochs(blocks, 4);
        epochs.reclaimTarget((kind, a, b) -> {
            ProcessMemory.putLong(a, -1);
            blocks.free(a, b);
        });
        long cell = blocks.allocateZeroed(64);
        ProcessMemory.putLong(cell, block(blocks, 1));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicBoolean broken = new AtomicBoolean();
        Thread[] readers = new Thread[2];
        for (int r = 0; r < readers.length; r++) {
            readers[r] =
                    new Thread(() -> {
                        EpochSlot slot = epochs.register();
                        long last = 0;
                        while (!stop.get()) {
                            slot.enter();
                            for (int i = 0; i < 20; i++) {
                                long at = ProcessMemory.getLongAcquire(cell);
                                long value = ProcessMemory.getLong(at);
                                for (int j = 0; j < 5; j++) {
                                    if (ProcessMemory.getLongOpaque(at) != value || value < last) {
                                        broken.set(true);
                                    }
                                }
                                last = value;
                                slot.renew();
                            }
                            slot.exit();
                        }
                        epochs.unregister(slot);
                    });
            readers[r].start();
        }
        for (int i = 2; i < 300_000; i++) {
            long old = ProcessMemory.getLong(cell);
            ProcessMemory.putLongRelease(cell, block(blocks, i));
            epochs.retire(0, old, 64);
            epochs.advance();
            epochs.reclaim(4);
            while (epochs.pendingCount() > 1000) {
                Thread.onSpinWait();
                epochs.reclaim(4);
            }
        }
        stop.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        epochs.close();
        blocks.close();
        assertFalse(broken.get());
    }

    private static long block(BlockAllocator blocks, long value) {
        long at = blocks.allocate(64);
        ProcessMemory.putLong(at, value);
        return at;
    }
}
