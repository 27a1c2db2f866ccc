package io.omendb.jmh;

/**
 * Row ids of 40 bits by their keys of 64: what each contender of the index's benchmarks is.
 *
 * <p>The operations are compiled by themselves, not into the loop that measures them, as those of a
 * large program are: the compiler inlines until a method has got so large, and then no more, in the
 * midst of an operation.
 */
interface KeyedRows extends AutoCloseable {
    /** Puts in a key that is not there. */
    void insert(long key, long rowId);

    /** The row id of a key, or -1. */
    long find(long key);

    /** Fills what is empty, in the order of the keys. */
    default void load(SortedRows sorted) {
        while (sorted.next()) {
            insert(sorted.key(), sorted.payload());
        }
    }

    /**
     * Reads entries in the order of their keys, as an engine needs them: it looks at the key for
     * where its range ends, and whether the row still has it.
     *
     * @param fromKey the first is that of the least key not below this one
     * @return how many there were, at most as many as each of the two arrays has places
     */
    int scan(long fromKey, long[] keysOut, long[] rowIdsOut);

    @Override
    void close();
}
