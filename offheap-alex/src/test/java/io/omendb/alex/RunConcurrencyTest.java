package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import java.lang.invoke.VarHandle;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Readers beside a writer that makes runs, breaks them and takes them back. The first rows are
 * permanent: each scan must meet all of them, once and in order.
 */
class RunConcurrencyTest {

    private static final int PERMANENT = 4_000;
    private static final int ROWS_MAX = 8_000;
    private static final long STRIDE = 4;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final KeyColumn column = new KeyColumn(2 * ROWS_MAX);
    private volatile boolean stopped;

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
                        column);
        for (int row = 0; row < PERMANENT; row++) {
            add(index, row, row * STRIDE);
        }
        Thread[] readers = new Thread[2];
        for (int r = 0; r < readers.length; r++) {
            Random random = new Random(seed * 31 + r);
            readers[r] = new Thread(() -> read(index, epochs, random));
            readers[r].start();
        }
        try {
            write(index, epochs, new Random(seed), System.nanoTime() + milliseconds * 1_000_000L);
        } finally {
            stopped = true;
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertNull(failure.get(), () -> "seed " + seed + ": " + failure.get());
        index.verify();
        index.close();
        epochs.close();
        assertEquals(0, blocks.usedBytes());
        blocks.close();
    }

    private void add(AlexIndex index, int row, long key) {
        VarHandle.storeStoreFence();
        column.set(row, key);
        index.insert(key, row);
    }

    private void write(AlexIndex index, Epochs epochs, Random random, long deadline) {
        while (System.nanoTime() - deadline < 0 && failure.get() == null) {
            int last = PERMANENT + random.nextInt(ROWS_MAX - PERMANENT);
            for (int row = PERMANENT; row < last; row++) {
                add(index, row, row * STRIDE);
            }
            for (int i = 0; i < 20; i++) {
                moveAndReturn(index, PERMANENT + random.nextInt(last - PERMANENT + 1), random);
            }
            long between = random.nextInt(PERMANENT) * STRIDE + 1;
            index.insert(between, ROWS_MAX);
            boolean upwards = random.nextBoolean();
            for (int i = 0; i < last - PERMANENT; i++) {
                int row = upwards ? PERMANENT + i : last - 1 - i;
                index.remove(row * STRIDE, row);
            }
            index.remove(between, ROWS_MAX);
            epochs.advance();
            epochs.reclaim(1000);
        }
    }

    /** A row whose key changes, and changes back: no place in a run may outlive that. */
    private void moveAndReturn(AlexIndex index, int row, Random random) {
        long key = row * STRIDE;
        index.detach(key, row);
        column.unsettle(row);
        long other = (long) random.nextInt(PERMANENT) * STRIDE + 2;
        boolean isThere = column.get(row) == key && index.contains(key);
        if (isThere) {
            add(index, row, other);
            index.remove(other, row);
            VarHandle.storeStoreFence();
            column.set(row, key);
        }
        column.settle(row);
    }

    private void read(AlexIndex index, Epochs epochs, Random random) {
        EpochSlot slot = epochs.register();
        try {
            AlexCursor cursor = index.cursor();
            while (!stopped) {
                slot.enter();
                scan(cursor, slot, random);
                for (int i = 0; i < 200; i++) {
                    int row = random.nextInt(PERMANENT);
                    if (!cursor.find(row * STRIDE) || cursor.payload() != row) {
                        throw new AssertionError("row " + row + " was not found");
                    }
                }
                slot.exit();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            if (slot.isEntered()) {
                slot.exit();
            }
            epochs.unregister(slot);
        }
    }

    private static void scan(AlexCursor cursor, EpochSlot slot, Random random) {
        int row = random.nextInt(PERMANENT);
        boolean isUp = random.nextBoolean();
        boolean more = isUp ? cursor.seek(row * STRIDE) : cursor.seekLast(row * STRIDE);
        for (int i = 0; i < 300 && row >= 0 && row < PERMANENT; i++) {
            if (!more) {
                throw new AssertionError("the scan ended before row " + row);
            }
            if (cursor.key() % STRIDE == 0) {
                if (cursor.key() != row * STRIDE || cursor.payload() != row) {
                    throw new AssertionError("row " + row + " was jumped over");
                }
                row += isUp ? 1 : -1;
            }
            if (random.nextInt(20) == 0) {
                slot.renew();
            }
            more = isUp ? cursor.next() : cursor.previous();
        }
    }
}
