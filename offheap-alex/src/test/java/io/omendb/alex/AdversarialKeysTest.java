package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keys chosen against the index cost what a B+tree costs. Judged by counts, which are the same on
 * every machine: bytes moved, levels, steps of a search, memory.
 */
class AdversarialKeysTest {

    private static final int KEYS = 100_000;
    private static final double KEYS_LOG2 = Math.log(KEYS) / Math.log(2);

    /** A hundred bytes for each level of a binary tree: two leaves' halves of a B+tree. */
    private static final double MOVED_MEAN_MAX = 100 * KEYS_LOG2;

    private static final int HEIGHT_MAX = 8;

    /** A binary search over all keys makes {@link #KEYS_LOG2}. */
    private static final double STEPS_MEAN_MAX = 2 * KEYS_LOG2;

    /** Entries of 13 bytes in nodes half full. */
    private static final long BYTES_PER_KEY_MAX = 30;

    /** When all have gone: an inner node or two with one or two data nodes each. */
    private static final long BYTES_EMPTY_MAX = 40 << 10;

    private final BlockAllocator blocks = BlockAllocator.exclusive(128 << 20);
    private final Epochs epochs = new Epochs(blocks, 1);
    private final AlexIndex index = new AlexIndex(blocks, epochs);
    private int operations;
    private int inserted;

    @AfterEach
    void giveAllMemoryBack() {
        index.close();
        epochs.close();
        assertEquals(0, blocks.usedBytes());
        blocks.close();
    }

    @ParameterizedTest
    @EnumSource(AdversarialOrder.class)
    void shouldCostWhatATreeCostsWhenKeysComeAndGoAndComeAgain(AdversarialOrder order) {
        long[] keys = order.keys(new Random(23), KEYS);
        insert(keys);
        assertCheap(order + " inserted");
        remove(keys);
        assertEquals(0, index.size());
        assertTrue(
                index.memoryBytes() <= BYTES_EMPTY_MAX, () -> order + " gone: " + index.memory());
        insert(keys);
        assertCheap(order + " inserted again");
        // Every fourth key goes and comes: into the gaps that the others keep open.
        for (int round = 0; round < 4; round++) {
            long[] some = new long[keys.length / 4];
            for (int i = 0; i < some.length; i++) {
                some[i] = keys[4 * i + round];
            }
            remove(some);
            insert(some);
        }
        assertCheap(order + " by quarters");
    }

    @ParameterizedTest
    @EnumSource(AdversarialOrder.class)
    void shouldCostWhatATreeCostsWhenKeysAreLoadedAndOthersFollow(AdversarialOrder order) {
        long[] keys = order.keys(new Random(29), KEYS);
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        // The even ones; the odd ones follow in the order of arrival.
        long[] loaded = new long[sorted.length / 2];
        TreeSet<Long> isLoaded = new TreeSet<>();
        for (int i = 0; i < loaded.length; i++) {
            loaded[i] = sorted[2 * i];
            isLoaded.add(sorted[2 * i]);
        }
        load(loaded);
        index.verify();
        insert(Arrays.stream(keys).filter(key -> !isLoaded.contains(key)).toArray());
        assertCheap(order + " after a load");
        remove(keys);
        assertEquals(0, index.size());
        index.verify();
    }

    /** Each key goes where the model of the node is most wrong already. */
    @Test
    void shouldCostWhatATreeCostsWhenKeysBendEachModel() {
        insertBeside(TreeWalk::worstPredicted, 31);
        assertCheap("bent");
    }

    /** Each key goes where an insert has to shift most. */
    @Test
    void shouldCostWhatATreeCostsWhenKeysComeWhereNoGapIs() {
        insertBeside(TreeWalk::densest, 37);
        assertCheap("packed");
    }

    @Test
    void shouldCostWhatATreeCostsWhenOneKeyHasAllPayloads() {
        Random random = new Random(41);
        int[] payloads = random.ints(0, 1 << 30).distinct().limit(KEYS).toArray();
        for (int payload : payloads) {
            assertTrue(index.insert(7, payload));
            inserted++;
            reclaim();
        }
        assertCheap("duplicates");
        for (int payload : payloads) {
            assertTrue(index.remove(7, payload));
            reclaim();
        }
        assertEquals(0, index.size());
        index.verify();
    }

    private void insertBeside(LongToIntFunction slotOf, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            index.insert(random.nextLong(), i);
        }
        long target = 0;
        while (index.size() < KEYS) {
            long node = InnerNodeLayout.nodeOf(InnerNodeLayout.descend(index.rootCell(), target));
            boolean isPlaced = false;
            if (DataNode.count(node) > 0) {
                long key = DataNode.key(node, slotOf.applyAsInt(node));
                isPlaced = index.insert(key + 1, 0) || index.insert(key - 1, 0);
                target = key;
            }
            if (!isPlaced || random.nextInt(4096) == 0) {
                target = random.nextLong();
                index.insert(target, 0);
            }
            reclaim();
        }
        inserted = KEYS;
    }

    private void insert(long[] keys) {
        for (int i = 0; i < keys.length; i++) {
            assertTrue(index.insert(keys[i], i));
            inserted++;
            reclaim();
        }
    }

    private void remove(long[] keys) {
        AlexCursor cursor = index.cursor();
        for (long key : keys) {
            assertTrue(cursor.find(key));
            assertTrue(index.remove(key, cursor.payload()));
            reclaim();
        }
    }

    private void load(long[] sorted) {
        index.bulkLoad(
                new LongPairSource() {
                    private int at = -1;

                    @Override
                    public boolean next() {
                        return ++at < sorted.length;
                    }

                    @Override
                    public long key() {
                        return sorted[at];
                    }

                    @Override
                    public long payload() {
                        return at;
                    }
                },
                sorted.length);
    }

    private void reclaim() {
        if (++operations % 1000 == 0) {
            epochs.advance();
            epochs.reclaim(10_000);
        }
    }

    private void assertCheap(String what) {
        index.verify();
        AlexStats stats = index.stats();
        double movedMean = (double) stats.inserts().total() / inserted;
        double steps = TreeWalk.stepsMean(index);
        long bytes = index.memoryBytes() / index.size();
        assertTrue(movedMean <= MOVED_MEAN_MAX, () -> what + ": moved " + movedMean + stats);
        assertTrue(stats.inserts().operationMax() <= 64 << 10, () -> what + ": " + stats);
        assertTrue(stats.height() <= HEIGHT_MAX, () -> what + ": " + stats);
        assertTrue(steps <= STEPS_MEAN_MAX, () -> what + ": steps " + steps + stats);
        assertTrue(bytes <= BYTES_PER_KEY_MAX, () -> what + ": " + stats);
    }
}
