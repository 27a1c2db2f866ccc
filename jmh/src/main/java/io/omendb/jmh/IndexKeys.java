package io.omendb.jmh;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The keys of a run: {@code size} that are in the index, and a tenth as many of the same
 * distribution that may come beside them. They are made when they are asked for, so that a run has
 * only those that it needs.
 */
@State(Scope.Thread)
public class IndexKeys {
    /** So many come at least. */
    static final int FRESH_MIN = 1_024;

    private static final int FRESH_PART = 10;

    @Param({"1000000"})
    private int size;

    @Param private Distribution distribution;

    int size() {
        return size;
    }

    private int sizeWithFresh() {
        return size + Math.max(FRESH_MIN, size / FRESH_PART);
    }

    /** Those that are there, then those that may come, all in random order. */
    long[] shuffled() {
        return distribution.shuffledKeys(sizeWithFresh());
    }

    /** Ascending; those that come are above those that are there. */
    long[] ascending() {
        return distribution.sortedKeys(sizeWithFresh());
    }

    /** Those of {@link #shuffled} that are there, ascending. */
    long[] sorted() {
        long[] keys = Arrays.copyOf(shuffled(), size);
        Arrays.sort(keys);
        return keys;
    }

    /** With the rows that such keys lead to. */
    SortedRows rows(long[] sorted) {
        return SortedRows.of(sorted, size, distribution);
    }
}
