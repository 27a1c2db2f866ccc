package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InnerNodeLayoutTest {
    private static final long CHILD = InnerNodeLayout.dataChild(1 << 20);
    private static final int SHIFT = 10;

    @Test
    void shouldPredictFromTheFirstSlotOfAPlaceOn() {
        long child = InnerNodeLayout.withPlace(CHILD, 100, 64);

        assertEquals(100, predicted(child, 0));
        assertEquals(132, predicted(child, 512));
        assertEquals(163, predicted(child, 1023));
    }

    @Test
    void shouldPredictTheFirstSlotWhereTheLineBeginsInFrontOfIt() {
        long child = InnerNodeLayout.withPlace(CHILD, -100, 128);

        assertEquals(0, predicted(child, 0));
        assertEquals(27, predicted(child, 1023));
    }

    @Test
    void shouldTellHowManyKnotsThereAre() {
        long found = InnerNodeLayout.found(InnerNodeLayout.withKnots(CHILD, 2432), 0, SHIFT);

        assertTrue(InnerNodeLayout.predicted(found) < 0);
        assertEquals(38, InnerNodeLayout.knotsOf(found));
        assertEquals(InnerNodeLayout.dataNode(CHILD), InnerNodeLayout.nodeOf(found));
    }

    @Test
    void shouldTellThatNothingIsKnown() {
        long found = InnerNodeLayout.found(CHILD, 0, SHIFT);

        assertTrue(InnerNodeLayout.predicted(found) < 0);
        assertEquals(0, InnerNodeLayout.knotsOf(found));
    }

    private static int predicted(long child, long unsignedKey) {
        return InnerNodeLayout.predicted(InnerNodeLayout.found(child, unsignedKey, SHIFT));
    }
}
