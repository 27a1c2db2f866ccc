package io.omendb.jmh;

import io.omendb.alex.LongPairSource;
import org.jspecify.annotations.Nullable;

/** Ascending keys, and the rows that they lead to. */
final class SortedRows implements LongPairSource {
    private final long[] keys;
    private final int count;
    private final @Nullable Distribution rows;
    private int at = -1;

    private SortedRows(long[] keys, int count, @Nullable Distribution rows) {
        this.keys = keys;
        this.count = count;
        this.rows = rows;
    }

    /** The first {@code count} keys, which lead to rows as keys of such a distribution do. */
    static SortedRows of(long[] keys, int count, Distribution distribution) {
        return new SortedRows(keys, count, distribution);
    }

    /** The first {@code count} keys, in the order in which their rows lie. */
    static SortedRows inRowOrder(long[] keys, int count) {
        return new SortedRows(keys, count, null);
    }

    @Override
    public boolean next() {
        at++;
        return at < count;
    }

    @Override
    public long key() {
        return keys[at];
    }

    @Override
    public long payload() {
        return rows == null ? at : rows.rowId(keys[at]);
    }
}
