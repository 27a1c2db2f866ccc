package io.omendb.jmh;

import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All keys come one by one in random order: those that are there came so, too. */
public abstract class InsertedRows extends GrowingRows {
    @Override
    long[] keys(IndexKeys of) {
        return of.shuffled();
    }

    @Override
    void fill(KeyedRows empty, long[] first, int count) {
        for (int i = 0; i < count; i++) {
            empty.insert(first[i], i);
        }
    }

    /** The learned index. */
    public static class Alex extends InsertedRows {
        @Override
        KeyedRows create() {
            return new AlexRows();
        }
    }

    /** The yardstick. */
    public static class Btree extends InsertedRows {
        @Override
        KeyedRows create() {
            return new BTreeRows();
        }
    }

    /** A balanced tree of objects. */
    public static class RedBlackTree extends InsertedRows {
        @Override
        KeyedRows create() {
            return new MapRows(new TreeMap<>());
        }
    }

    /** Lists over lists, for many threads. */
    public static class SkipList extends InsertedRows {
        @Override
        KeyedRows create() {
            return new MapRows(new ConcurrentSkipListMap<>());
        }
    }
}
