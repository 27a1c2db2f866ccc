package io.omendb.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {
    private static final int KEYS = 100_000;

    @ParameterizedTest
    @EnumSource(Distribution.class)
    void shouldGiveEachKeyOnceInOrder(Distribution distribution) {
        long[] keys = distribution.sortedKeys(KEYS);

        assertEquals(KEYS, keys.length);
        for (int i = 1; i < KEYS; i++) {
            assertTrue(keys[i - 1] < keys[i], distribution + " at " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Distribution.class)
    void shouldGiveTheSameKeysAgainInAnOrderOfTheirOwn(Distribution distribution) {
        long[] shuffled = distribution.shuffledKeys(KEYS);

        assertArrayEquals(shuffled, distribution.shuffledKeys(KEYS));
        long[] sorted = distribution.sortedKeys(KEYS);
        assertFalse(Arrays.equals(sorted, shuffled));
        Arrays.sort(shuffled);
        assertArrayEquals(sorted, shuffled);
    }

    @ParameterizedTest
    @EnumSource(Distribution.class)
    void shouldLeadToRowsOfFortyBits(Distribution distribution) {
        for (long key : distribution.sortedKeys(KEYS)) {
            long rowId = distribution.rowId(key);
            assertEquals(0, rowId >>> 40, () -> distribution + ": " + rowId);
        }
    }

    @Test
    void shouldPutOutliersFarAboveTheRangesOfUsers() {
        long[] keys = Distribution.HEAVY_TAILED.sortedKeys(KEYS);

        assertTrue(keys[KEYS - 20] < KEYS * 100L, () -> "" + keys[KEYS - 20]);
        assertTrue(keys[KEYS - 1] > 1L << 48, () -> "" + keys[KEYS - 1]);
    }

    @Test
    void shouldHoldAGreatPartOfTheCellsInASmallPartOfTheMap() {
        long[] keys = Distribution.CELLS.sortedKeys(KEYS);

        int[] counts = new int[1 << 10];
        for (long key : keys) {
            counts[(int) (key >>> 52)]++;
        }
        Arrays.sort(counts);
        int most = 0;
        for (int i = counts.length - 50; i < counts.length; i++) {
            most += counts[i];
        }
        int dense = most;
        assertTrue(dense > KEYS / 2, () -> dense + " of " + KEYS);
    }
}
