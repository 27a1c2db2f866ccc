package io.omendb.perf.bench.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
    private static final int COUNT = 1_000;
    private static final int DRAWS = 200_000;
    private static final long SEED = 7;

    @Test
    void shouldWantRanksAsOftenAsTheLawSays() {
        SplittableRandom random = new SplittableRandom(SEED);
        Zipf zipf = new Zipf(COUNT);
        int[] drawn = new int[COUNT];
        for (int i = 0; i < DRAWS; i++) {
            drawn[(int) zipf.next(random)]++;
        }

        // The harmonic number of 1,000 with exponent 0.99 is 7.73.
        assertNear(DRAWS / 7.73, drawn[0]);
        assertNear(DRAWS / 7.73 / Math.pow(2, 0.99), drawn[1]);
        assertTrue(drawn[COUNT - 1] < drawn[0] / 100, "the last rank is wanted too often");
    }

    private static void assertNear(double expected, int found) {
        assertTrue(
                Math.abs(found - expected) < expected / 10,
                "seed " + SEED + ": expected about " + expected + ", found " + found);
    }
}
