package io.omendb.jmh;

import java.util.SplittableRandom;

/** Keys to ask for, chosen at random beforehand, so that choosing takes next to no time. */
final class Probes {
    private static final int COUNT = 1 << 20;

    private final long[] probes;
    private int probe;

    private Probes(long[] probes) {
        this.probes = probes;
    }

    /** Out of these, each as likely as the others. */
    static Probes of(long[] keys) {
        return new Probes(
                new SplittableRandom(Seed.VALUE + 1)
                        .ints(COUNT, 0, keys.length)
                        .mapToLong(at -> keys[at])
                        .toArray());
    }

    /** The next one; the first behind the last. */
    long next() {
        probe = (probe + 1) & (COUNT - 1);
        return probes[probe];
    }
}
