package io.omendb.jmh;

/** Keys come one by one, each above all that are there, which were loaded; rows come as they do. */
public abstract class AppendedRows extends GrowingRows {
    @Override
    long[] keys(IndexKeys of) {
        return of.ascending();
    }

    @Override
    void fill(KeyedRows empty, long[] first, int count) {
        empty.load(SortedRows.inRowOrder(first, count));
    }

    /** The learned index. */
    public static class Alex extends AppendedRows {
        @Override
        KeyedRows create() {
            return new AlexRows();
        }
    }

    /** The yardstick. */
    public static class Btree extends AppendedRows {
        @Override
        KeyedRows create() {
            return new BTreeRows();
        }
    }
}
