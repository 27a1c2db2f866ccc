package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        more = cursor.seekLast(Long.MAX_VALUE);
        for (Pair pair : model.descendingSet()) {
            assertTrue(more);
            assertEquals(pair, new Pair(cursor.key(), cursor.payload()));
            more = cursor.previous();
        }
        assertFalse(more);
    }
}
