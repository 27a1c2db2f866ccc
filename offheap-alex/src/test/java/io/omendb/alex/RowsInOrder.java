package io.omendb.alex;

import java.lang.invoke.VarHandle;
import java.util.Random;

/**
 * Rows whose keys ascend with their ids, with an index over their keys, beside readers. The first
 * rows are stable. Payloads from {@code rowsMax} on are of no row. Thread: writer.
 */
final class RowsInOrder implements IndexReaders.Promise {

    private static final long STRIDE = IndexReaders.STRIDE;

    private final int stableCount;
    private final int rowsMax;
    private final KeyColumn column;

    RowsInOrder(int stableCount, int rowsMax) {
        this.stableCount = stableCount;
        this.rowsMax = rowsMax;
        this.column = new KeyColumn(2 * rowsMax);
    }

    KeyColumn column() {
        return column;
    }

    @Override
    public int stableCount() {
        return stableCount;
    }

    @Override
    public long stablePayload(long key) {
        return key / STRIDE;
    }

    /** A row has its place in the order or another key for a while; others lie in between. */
    @Override
    public boolean isPossible(long key, long payload) {
        if (payload < stableCount) {
            return key == payload * STRIDE;
        }
        return payload < rowsMax
                ? key == payload * STRIDE || key % STRIDE == 2
                : payload < 2L * rowsMax && key % STRIDE != 3;
    }

    boolean add(AlexIndex index, int row, long key) {
        // What readers did with the row's older key is behind them when the new one is there.
        VarHandle.storeStoreFence();
        column.set(row, key);
        return index.insert(key, row);
    }

    /** A row whose key changes, and changes back: no place in a run may outlive that. */
    void moveAndReturn(AlexIndex index, int row, Random random) {
        long key = row * STRIDE;
        index.detach(key, row);
        column.unsettle(row);
        long other = random.nextInt(stableCount) * STRIDE + 2;
        boolean isThere = column.get(row) == key && index.contains(key);
        if (isThere) {
            add(index, row, other);
            index.remove(other, row);
            VarHandle.storeStoreFence();
            column.set(row, key);
        }
        column.settle(row);
    }
}
