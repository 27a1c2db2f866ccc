package io.omendb.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BlockAllocatorTest {

    @Test
    void shouldRoundToTheNextClassWhenAnySizeIsAsked() {
        int previous = 0;
        for (int c = 0; c < SizeClasses.COUNT; c++) {
            int bytes = SizeClasses.bytesOf(c);
            assertTrue(bytes > previous);
            assertEquals(c, SizeClasses.classOf(bytes));
            assertEquals(c, SizeClasses.classOf(previous + 1));
            assertTrue(bytes < 64 || bytes % 64 == 0);
            previous = bytes;
        }
        assertEquals(SizeClasses.LARGEST_BYTES, previous);
    }

    @Test
    void shouldKeepBlocksApartWhenAllocatedAndFreedAtRandom() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long extentsFree = ProcessMemory.freeBytes();
        BlockAllocator blocks = BlockAllocator.exclusive(64L << 20);
        TreeMap<Long, Long> live = new TreeMap<>();
        for (int i = 0; i < 50_000; i++) {
            if (random.nextInt(100) < 52) {
                long bytes = 1 + (long) (Math.exp(random.nextDouble() * 11));
                long at = blocks.allocate(bytes);
                Map.Entry<Long, Long> before = live.floorEntry(at);
                Map.Entry<Long, Long> after = live.ceilingEntry(at);
                assertTrue(before == null || before.getKey() + before.getValue() <= at, "seed " + seed);
                assertTrue(after == null || at + bytes <= after.getKey(), "seed " + seed);
                assertEquals(0, at % (bytes >= 64 ? 64 : 16), "seed " + seed);
                live.put(at, bytes);
            } else if (!live.isEmpty()) {
                Map.Entry<Long, Long> any = live.ceilingEntry((long) (random.nextDouble() * live.lastKey()));
                blocks.free(any.getKey(), any.getValue());
                live.remove(any.getKey());
            }
        }
        live.forEach(blocks::free);
        assertEquals(0, blocks.usedBytes(), "seed " + seed);
        blocks.close();
        assertEquals(extentsFree, ProcessMemory.freeBytes(), "seed " + seed);
    }

    @Test
    void shouldTakeWholeExtentsWhenABlockIsLarge() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(64L << 20)) {
            long at = blocks.allocate((5 << 20) + 1);
            assertEquals(6L << 20, blocks.usedBytes());
            ProcessMemory.putLong(at + (5 << 20) - 7, 42);
            blocks.free(at, (5 << 20) + 1);
            assertEquals(0, blocks.usedBytes());
            assertEquals(0, blocks.heldBytes());
        }
    }

    @Test
    void shouldRefuseAndStayUsableWhenTheBudgetIsUsedUp() {
        try (BlockAllocator blocks = BlockAllocator.shared(1024)) {
            long at = blocks.allocate(1024);
            assertThrows(MemoryExhaustedException.class, () -> blocks.allocate(1));
            blocks.free(at, 1024);
            long again = blocks.allocateZeroed(512);
            assertEquals(0, ProcessMemory.getLong(again + 504));
            blocks.free(again, 512);
        }
    }

    @Test
    void shouldRefuseWhenAFreedBlockHasAnotherSize() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(1 << 20)) {
            long at = blocks.allocate(100);
            assertThrows(IllegalStateException.class, () -> blocks.free(at, 1000));
        }
    }
}
