package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Random operations of a writer that has a model of them, beside readers that know what stays:
 * seconds of it by default, with {@code -Domendb.stress.seconds} as long as one likes, and with
 * {@code -Domendb.stress.seed} as it was before, but for what the threads do to each other.
 */
class IndexStressTest {

    private static final int STABLE = 3_000;
    private static final int ROWS_MAX = 12_000;
    private static final int READERS = 3;
    private static final long STRIDE = IndexReaders.STRIDE;

    /** Each in turn, with an index of its own. */
    private static final AlexOptions[] SIZES = {
        new AlexOptions(64, 32), new AlexOptions(192, 256), AlexOptions.STANDARD
    };

    @Test
    void shouldBeAsTheModelWhenThereAreReadersBesideTheWriter() throws Exception {
        long seconds = Long.getLong("omendb.stress.seconds", 5);
        long seed = Long.getLong("omendb.stress.seed", System.nanoTime());
        System.out.println("IndexStressTest: -Domendb.stress.seed=" + seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int round = 0; System.nanoTime() - end < 0; round++) {
            long left = end - System.nanoTime();
            long duration = Math.min(left, TimeUnit.MILLISECONDS.toNanos(1700));
            new Round(SIZES[round % SIZES.length], seed + round).run(duration);
        }
    }

    /** One index from its load to its end. */
    private static final class Round {
        private final BlockAllocator blocks = BlockAllocator.exclusive(128 << 20);
        private final Epochs epochs = new Epochs(blocks, READERS + 1);
        private final RowsInOrder rows = new RowsInOrder(STABLE, ROWS_MAX);
        private final AlexIndex index;
        private final NavigableSet<Pair> model = new TreeSet<>();
        private final Random random;
        private final long seed;

        /** Rows from {@link #STABLE} to here have been appended. */
        private int rowCount = STABLE;

        Round(AlexOptions options, long seed) {
            this.seed = seed;
            random = new Random(seed);
            index = new AlexIndex(blocks, epochs, options, StructureListener.NONE, rows.column());
        }

        void run(long nanoseconds) throws InterruptedException {
            loadStable();
            IndexReaders readers = new IndexReaders(index, epochs, rows, READERS, seed);
            try {
                long deadline = System.nanoTime() + nanoseconds;
                for (int step = 1; System.nanoTime() - deadline < 0; step++) {
                    if (readers.hasFailed()) {
                        break;
                    }
                    change();
                    epochs.advance();
                    epochs.reclaim(1000);
                    if (step % 64 == 0) {
                        index.verify();
                    }
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            } finally {
                readers.stop();
            }
            readers.assertAllHeld();
            index.verify();
            IndexAssertions.assertSame(index.cursor(), model);
            index.close();
            epochs.close();
            assertEquals(0, blocks.usedBytes());
            blocks.close();
        }

        private void loadStable() {
            for (int row = 0; row < STABLE; row++) {
                rows.column().set(row, row * STRIDE);
                model.add(new Pair(row * STRIDE, row));
            }
            index.bulkLoad(new PairSource(model.iterator()), STABLE);
        }

        private void change() {
            switch (random.nextInt(8)) {
                case 0, 1 -> appendRows(random.nextInt(600));
                case 2 -> insertBetween(random.nextInt(400), STABLE);
                case 3 -> insertBetween(random.nextInt(400), 1 + random.nextInt(20));
                case 4 -> insertIntoList(random.nextInt(200));
                case 5 -> moveRows(random.nextInt(30));
                case 6 -> removeRange();
                default -> removeRows(random.nextInt(600));
            }
        }

        private void appendRows(int count) {
            for (int i = 0; i < count && rowCount < ROWS_MAX; i++) {
                model.add(new Pair(rowCount * STRIDE, rowCount));
                assertEquals(true, rows.add(index, rowCount, rowCount * STRIDE));
                rowCount++;
            }
        }

        /** Keys between the stable ones, scattered or near each other. */
        private void insertBetween(int count, int span) {
            long from = random.nextInt(STABLE - span + 1) * STRIDE;
            for (int i = 0; i < count; i++) {
                long key = from + random.nextInt(span) * STRIDE + 1 + random.nextInt(2);
                insert(new Pair(key, strangerId(i)));
            }
        }

        private void insertIntoList(int count) {
            long key = random.nextInt(STABLE) * STRIDE;
            for (int i = 0; i < count; i++) {
                insert(new Pair(key, strangerId(random.nextInt(300))));
            }
        }

        private static long strangerId(int number) {
            return ROWS_MAX + number;
        }

        private void insert(Pair pair) {
            assertEquals(model.add(pair), index.insert(pair.key(), pair.payload()));
        }

        private void moveRows(int count) {
            for (int i = 0; i < count && rowCount > STABLE; i++) {
                rows.moveAndReturn(index, STABLE + random.nextInt(rowCount - STABLE), random);
                assertEquals(model.size(), index.size());
            }
        }

        /** All strangers in a range, up to all of them. */
        private void removeRange() {
            long from = random.nextInt(STABLE) * STRIDE;
            long to = from + (1L << random.nextInt(14));
            NavigableSet<Pair> range =
                    model.subSet(new Pair(from, 0), true, new Pair(to, Long.MAX_VALUE), true);
            Pair[] pairs = range.toArray(new Pair[0]);
            boolean upwards = random.nextBoolean();
            for (int i = 0; i < pairs.length; i++) {
                Pair pair = pairs[upwards ? i : pairs.length - 1 - i];
                if (pair.payload() >= ROWS_MAX) {
                    remove(pair);
                }
            }
        }

        private void removeRows(int count) {
            for (int i = 0; i < count && rowCount > STABLE; i++) {
                rowCount--;
                remove(new Pair(rowCount * STRIDE, rowCount));
            }
        }

        private void remove(Pair pair) {
            assertEquals(model.remove(pair), index.remove(pair.key(), pair.payload()));
        }
    }
}
