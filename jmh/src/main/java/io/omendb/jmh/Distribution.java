package io.omendb.jmh;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How keys lie on the line of 64-bit numbers: what a learned index fits well, and what it does not.
 * Every one is drawn from a seed, and gives any number of keys, each once.
 */
public enum Distribution {
    /** 0, 1, 2 and so on: serials. One line fits them all. */
    SEQUENTIAL {
        @Override
        void draw(long[] keys, int from, SplittableRandom random) {
            for (int i = from; i < keys.length; i++) {
                keys[i] = i;
            }
        }
    },

    /** Any of 63 bits with the same likelihood: hashes, random identifiers. */
    UNIFORM {
        @Override
        void draw(long[] keys, int from, SplittableRandom random) {
            for (int i = from; i < keys.length; i++) {
                keys[i] = random.nextLong() >>> 1;
            }
        }
    },

    /**
     * e to the power of a normal variate with a deviation of 2, times 10^9: the skewed keys of the
     * literature on learned indexes since Kraska et al. (SIGMOD 2018). Smooth, but its density
     * falls over many orders of magnitude.
     */
    LOGNORMAL {
        private static final double DEVIATION = 2;
        private static final double SCALE = 1e9;

        @Override
        void draw(long[] keys, int from, SplittableRandom random) {
            for (int i = from; i < keys.length; i++) {
                keys[i] = (long) (SCALE * Math.exp(DEVIATION * random.nextGaussian()));
            }
        }
    },

    /**
     * Cells of a map, as identifiers of OpenStreetMap's places have them: points around places of
     * very different size and density, some holding a great part of all (their weights fall by a
     * power law), their two coordinates of 31 bits interleaved to one number (Morton). Rough at
     * every scale.
     */
    CELLS {
        private static final int PLACES = 4_096;
        private static final int COORDINATE_BITS = 31;
        private static final double WORLD = 1L << COORDINATE_BITS;

        /** Deviations of a place's points: from 2^-17 of the world's width to 2^-6. */
        private static final double WIDEST_BITS = -6;

        private static final double BITS_OF_WIDTHS = 11;
        private static final long EVEN_BITS = 0x5555_5555_5555_5555L;

        @Override
        void draw(long[] keys, int from, SplittableRandom random) {
            // The places are the same whichever keys are drawn again.
            SplittableRandom map = new SplittableRandom(Seed.VALUE);
            double[] x = new double[PLACES];
            double[] y = new double[PLACES];
            double[] width = new double[PLACES];
            double[] shares = new double[PLACES];
            double sum = 0;
            for (int i = 0; i < PLACES; i++) {
                x[i] = map.nextDouble();
                y[i] = map.nextDouble();
                width[i] = Math.pow(2, WIDEST_BITS - BITS_OF_WIDTHS * map.nextDouble());
                sum += 1.0 / (i + 1);
                shares[i] = sum;
            }
            for (int i = from; i < keys.length; i++) {
                int found = Arrays.binarySearch(shares, sum * random.nextDouble());
                int place = Math.min(PLACES - 1, found < 0 ? -found - 1 : found);
                long column = coordinate(x[place] + width[place] * random.nextGaussian());
                long row = coordinate(y[place] + width[place] * random.nextGaussian());
                keys[i] = Long.expand(column, EVEN_BITS) | Long.expand(row, EVEN_BITS << 1);
            }
        }

        /** The world is round: beyond its edge one comes in at the other. */
        private static long coordinate(double part) {
            return (long) (WORLD * (part - Math.floor(part)));
        }
    },

    /**
     * Identifiers of users: ranges that were handed out one after the other, each with another
     * share still in use, gaps between them of any size; and one in some 100,000 far above all
     * others, up to 2^62, where a few of them stretch every model.
     */
    HEAVY_TAILED {
        private static final int OUTLIER_EVERY = 100_000;
        private static final int OUTLIER_BITS_MIN = 48;
        private static final int OUTLIER_BITS = 14;
        private static final int RANGE_KEYS_MIN = 1_000;
        private static final int RANGE_KEYS = 200_000;
        private static final int GAP_BITS_MAX = 16;
        private static final double GAP_MEAN_MAX = 40;

        @Override
        void draw(long[] keys, int from, SplittableRandom random) {
            long key = from == 0 ? 0 : keys[from - 1];
            int left = 0;
            double gapMean = 1;
            int outliers = from == 0 ? Math.max(10, keys.length / OUTLIER_EVERY) : 0;
            int inRanges = Math.max(from, keys.length - outliers);
            for (int i = from; i < inRanges; i++) {
                if (left == 0) {
                    left = RANGE_KEYS_MIN + random.nextInt(RANGE_KEYS);
                    gapMean = Math.pow(GAP_MEAN_MAX, random.nextDouble());
                    key += 1L << random.nextInt(GAP_BITS_MAX);
                }
                // Most gaps are as small as gaps can be, their mean is that of the range.
                key += 1 + (long) (-(gapMean - 1) * Math.log(1 - random.nextDouble()));
                keys[i] = key;
                left--;
            }
            for (int i = inRanges; i < keys.length; i++) {
                double bits = OUTLIER_BITS_MIN + OUTLIER_BITS * random.nextDouble();
                keys[i] = (long) Math.pow(2, bits);
            }
        }
    };

    private static final int ROW_ID_BITS = 40;
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Draws keys into the places from {@code from} on; some may be there already. */
    abstract void draw(long[] keys, int from, SplittableRandom random);

    /** So many keys, each once, ascending. */
    long[] sortedKeys(int count) {
        SplittableRandom random = new SplittableRandom(Seed.VALUE + ordinal());
        long[] keys = new long[count];
        int distinct = 0;
        while (distinct < count) {
            draw(keys, distinct, random);
            Arrays.sort(keys);
            distinct = distinct(keys);
        }
        return keys;
    }

    /** So many keys, each once, in random order. */
    long[] shuffledKeys(int count) {
        long[] keys = sortedKeys(count);
        shuffle(keys);
        return keys;
    }

    static void shuffle(long[] keys) {
        SplittableRandom random = new SplittableRandom(Seed.VALUE + 1);
        for (int i = keys.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long key = keys[i];
            keys[i] = keys[other];
            keys[other] = key;
        }
    }

    /**
     * The row that a key leads to, in 40 bits: serials lie in the order of their rows, other keys
     * come in an order of their own, which nothing knows.
     */
    long rowId(long key) {
        return this == SEQUENTIAL ? key : key * SPREAD >>> (Long.SIZE - ROW_ID_BITS);
    }

    /** Moves each key that is another than the one before to the front; how many these are. */
    private static int distinct(long[] sorted) {
        int count = 0;
        for (long key : sorted) {
            if (count == 0 || sorted[count - 1] != key) {
                sorted[count++] = key;
            }
        }
        return count;
    }
}
