package io.omendb.jmh;

import java.util.SplittableRandom;

/** How keys lie on the line of 64-bit numbers. */
public enum Distribution {
    SERIAL,
    UNIFORM,
    CLUSTERED;

    long key(int ordinal, SplittableRandom random) {
        return switch (this) {
            case SERIAL -> ordinal;
            case UNIFORM -> random.nextLong();
            case CLUSTERED -> ((long) (ordinal >>> 10) << 40) + random.nextInt(1 << 20);
        };
    }

    /** As many keys, in the order in which they come. */
    long[] keys(int count) {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = key(i, random);
        }
        return keys;
    }
}
