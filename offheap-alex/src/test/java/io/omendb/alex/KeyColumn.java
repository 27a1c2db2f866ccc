package io.omendb.alex;

import java.util.BitSet;

/** A column of keys by row id, as a table has it. */
final class KeyColumn implements RowKeys {

    private final long[] keys;
    private final BitSet unsettled = new BitSet();

    KeyColumn(int rowsMax) {
        keys = new long[rowsMax];
    }

    long get(int row) {
        return keys[row];
    }

    void set(int row, long key) {
        keys[row] = key;
    }

    /** The key of a row that has older ones as well. */
    void unsettle(int row) {
        unsettled.set(row);
    }

    void settle(int row) {
        unsettled.clear(row);
    }

    @Override
    public boolean isSettled(long payload) {
        return !unsettled.get((int) payload);
    }

    @Override
    public Reader reader() {
        return payload -> keys[(int) payload];
    }
}
