package io.omendb.jmh;

import java.util.SplittableRandom;

/** Keys to ask for, chosen at random beforehand, so that choosing takes next to no time. */
final class Probes {
    /** As many lines as these keys are in do not fit into any cache. */
    private static final int COUNT = 1 << 22;

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
        return nextBeyond(0);
    }

    /**
     * So many beyond the next one. Who passes a number that is 0 but hangs on an answer waits for
     * the answer.
     */
    long nextBeyond(int more) {
        probe = (probe + 1 + more) & (COUNT - 1);
        return probes[probe];
    }

    /** As many as the array has places. */
    void next(long[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = next();
        }
    }
}
