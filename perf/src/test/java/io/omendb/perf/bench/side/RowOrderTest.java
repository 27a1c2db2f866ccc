package io.omendb.perf.bench.side;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowOrderTest {
    private static final int COUNT = 200_000;

    @Test
    void shouldGiveEachRowAKeyOfItsOwnWhenKeysAreRandom() {
        RowOrder order = new RowOrder(RowOrder.Kind.RANDOM, 42);
        Set<Long> keys = new HashSet<>();
        for (long row = 0; row < COUNT; row++) {
            long key = order.key(row);
            assertTrue(key >= 0, "key of row " + row);
            keys.add(key);
        }
        assertEquals(COUNT, keys.size());
    }
}
