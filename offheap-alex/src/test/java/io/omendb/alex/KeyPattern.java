package io.omendb.alex;

import java.util.Random;

/** Orders of arrival that index structures dislike, each from a seed. */
enum KeyPattern {
    SEQUENTIAL {
        @Override
        long key(Random random, int i) {
            return i;
        }
    },
    DESCENDING {
        @Override
        long key(Random random, int i) {
            return 1_000_000_000L - 3L * i;
        }
    },
    UNIFORM {
        @Override
        long key(Random random, int i) {
            return random.nextLong();
        }
    },
    SMALL_RANGE {
        @Override
        long key(Random random, int i) {
            return random.nextInt(2000) - 1000L;
        }
    },
    CLUSTERED {
        @Override
        long key(Random random, int i) {
            return (random.nextInt(16) * 0x0FFF_FFFF_FFFF_FFFFL) + random.nextInt(5000);
        }
    },
    TWO_ENDS {
        @Override
        long key(Random random, int i) {
            return (i & 1) == 0
                    ? Long.MIN_VALUE + random.nextInt(3000)
                    : Long.MAX_VALUE - random.nextInt(3000);
        }
    },
    EXPONENTIAL {
        @Override
        long key(Random random, int i) {
            long key = 1L << random.nextInt(63) | random.nextInt(64);
            return random.nextBoolean() ? key : -key;
        }
    },
    LOGNORMAL {
        @Override
        long key(Random random, int i) {
            return (long) (Math.exp(random.nextGaussian() * 4) * 1e6);
        }
    },
    SORTED_BLOCKS {
        @Override
        long key(Random random, int i) {
            return ((long) (i / 100) * 7919 % 1009 << 32) + i % 100;
        }
    },
    HALVING {
        @Override
        long key(Random random, int i) {
            return Long.MAX_VALUE - (Long.MAX_VALUE >>> (i / 37 % 60)) + i % 37;
        }
    },
    ALMOST_SEQUENTIAL {
        @Override
        long key(Random random, int i) {
            return 1_700_000_000_000_000L + i * 1000L + random.nextInt(20_000);
        }
    },
    LISTS {
        @Override
        long key(Random random, int i) {
            return random.nextInt(40) * 1_000_003L;
        }
    },
    FEW_KEYS {
        @Override
        long key(Random random, int i) {
            return random.nextInt(5) * 1_000_003L;
        }
    };

    abstract long key(Random random, int i);
}
