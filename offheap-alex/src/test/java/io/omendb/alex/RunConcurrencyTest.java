package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers beside a writer that makes runs, breaks them and takes them back. */
class RunConcurrencyTest {

    private static final int STABLE = 4_000;
    private static final int ROWS_MAX = 8_000;
    private static final long STRIDE = IndexReaders.STRIDE;

    private final RowsInOrder rows = new RowsInOrder(STABLE, ROWS_MAX);

    @ParameterizedTest
    @CsvSource({"1, 64, 700", "2, 1024, 700"})
    void shouldStayOrderedAndCompleteWhenRunsComeAndGo(
            long seed, int leafSlotsMax, int milliseconds) throws Exception {
        BlockAllocator blocks = BlockAllocator.exclusive(64 << 20);
        Epochs epochs = new Epochs(blocks, 8);
        AlexIndex index =
                new AlexIndex(
                        blocks,
                        epochs,
                        new AlexOptions(leafSlotsMax, 32),
                        StructureListener.NONE,
                        rows.column());
        for (int row = 0; row < STABLE; row++) {
            rows.add(index, row, row * STRIDE);
        }
        IndexReaders readers = new IndexReaders(index, epochs, rows, 2, seed);
        try {
            long deadline = System.nanoTime() + milliseconds * 1_000_000L;
            Random random = new Random(seed);
            while (System.nanoTime() - deadline < 0 && !readers.hasFailed()) {
                appendAndTakeBack(index, epochs, random);
            }
        } finally {
            readers.stop();
        }
        readers.assertAllHeld();
        index.verify();
        index.close();
        epochs.close();
        assertEquals(0, blocks.usedBytes());
        blocks.close();
    }

    private void appendAndTakeBack(AlexIndex index, Epochs epochs, Random random) {
        int last = STABLE + random.nextInt(ROWS_MAX - STABLE);
        for (int row = STABLE; row < last; row++) {
            rows.add(index, row, row * STRIDE);
        }
        for (int i = 0; i < 20; i++) {
            rows.moveAndReturn(index, STABLE + random.nextInt(last - STABLE + 1), random);
        }
        long between = random.nextInt(STABLE) * STRIDE + 1;
        index.insert(between, ROWS_MAX);
        boolean upwards = random.nextBoolean();
        for (int i = 0; i < last - STABLE; i++) {
            int row = upwards ? STABLE + i : last - 1 - i;
            index.remove(row * STRIDE, row);
        }
        index.remove(between, ROWS_MAX);
        epochs.advance();
        epochs.reclaim(1000);
    }
}
