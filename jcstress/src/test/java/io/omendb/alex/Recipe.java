package io.omendb.alex;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * The keys of an index in which one more insert makes a change of structure: found by doing it
 * once, so that it stays right whatever the limits of nodes are.
 *
 * @param keys that are there before
 * @param next the key whose insert makes the change
 */
record Recipe(long[] keys, long next) {

    private static final int INSERTS_MAX = 5000;

    static Recipe until(StructureChange change, AlexOptions options, IntToLongFunction keyOf) {
        RacedIndex tried = RacedIndex.of(options);
        long[] keys = new long[INSERTS_MAX];
        for (int i = 0; i < INSERTS_MAX; i++) {
            keys[i] = keyOf.applyAsLong(i);
            tried.index.insert(keys[i], i);
            if (tried.index.stats().count(change) > 0) {
                tried.close();
                return new Recipe(Arrays.copyOf(keys, i), keys[i]);
            }
        }
        throw new IllegalStateException("no " + change + " in " + INSERTS_MAX + " inserts");
    }

    /** A key with the greatest of those that are there: most changes here move it. */
    long last() {
        return keys[keys.length - 1];
    }
}
