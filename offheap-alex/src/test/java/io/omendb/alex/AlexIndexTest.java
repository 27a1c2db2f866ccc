package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.MemoryExhaustedException;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlexIndexTest {

    private static final int PAIRS = 200_000;

    @ParameterizedTest
    @EnumSource(KeyPattern.class)
    void shouldStayFlatAndSmallWhenKeysArriveInAnyOrder(KeyPattern pattern) {
        Random random = new Random(11);
        try (BlockAllocator blocks = BlockAllocator.exclusive(512 << 20)) {
            Epochs epochs = new Epochs(blocks, 1);
            AlexIndex index = new AlexIndex(blocks, epochs);
            for (int i = 0; i < PAIRS; i++) {
                index.insert(pattern.key(random, i), i);
                if (i % 1000 == 0) {
                    epochs.advance();
                    epochs.reclaim(10_000);
                }
            }
            AlexVerifier verifier = new AlexVerifier(index.rootCell(), RowKeys.NONE.reader());
            verifier.verify();
            assertEquals(PAIRS, verifier.pairCount());
            assertTrue(verifier.depth() <= 20, () -> "depth " + verifier.depth());
            assertTrue(index.memoryBytes() < 60L * PAIRS, () -> "bytes " + index.memoryBytes());
        }
    }

    @Test
    void shouldRefusePayloadsThatAreNoRowIds() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(4 << 20)) {
            AlexIndex index = new AlexIndex(blocks, new Epochs(blocks, 1));
            assertThrows(IllegalArgumentException.class, () -> index.insert(1, -1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> index.insert(1, AlexIndex.PAYLOAD_MAX + 1));
            assertEquals(0, index.size());
            assertTrue(index.insert(1, AlexIndex.PAYLOAD_MAX));
            index.verify();
        }
    }

    @Test
    void shouldPackNodesWhenKeysAreAppended() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(512 << 20)) {
            Epochs epochs = new Epochs(blocks, 1);
            AlexIndex index = new AlexIndex(blocks, epochs);
            for (int i = 0; i < 1_000_000; i++) {
                index.insert(i, i);
            }
            assertTrue(index.memoryBytes() < 18L * 1_000_000, () -> "bytes " + index.memoryBytes());
            index.verify();
        }
    }

    @Test
    void shouldKeepEveryPairWhenMemoryRunsOut() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(1 << 20)) {
            Epochs epochs = new Epochs(blocks, 1);
            AlexIndex index = new AlexIndex(blocks, epochs, new AlexOptions(64, 32));
            Random random = new Random(5);
            int refused = 0;
            for (int i = 0; i < 60_000; i++) {
                long before = index.size();
                long key = i % 3 == 0 ? random.nextInt(50) : random.nextLong();
                try {
                    index.insert(key, i);
                } catch (MemoryExhaustedException e) {
                    refused++;
                    assertEquals(before, index.size());
                }
                if (i % 100 == 0) {
                    epochs.advance();
                    epochs.reclaim(1000);
                }
            }
            assertTrue(refused > 1000);
            index.verify();
            index.close();
            epochs.close();
            assertEquals(0, blocks.usedBytes());
        }
    }

    @Test
    void shouldCostNoMoreThanAnIndexWhenOneKeyHasManyPayloads() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(512 << 20)) {
            Epochs epochs = new Epochs(blocks, 1);
            AlexIndex index = new AlexIndex(blocks, epochs);
            for (int i = 0; i < 300_000; i++) {
                assertTrue(index.insert(i % 3, i));
            }
            assertFalse(index.insert(1, 1));
            AlexCursor cursor = index.cursor();
            assertTrue(cursor.find(1));
            for (int i = 0; i < 100_000; i++) {
                assertEquals(1, cursor.key());
                assertEquals(3L * i + 1, cursor.payload());
                assertTrue(cursor.next());
            }
            assertEquals(2, cursor.key());
            for (int i = 0; i < 300_000; i++) {
                assertTrue(index.remove(i % 3, i));
                if (i % 1000 == 0) {
                    epochs.advance();
                    epochs.reclaim(10_000);
                }
            }
            assertEquals(0, index.size());
            index.verify();
        }
    }

    @Test
    void shouldAllocateNothingOnTheHeapWhenUsedSteadily() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(256 << 20)) {
            Epochs epochs = new Epochs(blocks, 1);
            AlexIndex index = new AlexIndex(blocks, epochs);
            AlexCursor cursor = index.cursor();
            Random random = new Random(3);
            long[] keys = random.longs(4096, 0, 1 << 16).toArray();
            churn(index, epochs, cursor, keys, 100);
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            churn(index, epochs, cursor, keys, 200);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < 200 * 4096 / 100, () -> "bytes allocated: " + allocated);
        }
    }

    private static void churn(
            AlexIndex index, Epochs epochs, AlexCursor cursor, long[] keys, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < keys.length; i++) {
                if ((round & 1) == 0) {
                    index.insert(keys[i], i);
                } else {
                    index.remove(keys[i], i);
                }
                cursor.seek(keys[i]);
                cursor.next();
            }
            epochs.advance();
            epochs.reclaim(1 << 20);
        }
    }

    @Test
    void shouldRefuseToLoadWhenPairsAreNotAscending() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(16 << 20)) {
            AlexIndex index = new AlexIndex(blocks, new Epochs(blocks, 1));
            LongPairSource same =
                    new LongPairSource() {
                        @Override
                        public boolean next() {
                            return true;
                        }

                        @Override
                        public long key() {
                            return 1;
                        }

                        @Override
                        public long payload() {
                            return 1;
                        }
                    };
            assertThrows(IllegalArgumentException.class, () -> index.bulkLoad(same, 2));
        }
    }
}
