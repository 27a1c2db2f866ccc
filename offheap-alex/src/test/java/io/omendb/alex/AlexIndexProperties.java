package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * The index against a sorted set of pairs, with nodes so small that every change of structure
 * happens often.
 */
class AlexIndexProperties {

    private static final AlexOptions SMALL = new AlexOptions(64, 32);

    /**
     * With the first, every node is of the smallest size, and the largest as well; with the others
     * they grow, and so do inner nodes.
     */
    private static final List<AlexOptions> SIZES =
            List.of(SMALL, new AlexOptions(128, 64), new AlexOptions(192, 512));

    private static final ChangeCounts COUNTS = new ChangeCounts();

    @AfterContainer
    static void shouldHavePassedEachChangeOfStructureOften() {
        COUNTS.assertPassedOften(ChangeCounts.ofEntries());
    }

    /** Every pattern with all sizes in each try: what is met then does not hang on the draw. */
    @Property(tries = 20)
    void shouldAnswerAsASortedSetWhenPairsComeAndGo(
            @ForAll @IntRange(min = 0, max = 45) int removals, @ForAll long seed) {
        for (KeyPattern pattern : KeyPattern.values()) {
            for (AlexOptions options : SIZES) {
                try {
                    compareWithASortedSet(pattern, options, 4000, removals, new Random(seed));
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(pattern + " with " + options, e);
                }
            }
        }
    }

    /** Even keys, so many that inner nodes get too large to be refined, and their parts as well. */
    @Property(tries = 20)
    void shouldAnswerAsASortedSetWhenInnerNodesGetLarge(
            @ForAll @IntRange(min = 0, max = 20) int removals, @ForAll long seed) {
        AlexOptions options = new AlexOptions(64, 40);
        compareWithASortedSet(KeyPattern.UNIFORM, options, 60_000, removals, new Random(seed));
    }

    private static void compareWithASortedSet(
            KeyPattern pattern, AlexOptions options, int pairs, int removals, Random random) {
        BlockAllocator blocks = BlockAllocator.exclusive(256 << 20);
        Epochs epochs = new Epochs(blocks, 4);
        AlexIndex index = new AlexIndex(blocks, epochs, options);
        TreeSet<Pair> model = new TreeSet<>();
        AlexCursor cursor = index.cursor();
        for (int i = 0; i < pairs; i++) {
            long key = pattern.key(random, i);
            Pair pair =
                    new Pair(
                            key,
                            pattern == KeyPattern.FEW_KEYS || pattern == KeyPattern.LISTS
                                    ? random.nextInt(1000)
                                    : random.nextInt(3) * (AlexIndex.PAYLOAD_MAX / 2));
            if (random.nextInt(100) < removals) {
                Pair some = model.ceiling(pair);
                Pair victim = some == null ? pair : some;
                assertEquals(model.remove(victim), index.remove(victim.key(), victim.payload()));
            } else {
                assertEquals(model.add(pair), index.insert(pair.key(), pair.payload()));
            }
            if (i % 64 == 0) {
                epochs.advance();
                epochs.reclaim(1000);
                IndexAssertions.assertAround(
                        cursor, model, pattern.key(random, random.nextInt(pairs)));
                prefetch(index, pattern, random);
            }
        }
        index.verify();
        IndexAssertions.assertSame(cursor, model);
        for (Pair pair : model.toArray(new Pair[0])) {
            assertTrue(index.remove(pair.key(), pair.payload()));
            assertFalse(index.remove(pair.key(), pair.payload()));
        }
        index.verify();
        assertFalse(cursor.seek(Long.MIN_VALUE));
        assertFalse(cursor.seekLast(Long.MAX_VALUE));
        COUNTS.add(index.stats());
        index.close();
        epochs.close();
        assertEquals(0, index.memoryBytes());
        assertEquals(0, blocks.usedBytes());
        blocks.close();
    }

    @Property(tries = 40)
    void shouldHoldTheSamePairsWhenLoadedInBulk(
            @ForAll KeyPattern pattern,
            @ForAll @IntRange(max = 5000) int pairs,
            @ForAll long seed) {
        Random random = new Random(seed);
        BlockAllocator blocks = BlockAllocator.exclusive(64 << 20);
        Epochs epochs = new Epochs(blocks, 1);
        AlexIndex index = new AlexIndex(blocks, epochs, SMALL);
        TreeSet<Pair> model = new TreeSet<>();
        for (int i = 0; i < pairs; i++) {
            model.add(new Pair(pattern.key(random, i), random.nextInt(200)));
        }
        loadInPieces(index, model, random);
        index.verify();
        IndexAssertions.assertSame(index.cursor(), model);
        for (int i = 0; i < 500; i++) {
            Pair pair = new Pair(pattern.key(random, i), random.nextInt(200));
            assertEquals(model.add(pair), index.insert(pair.key(), pair.payload()));
        }
        index.verify();
        IndexAssertions.assertSame(index.cursor(), model);
        checkBatch(index.cursor(), model, pattern, random);
        retireInPieces(index, random);
        epochs.close();
        assertEquals(0, index.memoryBytes());
        assertEquals(0, blocks.usedBytes());
        blocks.close();
    }

