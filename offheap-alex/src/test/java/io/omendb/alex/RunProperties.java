package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.ArrayDeque;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * An index over rows whose keys mostly ascend with their ids, as a table uses it, against a sorted
 * set of pairs.
 */
class RunProperties {

    private static final AlexOptions SMALL = new AlexOptions(64, 32);
    private static final AlexOptions LARGE = new AlexOptions(1024, 64);
    private static final int STEPS = 6_000;
    private static final ChangeCounts COUNTS = new ChangeCounts();

    /** How far the next key is from the last one. */
    enum Gap {
        ONE {
            @Override
            long next(Random random) {
                return 1;
            }
        },
        JITTER {
            @Override
            long next(Random random) {
                return 900 + random.nextInt(200);
            }
        },
        EXPONENTIAL {
            @Override
            long next(Random random) {
                return 1 + (long) (-Math.log(random.nextDouble()) * 1e9);
            }
        },
        HEAVY {
            @Override
            long next(Random random) {
                return 1L << random.nextInt(40);
            }
        };

        abstract long next(Random random);
    }

    @AfterContainer
    static void shouldHavePassedEachChangeOfRunsOften() {
        COUNTS.assertPassedOften(ChangeCounts.ofRuns());
    }

    @Property(tries = 80)
    void shouldAnswerAsASortedSetWhenRowsComeInOrder(
            @ForAll Gap gap, @ForAll @IntRange(max = 30) int disorder, @ForAll long seed) {
        answerAsASortedSet(SMALL, gap, disorder, seed);
    }

    /** Nodes so large that a line is not near to all their keys: they have knots. */
    @Property(tries = 20)
    void shouldAnswerAsASortedSetWhenKeysOfRunsLieOnNoLine(
            @ForAll Gap gap, @ForAll @IntRange(max = 10) int disorder, @ForAll long seed) {
        answerAsASortedSet(LARGE, gap, disorder, seed);
    }

    private static void answerAsASortedSet(AlexOptions options, Gap gap, int disorder, long seed) {
        Random random = new Random(seed);
        BlockAllocator blocks = BlockAllocator.exclusive(64 << 20);
        Epochs epochs = new Epochs(blocks, 4);
        Rows rows = new Rows(blocks, epochs, options);
        AlexCursor cursor = rows.index.cursor();
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(1000) >= disorder) {
                rows.append(gap.next(random));
            } else {
                rows.disturb(random);
            }
            if (i % 64 == 0) {
                epochs.advance();
                epochs.reclaim(1000);
                if (!rows.pairs.isEmpty()) {
                    IndexAssertions.assertAround(
                            cursor, rows.pairs, rows.some(random).key() + random.nextInt(3) - 1);
                }
            }
            if (i % 1024 == 0) {
                rows.index.verify();
            }
        }
        rows.index.verify();
        IndexAssertions.assertSame(cursor, rows.pairs);
        if (disorder == 0) {
            AlexMemory memory = rows.index.memory();
            assertTrue(memory.runPairs() > STEPS - 4 * options.leafSlotsMax(), memory::toString);
            // Runs on one line are joined under one parent, which has few slots here.
            assertTrue(gap == Gap.HEAVY || memory.runs() < STEPS / 50, memory::toString);
        }
        for (Pair pair : rows.pairs.toArray(new Pair[0])) {
            assertTrue(rows.index.remove(pair.key(), pair.payload()));
        }
        rows.index.verify();
        COUNTS.add(rows.index.stats());
        assertEquals(0, rows.index.size());
        rows.index.close();
        epochs.close();
        assertEquals(0, rows.index.memoryBytes());
        assertEquals(0, blocks.usedBytes());
        blocks.close();
    }

    /** Rows with an index over their keys, and the pairs that it has to have. */
    private static final class Rows {
        final AlexIndex index;
        final NavigableSet<Pair> pairs = new TreeSet<>();
        private final KeyColumn column = new KeyColumn(2 * STEPS * 16);
        private final ArrayDeque<Integer> free = new ArrayDeque<>();
        private final ArrayDeque<Pair> older = new ArrayDeque<>();
        private int rowCount;
        private long lastKey;

        Rows(BlockAllocator blocks, Epochs epochs, AlexOptions options) {
            index = new AlexIndex(blocks, epochs, options, StructureListener.NONE, column);
        }

        void append(long gap) {
            lastKey += gap;
            add(rowCount++, lastKey);
        }

        Pair some(Random random) {
            Pair ceiling = pairs.ceiling(new Pair((long) (random.nextDouble() * lastKey), 0));
            return ceiling == null ? pairs.last() : ceiling;
        }

        void disturb(Random random) {
            switch (random.nextInt(8)) {
                case 0 -> add(rowCount++, (long) (random.nextDouble() * lastKey));
                case 1 -> reuse(random);
                case 2 -> changeKey(random);
                case 3 -> forgetOldest();
                case 4 -> removeFirst(random.nextInt(200));
                case 5 -> removeLast(random.nextInt(200));
                default -> removeSome(random);
            }
        }

        private void add(int row, long key) {
            column.set(row, key);
            Pair pair = new Pair(key, row);
            assertEquals(pairs.add(pair), index.insert(key, row));
        }

        private void reuse(Random random) {
            Integer row = free.poll();
            if (row != null) {
                add(row, (long) (random.nextDouble() * lastKey));
            }
        }

        /** The row keeps its older key as well, until {@link #forgetOldest}. */
        private void changeKey(Random random) {
            if (pairs.isEmpty()) {
                return;
            }
            Pair pair = some(random);
            int row = (int) pair.payload();
            if (column.get(row) != pair.key() || !column.isSettled(row)) {
                return;
            }
            long key = (long) (random.nextDouble() * lastKey);
            if (key != pair.key()) {
                index.detach(pair.key(), row);
                column.unsettle(row);
                older.add(pair);
                add(row, key);
            }
        }

        private void forgetOldest() {
            Pair pair = older.poll();
            if (pair != null) {
                column.settle((int) pair.payload());
                remove(pair);
            }
        }

        private void removeFirst(int count) {
            for (int i = 0; i < count && !pairs.isEmpty(); i++) {
                removeRow(pairs.first());
            }
        }

        private void removeLast(int count) {
            for (int i = 0; i < count && !pairs.isEmpty(); i++) {
                removeRow(pairs.last());
            }
        }

        private void removeSome(Random random) {
            if (!pairs.isEmpty()) {
                removeRow(some(random));
            }
        }

        /** Not one that has an older key: a table lets go of that first. */
        private void removeRow(Pair pair) {
            if (column.isSettled(pair.payload())) {
                remove(pair);
                free.add((int) pair.payload());
            }
        }

        private void remove(Pair pair) {
            assertTrue(pairs.remove(pair));
            assertTrue(index.remove(pair.key(), pair.payload()));
        }
    }
}
