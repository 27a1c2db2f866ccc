package io.omendb.perf.bench.side;

/**
 * Which key the row {@code i} has. Keys of a row order are distinct and not negative.
 *
 * @param kind how keys follow each other
 * @param seed where the random order begins
 */
public record RowOrder(Kind kind, long seed) {
    private static final long MASK = Long.MAX_VALUE;

    /** How the keys of rows that arrive one behind the other lie. */
    public enum Kind {
        /** Row {@code i} has key {@code i}. */
        SEQUENTIAL,
        /** Keys lie anywhere in 63 bits. */
        RANDOM
    }

    /** The key of a row. */
    public long key(long row) {
        return switch (kind) {
            case SEQUENTIAL -> row;
            case RANDOM -> permute(row + seed);
        };
    }

    /**
     * The steps of SplitMix64's finalizer (Steele, Lea and Flood, 2014) taken modulo 2 to the 63rd,
     * where each can still be undone: no two rows have one key.
     */
    private static long permute(long row) {
        long z = row * 0x9E3779B97F4A7C15L & MASK;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L & MASK;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL & MASK;
        return z ^ (z >>> 31);
    }
}
