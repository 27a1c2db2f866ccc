package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertNull;

import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Readers beside a writer, which check all the time what must hold at any time: stable pairs are
 * found and met by each scan, once and in order; what was never there is not found; whatever else
 * is met could have been there.
 */
final class IndexReaders {

    /** Stable keys are the first multiples of it; those 3 above one are never there. */
    static final long STRIDE = 4;

    private static final int SCAN_MAX = 300;
    private static final int BATCH = 40;

    /** What the writer promises to leave alone. */
    interface Promise {
        /** How many stable keys there are. */
        int stableCount();

        /** The payload of a stable key; of all that it has from time to time, the least. */
        long stablePayload(long key);

        /** Whether the writer ever puts in this pair. */
        boolean isPossible(long key, long payload);
    }

    private final AlexIndex index;
    private final Epochs epochs;
    private final Promise promise;
    private final Thread[] threads;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final long seed;
    private volatile boolean stopped;

    /** Starts them; the stable pairs are there. */
    IndexReaders(AlexIndex index, Epochs epochs, Promise promise, int count, long seed) {
        this.index = index;
        this.epochs = epochs;
        this.promise = promise;
        this.seed = seed;
        threads = new Thread[count];
        for (int r = 0; r < count; r++) {
            Random random = new Random(seed * 31 + r);
            threads[r] = new Thread(() -> read(random));
            threads[r].start();
        }
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Ends them, whatever became of the writer. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    void assertAllHeld() {
        assertNull(failure.get(), () -> "seed " + seed + ": " + failure.get());
    }

    private void read(Random random) {
        EpochSlot slot = epochs.register();
        try {
            AlexCursor cursor = index.cursor();
            while (!stopped) {
                slot.enter();
                scan(cursor, slot, random, random.nextBoolean());
                for (int i = 0; i < 200; i++) {
                    long stable = stableKey(random);
                    check(
                            cursor.find(stable)
                                    && cursor.payload() == promise.stablePayload(stable),
                            "not found",
                            stable);
                    check(!cursor.find(stable + 3), "found though never there", stable + 3);
                }
                readBatch(cursor, random);
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

    private long stableKey(Random random) {
        return random.nextInt(promise.stableCount()) * STRIDE;
    }

    private void readBatch(AlexCursor cursor, Random random) {
        long[] keys = new long[BATCH];
        long[] payloads = new long[BATCH];
        boolean[] found = new boolean[BATCH];
        for (int i = 0; i < BATCH; i++) {
            keys[i] = stableKey(random) + (i % 4 == 3 ? 3 : 0);
        }
        cursor.getBatch(keys, BATCH, payloads, found);
        for (int i = 0; i < BATCH; i++) {
            check(found[i] == (i % 4 != 3), "wrong in a batch", keys[i]);
            check(
                    !found[i] || payloads[i] == promise.stablePayload(keys[i]),
                    "wrong payload in a batch",
                    keys[i]);
        }
    }

    private void scan(AlexCursor cursor, EpochSlot slot, Random random, boolean isUp) {
        long expected = stableKey(random);
        long end = isUp ? promise.stableCount() * STRIDE : -STRIDE;
        @Nullable Pair before = null;
        boolean more = isUp ? cursor.seek(expected) : cursor.seekLast(expected);
        for (int i = 0; i < SCAN_MAX && more; i++) {
            Pair pair = new Pair(cursor.key(), cursor.payload());
            int order = before == null ? 0 : pair.compareTo(before);
            check(before == null || (isUp ? order > 0 : order < 0), "out of order", pair.key());
            check(promise.isPossible(pair.key(), pair.payload()), "impossible pair", pair.key());
            if (expected != end) {
                check(
                        isUp ? pair.key() <= expected : pair.key() >= expected,
                        "jumped over a stable key",
                        expected);
                if (pair.key() == expected && pair.payload() == promise.stablePayload(expected)) {
                    expected += isUp ? STRIDE : -STRIDE;
                } else {
                    check(!isUp || pair.key() != expected, "least payload is missing", expected);
                }
            }
            before = pair;
            if (random.nextInt(20) == 0) {
                slot.renew();
            }
            more = isUp ? cursor.next() : cursor.previous();
        }
        check(more || expected == end, "ended before a stable key", expected);
    }

    private static void check(boolean holds, String what, long key) {
        if (!holds) {
            throw new AssertionError(what + ": " + key);
        }
    }
}
