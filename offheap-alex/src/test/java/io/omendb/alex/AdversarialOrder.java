package io.omendb.alex;

import java.util.Arrays;
import java.util.Random;

/**
 * Orders of distinct keys that learned indexes are known to suffer from: where a line fits worst,
 * where halving a range divides nothing, where every key arrives at the wrong end.
 */
enum AdversarialOrder {
    /** The gaps grow from one to the domain's half: no line fits any part, whatever its size. */
    EXPONENTIAL_GAPS {
        @Override
        long[] keys(Random random, int count) {
            return shuffled(random, EXPONENTIAL_GAPS_DOWN.keys(random, count));
        }
    },
    EXPONENTIAL_GAPS_DOWN {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = new long[count];
            for (int i = 0; i < count; i++) {
                keys[count - 1 - i] = i + (long) Math.pow(2, 62.9 * i / count);
            }
            return keys;
        }
    },
    /** Two clusters as far apart as keys can be, each growing towards the other. */
    TWO_ENDS {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = new long[count];
            for (int i = 0; i < count; i++) {
                keys[i] = (i & 1) == 0 ? Long.MIN_VALUE + i / 2 : Long.MAX_VALUE - i / 2;
            }
            return keys;
        }
    },
    TWO_ENDS_IN_ANY_ORDER {
        @Override
        long[] keys(Random random, int count) {
            return shuffled(random, TWO_ENDS.keys(random, count));
        }
    },
    DESCENDING {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = new long[count];
            for (int i = 0; i < count; i++) {
                keys[i] = -3L * i;
            }
            return keys;
        }
    },
    /** What looks like appends ends after a thousand keys, and begins elsewhere. */
    SORTED_BLOCKS {
        @Override
        long[] keys(Random random, int count) {
            int blocks = count / 1000;
            long[] order = shuffled(random, ascending(blocks));
            long[] keys = new long[blocks * 1000];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = (order[i / 1000] << 32) + i % 1000;
            }
            return keys;
        }
    },
    /** Small blocks that end where the next begins: each comes among the dense ones before. */
    SORTED_BLOCKS_DOWN {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = new long[count];
            for (int i = 0; i < count; i++) {
                keys[i] = -100L * (i / 100) + i % 100;
            }
            return keys;
        }
    },
    /** All keys lie on one side of each halving of the domain: upper, lower, upper, lower. */
    ONE_SIDE_OF_EVERY_HALVING {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = shuffled(random, ascending(count));
            for (int i = 0; i < count; i++) {
                keys[i] += 0x5555_5555_5555_5555L;
            }
            return keys;
        }
    },
    /** The same at the domain's end: always the upper side. */
    LAST_OF_THE_DOMAIN {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = shuffled(random, ascending(count));
            for (int i = 0; i < count; i++) {
                keys[i] = Long.MAX_VALUE - keys[i];
            }
            return keys;
        }
    },
    /** On both sides of the coarsest boundary there is, from there outwards. */
    ALTERNATING_OUTWARDS {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = new long[count];
            for (int i = 0; i < count; i++) {
                keys[i] = (i & 1) == 0 ? i / 2 : -1 - i / 2;
            }
            return keys;
        }
    },
    /** The same from far away: each key comes between all others. */
    ALTERNATING_INWARDS {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = ALTERNATING_OUTWARDS.keys(random, count);
            for (int i = 0; i < count / 2; i++) {
                long last = keys[count - 1 - i];
                keys[count - 1 - i] = keys[i];
                keys[i] = last;
            }
            return keys;
        }
    },
    /** Stairs: dense for the length of a node's smallest search, then far away. */
    STAIRS {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = shuffled(random, ascending(count));
            for (int i = 0; i < count; i++) {
                keys[i] = (keys[i] >>> 6 << 40) + (keys[i] & 63);
            }
            return keys;
        }
    },
    CUBES {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = shuffled(random, ascending(count));
            for (int i = 0; i < count; i++) {
                long root = keys[i] - count / 2;
                keys[i] = root * root * root;
            }
            return keys;
        }
    },
    /** Clusters of clusters of clusters: each part is bent as the whole is. */
    CANTOR_SET {
        @Override
        long[] keys(Random random, int count) {
            long[] keys = shuffled(random, ascending(count));
            for (int i = 0; i < count; i++) {
                long spread = 0;
                for (int bit = 0; bit < 21; bit++) {
                    spread |= (keys[i] >>> bit & 1) << 3 * bit;
                }
                keys[i] = spread;
            }
            return keys;
        }
    };

    /** Distinct keys, in the order of their arrival. */
    abstract long[] keys(Random random, int count);

    private static long[] ascending(int count) {
        long[] keys = new long[count];
        Arrays.setAll(keys, i -> i);
        return keys;
    }

    private static long[] shuffled(Random random, long[] keys) {
        for (int i = keys.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long key = keys[i];
            keys[i] = keys[other];
            keys[other] = key;
        }
        return keys;
    }
}
