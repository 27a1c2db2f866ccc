package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Readers beside a writer that changes structure all the time. Every key divisible by four is
 * permanent: each scan must meet all of them between its ends, once and in order, and whatever else
 * it meets must carry its key's payload.
 */
class AlexConcurrencyTest {

    private static final int PERMANENT = 3000;
    private static final long STRIDE = 4;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    @ParameterizedTest
    @CsvSource({"1, 64, 600", "2, 1024, 900", "3, 64, 600", "4, 3968, 900"})
    void shouldStayOrderedAndCompleteWhenTheWriterChangesStructure(
            long seed, int leafSlotsMax, int milliseconds) throws Exception {
        BlockAllocator blocks = BlockAllocator.exclusive(256 << 20);
        Epochs epochs = new Epochs(blocks, 8);
        AlexIndex index = new AlexIndex(blocks, epochs, new AlexOptions(leafSlotsMax, 32));
        for (long i = 0; i < PERMANENT; i++) {
            index.insert(i * STRIDE, payload(i * STRIDE));
        }
        Thread[] readers = new Thread[3];
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

    private void write(AlexIndex index, Epochs epochs, Random random, long deadline) {
        while (System.nanoTime() - deadline < 0 && failure.get() == null) {
            long from = random.nextInt(PERMANENT) * STRIDE;
            int span = 1 + random.nextInt(400);
            int kind = random.nextInt(4);
            for (int add = 1; add >= 0; add--) {
                for (int i = 0; i < span; i++) {
                    long key = from + (kind == 0 ? span - i : i);
                    if (kind == 3) {
                        // Several payloads of one key, so that lists come, grow into trees, and go.
                        change(index, add == 1, from, payload(from) + 1 + i % 150);
                    } else if (Math.floorMod(key, STRIDE) != 0) {
                        change(index, add == 1, key, payload(key));
                    }
                }
                epochs.advance();
                epochs.reclaim(500);
            }
        }
    }

    private static void change(AlexIndex index, boolean adds, long key, long payload) {
        if (adds) {
            index.insert(key, payload);
        } else {
            index.remove(key, payload);
        }
    }

    private void read(AlexIndex index, Epochs epochs, Random random) {
        EpochSlot slot = epochs.register();
        try {
            AlexCursor cursor = index.cursor();
            while (!stopped) {
                slot.enter();
                if (random.nextBoolean()) {
                    scanUp(cursor, slot, random);
                } else {
                    scanDown(cursor, slot, random);
                }
                for (int i = 0; i < 200; i++) {
                    long permanent = random.nextInt(PERMANENT) * STRIDE;
                    check(
                            cursor.find(permanent) && cursor.payload() == payload(permanent),
                            "not found",
                            permanent);
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

    private static void scanUp(AlexCursor cursor, EpochSlot slot, Random random) {
        long from = random.nextInt(PERMANENT) * STRIDE;
        long expected = from;
        long lastKey = Long.MIN_VALUE;
        long lastPayload = Long.MIN_VALUE;
        boolean more = cursor.seek(from);
        for (int i = 0; i < 300 && more; i++) {
            long key = cursor.key();
            long payload = cursor.payload();
            check(
                    key > lastKey || key == lastKey && payload > lastPayload,
                    "not above the one before",
                    key);
            boolean isPastAll = expected == PERMANENT * STRIDE;
            check(
                    key == lastKey || key <= expected || isPastAll,
                    "jumped over a permanent key",
                    key);
            check(
                    payload - payload(key) >= 0 && payload - payload(key) <= 150,
                    "payload of another key",
                    key);
            if (key == expected) {
                check(payload == payload(key), "first payload is missing", key);
                expected += STRIDE;
            }
            lastKey = key;
            lastPayload = payload;
            if (random.nextInt(20) == 0) {
                slot.renew();
            }
            more = cursor.next();
        }
        check(more || expected == PERMANENT * STRIDE, "ended early", expected);
    }

    private static void scanDown(AlexCursor cursor, EpochSlot slot, Random random) {
        long from = random.nextInt(PERMANENT) * STRIDE;
        long expected = from;
        long lastKey = Long.MAX_VALUE;
        long lastPayload = Long.MAX_VALUE;
        boolean more = cursor.seekLast(from);
        for (int i = 0; i < 300 && more; i++) {
            long key = cursor.key();
            long payload = cursor.payload();
            check(
                    key < lastKey || key == lastKey && payload < lastPayload,
                    "not below the one before",
                    key);
            check(key >= expected, "jumped over a permanent key", key);
            check(
                    payload - payload(key) >= 0 && payload - payload(key) <= 150,
                    "payload of another key",
                    key);
            if (key == expected && payload == payload(key)) {
                expected -= STRIDE;
            }
            lastKey = key;
            lastPayload = payload;
            if (random.nextInt(20) == 0) {
                slot.renew();
            }
            more = cursor.previous();
        }
        check(more || expected < 0, "ended early", expected);
    }

    private static long payload(long key) {
        return key * 1000 + 7;
    }

    private static void check(boolean holds, String what, long key) {
        if (!holds) {
            throw new AssertionError(what + ": " + key);
        }
    }
}
