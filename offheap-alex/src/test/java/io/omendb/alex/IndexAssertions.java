package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableSet;

/** An index beside a sorted set of pairs. */
final class IndexAssertions {
    private IndexAssertions() {}

    /** What is at a key, and twenty pairs on both sides of it. */
    static void assertAround(AlexCursor cursor, NavigableSet<Pair> model, long key) {
        Pair up = model.ceiling(new Pair(key, Long.MIN_VALUE));
        Pair down = model.floor(new Pair(key, Long.MAX_VALUE));
        assertEquals(up != null && up.key() == key, cursor.find(key));
        assertEquals(up != null, cursor.seek(key));
        if (up != null) {
            int steps = 0;
            for (Pair pair : model.tailSet(up, true)) {
                assertEquals(pair, new Pair(cursor.key(), cursor.payload()));
                if (++steps == 20) {
                    break;
                }
                assertEquals(!pair.equals(model.last()), cursor.next());
            }
        }
        assertEquals(down != null, cursor.seekLast(key));
        if (down != null) {
            int steps = 0;
            for (Pair pair : model.headSet(down, true).descendingSet()) {
                assertEquals(pair, new Pair(cursor.key(), cursor.payload()));
                if (++steps == 20) {
                    break;
                }
                assertEquals(!pair.equals(model.first()), cursor.previous());
            }
        }
    }

    /** All pairs, upwards and downwards. */
    static void assertSame(AlexCursor cursor, NavigableSet<Pair> model) {
        boolean more = cursor.seek(Long.MIN_VALUE);
        for (Pair pair : model) {
            assertTrue(more);
            assertEquals(pair, new Pair(cursor.key(), cursor.payload()));
            more = cursor.next();
        }
        assertFalse(more);
        assertSameInPieces(cursor, model);
        more = cursor.seekLast(Long.MAX_VALUE);
        for (Pair pair : model.descendingSet()) {
            assertTrue(more);
            assertEquals(pair, new Pair(cursor.key(), cursor.payload()));
            more = cursor.previous();
        }
        assertFalse(more);
    }

    /** All pairs upwards, read into parts of arrays. */
    private static void assertSameInPieces(AlexCursor cursor, NavigableSet<Pair> model) {
        if (!cursor.seek(Long.MIN_VALUE)) {
            return;
        }
        Iterator<Pair> expected = model.iterator();
        assertEquals(expected.next(), new Pair(cursor.key(), cursor.payload()));
        long[] keys = new long[100];
        long[] payloads = new long[100];
        for (int piece = 0; ; piece++) {
            int from = piece % 3;
            int to = from + piece % 97;
            Arrays.fill(payloads, -1);
            int filled = cursor.next(keys, payloads, from, to);
            for (int i = 0; i < payloads.length; i++) {
                if (i < from || i >= to) {
                    assertEquals(-1, payloads[i]);
                } else if (i < filled) {
                    assertEquals(expected.next(), new Pair(keys[i], payloads[i]));
                }
            }
            if (filled < to) {
                assertFalse(expected.hasNext());
                return;
            }
            if (filled > from) {
                assertEquals(keys[filled - 1], cursor.key());
                assertEquals(payloads[filled - 1], cursor.payload());
            }
        }
    }
}
