package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlexStatsTest {

    private static final AlexOptions SMALL = new AlexOptions(64, 32);

    @Test
    void shouldHaveCountedNothingWhenTheIndexIsNew() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(4 << 20)) {
            AlexStats stats = new AlexIndex(blocks, new Epochs(blocks, 1), SMALL).stats();
            assertEquals(Map.of(), stats.changes());
            assertEquals(0, stats.height());
            assertEquals(0, stats.inserts().total());
            assertEquals(0, stats.memory().entries());
            assertEquals(1, stats.memory().dataNodes());
        }
    }

    @Test
    void shouldCountAnInsertsMovesApartFromThoseBeforeWhenItShifts() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(4 << 20)) {
            AlexIndex index = new AlexIndex(blocks, new Epochs(blocks, 1), SMALL);
            for (int i = 0; i < 10; i++) {
                index.insert(10 * i, i);
            }
            assertEquals(0, index.stats().inserts().total());
            // The entries lie without gaps: those behind the place move on.
            index.insert(75, 0);
            assertEquals(2 * DataNodeLayout.SLOT_BYTES, index.stats().inserts().shifted());
            index.insert(45, 0);
            MovedBytes moved = index.stats().inserts();
            assertEquals((2 + 6) * DataNodeLayout.SLOT_BYTES, moved.total());
            assertEquals(6 * DataNodeLayout.SLOT_BYTES, moved.operationMax());
            // The removed entry's slot, and the gap before it, get the key behind it.
            index.remove(40, 4);
            index.remove(45, 0);
            assertEquals(3 * Long.BYTES, index.stats().removals().shifted());
            assertEquals(2 * Long.BYTES, index.stats().removals().operationMax());
            assertEquals(moved, index.stats().inserts());
        }
    }

    @Test
    void shouldCountEntriesAndSlotsWhenANodeIsSplit() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(4 << 20)) {
            AlexIndex index = new AlexIndex(blocks, new Epochs(blocks, 1), SMALL);
            int pairs = 0;
            while (index.stats().changes().isEmpty()) {
                index.insert(pairs * 0x9E37_79B9_7F4A_7C15L, pairs);
                pairs++;
            }
            AlexStats stats = index.stats();
            assertEquals(Map.of(StructureChange.SPLIT_DOWN, 1L), stats.changes());
            assertEquals(1, stats.height());
            assertEquals((pairs - 1) * 13L, stats.inserts().copied());
            assertEquals(4 * 8, stats.inserts().children());
            assertTrue(
                    stats.inserts().operationMax()
                            >= stats.inserts().copied() + stats.inserts().children());
            index.verify();
        }
    }

    /**
     * The front of a node that grew at its end is left behind without gaps. That no insert came
     * there since is no sign that it grows at its end as well.
     */
    @Test
    void shouldSplitOnceMoreAtMostWhenAKeyComesBetweenDenseOnes() {
        try (BlockAllocator blocks = BlockAllocator.exclusive(16 << 20)) {
            AlexIndex index =
                    new AlexIndex(blocks, new Epochs(blocks, 1), new AlexOptions(1024, 1024));
            for (int i = 0; i < 3000; i++) {
                index.insert((long) (i / 100) << 32 | i % 100, i);
            }
            long copied = index.stats().inserts().copied();
            index.insert(3L << 32 | 1000, 0);
            assertTrue(
                    index.stats().inserts().copied() - copied <= 2 * 1024 * 13,
                    index.stats()::toString);
            index.verify();
        }
    }
}