    @Property(tries = 40)
    void shouldGiveAllMemoryBackWhenALoadIsGivenUp(
            @ForAll KeyPattern pattern,
            @ForAll @IntRange(max = 5000) int pairs,
            @ForAll long seed) {
        Random random = new Random(seed);
        BlockAllocator blocks = BlockAllocator.exclusive(64 << 20);
        Epochs epochs = new Epochs(blocks, 1);
        AlexIndex index = new AlexIndex(blocks, epochs, SMALL);
        TreeSet<Pair> model = new TreeSet<>();
        for (int i = 0; i < pairs; i++) {
            model.add(new Pair(pattern.key(random, i / 3), random.nextInt(2000)));
        }
        int loaded = random.nextInt(pairs + 1);
        index.beginLoad().load(new PairSource(model.iterator()), loaded);
        retireInPieces(index, random);
        epochs.close();
        assertEquals(0, index.memoryBytes());
        assertEquals(0, blocks.usedBytes());
        blocks.close();
    }

    /** It may look anywhere, and changes nothing: what is checked afterwards is as it was. */
    private static void prefetch(AlexIndex index, KeyPattern pattern, Random random) {
        long[] keys = new long[40];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = pattern.key(random, i);
        }
        keys[random.nextInt(keys.length)] = Long.MIN_VALUE;
        keys[random.nextInt(keys.length)] = Long.MAX_VALUE;
        index.prefetch(keys, random.nextInt(keys.length + 1));
        assertTrue(index.areNear(keys[0], keys[0]));
    }

    private static void loadInPieces(AlexIndex index, TreeSet<Pair> model, Random random) {
        LongPairSource source = new PairSource(model.iterator());
        BulkLoader loader = index.beginLoad();
        long loaded = 0;
        while (loaded < model.size()) {
            loaded += loader.load(source, 1 + random.nextInt(1000));
        }
        index.finishLoad();
    }

    private static void retireInPieces(AlexIndex index, Random random) {
        int blocksMax = 1 + random.nextInt(7);
        long before = index.memoryBytes();
        while (!index.retire(blocksMax)) {
            assertTrue(index.memoryBytes() <= before);
            before = index.memoryBytes();
        }
    }

    private static void checkBatch(
            AlexCursor cursor, TreeSet<Pair> model, KeyPattern pattern, Random random) {
        long[] keys = new long[50];
        long[] payloads = new long[50];
        boolean[] found = new boolean[50];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = pattern.key(random, random.nextInt(5000));
        }
        cursor.getBatch(keys, keys.length, payloads, found);
        for (int i = 0; i < keys.length; i++) {
            Pair pair = model.ceiling(new Pair(keys[i], Long.MIN_VALUE));
            boolean expected = pair != null && pair.key() == keys[i];
            assertEquals(expected, found[i]);
            if (expected) {
                assertEquals(pair.payload(), payloads[i]);
            }
        }
    }

    @Property(tries = 40)
    void shouldFindTheEndsOfTheDomainWhenTheyAreKeys(@ForAll long seed) {
        Random random = new Random(seed);
        try (BlockAllocator blocks = BlockAllocator.exclusive(64 << 20)) {
            AlexIndex index = new AlexIndex(blocks, new Epochs(blocks, 1), SMALL);
            for (int i = 0; i < 500; i++) {
                index.insert(random.nextLong(), i);
            }
            index.insert(Long.MIN_VALUE, 1);
            index.insert(Long.MAX_VALUE, 2);
            index.insert(Long.MAX_VALUE, 0);
            index.insert(Long.MAX_VALUE, AlexIndex.PAYLOAD_MAX);
            index.verify();
            AlexCursor cursor = index.cursor();
            assertTrue(cursor.seek(Long.MIN_VALUE));
            assertEquals(1, cursor.payload());
            assertFalse(cursor.previous());
            assertTrue(cursor.seekLast(Long.MAX_VALUE));
            assertEquals(AlexIndex.PAYLOAD_MAX, cursor.payload());
            assertTrue(cursor.previous());
            assertTrue(cursor.previous());
            assertEquals(0, cursor.payload());
            assertTrue(cursor.next());
            assertTrue(cursor.next());
            assertFalse(cursor.next());
        }
    }
}
