package io.omendb.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SlowStepRingTest {
    private static final int PLACES = 8;
    private static final int ENTRIES = 2_000_000;
    private static final int READERS = 2;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final SlowStepRing ring = new SlowStepRing(PLACES);

    @Test
    void shouldKeepTheLastWhenThereAreMoreThanPlaces() {
        for (int i = 0; i < 2 * PLACES + 3; i++) {
            ring.put(i, 10L * i, 100L * i);
        }
        List<String> read = new ArrayList<>();
        ring.forEach((kind, beginNs, lengthNs) -> read.add(kind + " " + beginNs + " " + lengthNs));
        assertEquals(PLACES, read.size());
        assertEquals("11 110 1100", read.getFirst());
        assertEquals("18 180 1800", read.getLast());
    }

    /** Each number of an entry follows from its begin, so that one of two entries would show. */
    @Test
    void shouldShowWholeEntriesInOrderWhenReadBesideTheWriter() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            Reader reader = new Reader(done);
            readers.add(reader);
            reader.start();
        }
        for (int i = 0; i < ENTRIES; i++) {
            ring.put(i & 0xFF, i, i * MIX);
        }
        done.set(true);
        for (Reader reader : readers) {
            reader.join();
            assertEquals("", reader.torn);
            assertTrue(reader.seen >= PLACES, reader.seen + " entries read");
        }
    }

    private final class Reader extends Thread {
        private final AtomicBoolean done;
        private long seen;
        private String torn = "";

        Reader(AtomicBoolean done) {
            this.done = done;
        }

        @Override
        public void run() {
            boolean last = false;
            while (!last) {
                last = done.get();
                long[] before = {-1};
                ring.forEach((kind, beginNs, lengthNs) -> {
                    seen++;
                    boolean whole = kind == (beginNs & 0xFF) && lengthNs == beginNs * MIX;
                    if (!whole || beginNs <= before[0]) {
                        torn = kind + " " + beginNs + " " + lengthNs + " after " + before[0];
                    }
                    before[0] = beginNs;
                });
            }
        }
    }
}
