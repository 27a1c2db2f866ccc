package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers beside a writer that changes structure all the time. */
class AlexConcurrencyTest {

    private static final long STRIDE = IndexReaders.STRIDE;

    /** Every key has a range of payloads of its own. */
    private static final class Keys implements IndexReaders.Promise {
        private static final int PAYLOADS = 1000;

        @Override
        public int stableCount() {
            return 3000;
        }

        @Override
        public long stablePayload(long key) {
            return key * PAYLOADS + 7;
        }

        @Override
        public boolean isPossible(long key, long payload) {
            return payload >= stablePayload(key)
                    && payload < stablePayload(key) + PAYLOADS
                    && key % STRIDE != 3;
        }
    }

    private final Keys keys = new Keys();

    @ParameterizedTest
    @CsvSource({"1, 64, 600", "2, 1024, 900", "3, 64, 600", "4, 1600, 900"})
    void shouldStayOrderedAndCompleteWhenTheWriterChangesStructure(
            long seed, int leafSlotsMax, int milliseconds) throws Exception {
        BlockAllocator blocks = BlockAllocator.exclusive(256 << 20);
        Epochs epochs = new Epochs(blocks, 8);
        AlexIndex index = new AlexIndex(blocks, epochs, new AlexOptions(leafSlotsMax, 32));
        for (long key = 0; key < keys.stableCount() * STRIDE; key += STRIDE) {
            index.insert(key, keys.stablePayload(key));
        }
        IndexReaders readers = new IndexReaders(index, epochs, keys, 3, seed);
        try {
            long deadline = System.nanoTime() + milliseconds * 1_000_000L;
            Random random = new Random(seed);
            while (System.nanoTime() - deadline < 0 && !readers.hasFailed()) {
                addAndRemove(index, epochs, random);
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

    private void addAndRemove(AlexIndex index, Epochs epochs, Random random) {
        long from = random.nextInt(keys.stableCount()) * STRIDE;
        int span = 1 + random.nextInt(400);
        int kind = random.nextInt(4);
        for (int add = 1; add >= 0; add--) {
            for (int i = 0; i < span; i++) {
                long key = from + (kind == 0 ? span - i : i);
                if (kind == 3) {
                    // Several payloads of one key, so that lists come, grow into trees, and go.
                    change(index, add == 1, from, keys.stablePayload(from) + 1 + i % 150);
                } else if (key % STRIDE == 1 || key % STRIDE == 2) {
                    change(index, add == 1, key, keys.stablePayload(key));
                }
            }
            epochs.advance();
            epochs.reclaim(500);
        }
    }

    private static void change(AlexIndex index, boolean adds, long key, long payload) {
        if (adds) {
            index.insert(key, payload);
        } else {
            index.remove(key, payload);
        }
    }
}
