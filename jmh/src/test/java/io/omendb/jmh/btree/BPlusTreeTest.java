package io.omendb.jmh.btree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.alex.LongPairSource;
import io.omendb.offheap.BlockAllocator;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BPlusTreeTest {
    private static final long ROW_IDS = 1L << 40;
    private static final int SCANNED = 100;

    private final BlockAllocator blocks = BlockAllocator.exclusive(256 << 20);

    @AfterEach
    void giveBack() {
        blocks.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 2, 64",
        "2, 4, 8, 64",
        "3, 8, 4, 40",
        "4, 16, 16, 64",
        "5, 2, 16, 12",
        "6, 4, 2, 20"
    })
    void shouldAnswerAsASortedMapWhenOperationsAreRandom(
            long seed, int leafLines, int innerLines, int keyBits) {
        Random random = new Random(seed);
        BPlusTree tree = new BPlusTree(blocks, leafLines, innerLines);
        TreeMap<Long, Long> model = new TreeMap<>();
        for (int i = 0; i < 60_000; i++) {
            long key = key(random, keyBits);
            long rowId = random.nextLong(ROW_IDS);
            boolean added = model.put(key, rowId) == null;
            assertEquals(added, tree.insert(key, rowId), () -> "seed " + seed + ", key " + key);
            if (i % 16 == 0) {
                long wanted = key(random, keyBits);
                assertEquals(
                        model.getOrDefault(wanted, -1L),
                        tree.find(wanted),
                        () -> "seed " + seed + ", key " + wanted);
            }
        }
        assertSame(model, tree, random, keyBits, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.9, 1})
    void shouldHoldWhatWasLoadedAndTakeMore(double fill) {
        Random random = new Random(7);
        TreeMap<Long, Long> model = new TreeMap<>();
        while (model.size() < 50_000) {
            model.put(key(random, 64), random.nextLong(ROW_IDS));
        }
        BPlusTree tree = new BPlusTree(blocks);

        tree.bulkLoad(source(model), model.size(), fill);

        assertSame(model, tree, random, 64, "fill " + fill);
        for (int i = 0; i < 50_000; i++) {
            long key = key(random, 64);
            boolean added = model.put(key, (long) i) == null;
            assertEquals(added, tree.insert(key, i));
        }
        assertSame(model, tree, random, 64, "fill " + fill);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 63, 64, 2_000})
    void shouldLoadAnyNumberOfKeys(int count) {
        TreeMap<Long, Long> model = new TreeMap<>();
        for (long key = 0; key < count; key++) {
            model.put(key - count / 2, key);
        }
        BPlusTree tree = new BPlusTree(blocks, 4, 2);

        tree.bulkLoad(source(model), count, 1);

        assertSame(model, tree, new Random(1), 12, count + " keys");
    }

    @Test
    void shouldLeaveFullNodesBehindWhenKeysAreAppended() {
        TreeMap<Long, Long> model = new TreeMap<>();
        BPlusTree tree = new BPlusTree(blocks);
        for (long key = -50_000; key < 50_000; key++) {
            assertTrue(tree.insert(key * key * key, key + 50_000));
            model.put(key * key * key, key + 50_000);
        }

        assertSame(model, tree, new Random(2), 48, "appended");
        double bytes = (double) tree.memoryBytes() / tree.size();
        assertTrue(bytes < 15, () -> bytes + " bytes a key");
    }

    @Test
    void shouldHoldKeysThatComeDownwards() {
        TreeMap<Long, Long> model = new TreeMap<>();
        BPlusTree tree = new BPlusTree(blocks, 2, 2);
        for (long key = 20_000; key > 0; key--) {
            assertTrue(tree.insert(key << 40, key));
            model.put(key << 40, key);
        }

        assertSame(model, tree, new Random(3), 56, "downwards");
    }

    @Test
    void shouldTellTheGreatestNumberFromAnUnusedPlace() {
        BPlusTree tree = new BPlusTree(blocks, 2, 2);
        assertEquals(-1, tree.find(Long.MAX_VALUE));
        for (long key = 0; key < 1_000; key++) {
            assertTrue(tree.insert(key, key));
            assertEquals(-1, tree.find(Long.MAX_VALUE));
        }
        assertTrue(tree.insert(Long.MAX_VALUE, 5));
        assertTrue(tree.insert(Long.MIN_VALUE, ROW_IDS - 1));
        assertFalse(tree.insert(Long.MAX_VALUE, 6));

        assertEquals(6, tree.find(Long.MAX_VALUE));
        assertEquals(ROW_IDS - 1, tree.find(Long.MIN_VALUE));
        assertEquals(1_002, tree.size());
    }

    @Test
    void shouldRefuseALoadThatIsNotSorted() {
        BPlusTree tree = new BPlusTree(blocks);
        LongPairSource same = source(new TreeMap<>(Map.of(1L, 1L)));
        tree.bulkLoad(same, 1, 1);

        assertThrows(IllegalStateException.class, () -> tree.bulkLoad(same, 1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new BPlusTree(blocks).bulkLoad(down(), 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new BPlusTree(blocks, 3, 4));
    }

    private static long key(Random random, int bits) {
        // The ends of the line of numbers come often.
        return random.nextInt(500) == 0
                ? Long.MAX_VALUE - random.nextInt(3)
                : random.nextLong() >> (Long.SIZE - bits);
    }

    private static void assertSame(
            TreeMap<Long, Long> model, BPlusTree tree, Random random, int bits, String what) {
        assertEquals(model.size(), tree.size(), what);
        long[] keys = new long[SCANNED];
        long[] expected = new long[SCANNED];
        long[] rowIds = new long[SCANNED];
        for (int round = 0; round < 300; round++) {
            for (int i = 0; i < SCANNED; i++) {
                Long near = model.ceilingKey(key(random, bits));
                keys[i] = near == null || i % 3 == 0 ? key(random, bits) : near;
                expected[i] = model.getOrDefault(keys[i], -1L);
                assertEquals(expected[i], tree.find(keys[i]), what + ", key " + keys[i]);
            }
            tree.findBatch(keys, SCANNED, rowIds);
            for (int i = 0; i < SCANNED; i++) {
                assertEquals(expected[i], rowIds[i], what + ", key " + keys[i]);
            }
            assertScans(model, tree, keys[round % SCANNED], rowIds, what);
        }
        long[] all = new long[model.size() + 1];
        long[] allKeys = new long[all.length];
        assertEquals(model.size(), tree.scan(Long.MIN_VALUE, all.length, allKeys, all), what);
        int at = 0;
        for (Map.Entry<Long, Long> entry : model.entrySet()) {
            assertEquals(entry.getKey(), allKeys[at], what);
            assertEquals(entry.getValue(), all[at++], what);
        }
    }

    private static void assertScans(
            TreeMap<Long, Long> model, BPlusTree tree, long from, long[] rowIds, String what) {
        long[] keys = new long[SCANNED];
        int read = tree.scan(from, SCANNED, keys, rowIds);
        Iterator<Map.Entry<Long, Long>> wanted = model.tailMap(from, true).entrySet().iterator();
        for (int i = 0; i < read; i++) {
            Map.Entry<Long, Long> entry = wanted.next();
            assertEquals(entry.getKey(), keys[i], what + ", from " + from);
            assertEquals(entry.getValue(), rowIds[i], what + ", from " + from);
        }
        assertEquals(wanted.hasNext(), read == SCANNED && wanted.hasNext(), what);
    }

    private static LongPairSource source(TreeMap<Long, Long> pairs) {
        Iterator<Map.Entry<Long, Long>> entries = pairs.entrySet().iterator();
        return new LongPairSource() {
            private long key;
            private long payload;

            @Override
            public boolean next() {
                if (!entries.hasNext()) {
                    return false;
                }
                Map.Entry<Long, Long> entry = entries.next();
                key = entry.getKey();
                payload = entry.getValue();
                return true;
            }

            @Override
            public long key() {
                return key;
            }

            @Override
            public long payload() {
                return payload;
            }
        };
    }

    private static LongPairSource down() {
        return new LongPairSource() {
            private long key = 2;

            @Override
            public boolean next() {
                key--;
                return true;
            }

            @Override
            public long key() {
                return key;
            }

            @Override
            public long payload() {
                return 0;
            }
        };
    }
}
