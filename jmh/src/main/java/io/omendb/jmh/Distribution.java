package io.omendb.jmh;

import java.util.SplittableRandom;
import org.agrona.collections.LongHashSet;

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

    /** As many keys, each once, in the order in which they come. */
    long[] distinctKeys(int count) {
        SplittableRandom random = new SplittableRandom(Seed.VALUE);
        LongHashSet seen = new LongHashSet(count);
        long[] keys = new long[count];
        int ordinal = 0;
        while (seen.size() < count) {
            long key = key(ordinal, random);
            if (seen.add(key)) {
                keys[ordinal] = key;
                ordinal++;
            }
        }
        return keys;
    }
}
