package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No single insert or removal moves more than a bound, in whatever order the keys come. */
class MovedBytesTest {

    private static final int PAIRS = 300_000;
    private static final long MOVED_MAX = 64 << 10;
    private static final int LEAF_SLOTS = 512;
    private static final int CROWDS = 40_000;
    private static final int CROWD = 48;

    @ParameterizedTest
    @EnumSource(KeyPattern.class)
    void shouldMoveAtMost64KibibytesWhenOnePairComesOrGoes(KeyPattern pattern) {
        try (BlockAllocator blocks = BlockAllocator.exclusive(512 << 20)) {
            Epochs epochs = new Epochs(blocks, 1);
            AlexIndex index = new AlexIndex(blocks, epochs);
            long[] keys = new long[PAIRS];
            Random random = new Random(17);
            for (int i = 0; i < PAIRS; i++) {
                keys[i] = pattern.key(random, i);
                assertTrue(index.insert(keys[i], i));
                reclaimAt(epochs, i);
            }
            AlexStats full = index.stats();
            index.verify();
            for (int i = 0; i < PAIRS; i++) {
                int at = (int) ((long) i * 7919 % PAIRS);
                assertTrue(index.remove(keys[at], at));
                reclaimAt(epochs, i);
            }
            AlexStats empty = index.stats();
            index.verify();
            assertTrue(full.inserts().operationMax() <= MOVED_MAX, full::toString);
            assertTrue(empty.removals().operationMax() <= MOVED_MAX, empty::toString);
        }
    }

    /**
     * Uniform keys over as many slots as the largest node has, and many near each other at once.
     */
    @Test
    void shouldMoveAtMost64KibibytesWhenAnInnerNodeGetsAsLargeAsItMay() {
        AlexOptions options = new AlexOptions(LEAF_SLOTS, AlexOptions.STANDARD.fanoutMax());
        long domain = (long) options.fanoutAloneMax() << 49;
        try (BlockAllocator blocks = BlockAllocator.exclusive(512 << 20)) {
            Epochs epochs = new Epochs(blocks, 1);
            AlexIndex index = new AlexIndex(blocks, epochs, options);
            Random random = new Random(17);
            for (int i = 0; i < CROWDS; i++) {
                long key = random.nextLong(domain);
                for (int j = 0; j < CROWD; j++) {
                    index.insert(key + j, j);
                }
                reclaimAt(epochs, i);
            }
            AlexStats stats = index.stats();
            assertTrue(stats.inserts().operationMax() <= MOVED_MAX, stats::toString);
        }
    }

    private static void reclaimAt(Epochs epochs, int operation) {
        if (operation % 1000 == 0) {
            epochs.advance();
            epochs.reclaim(10_000);
        }
    }
}
