package io.omendb.jmh;

import it.unimi.dsi.fastutil.longs.Long2LongRBTreeMap;
import it.unimi.dsi.fastutil.longs.LongIterator;

/** A balanced tree on the heap whose keys and values are no objects. */
final class FastutilRows implements KeyedRows {
    private final Long2LongRBTreeMap map = new Long2LongRBTreeMap();

    FastutilRows() {
        map.defaultReturnValue(-1);
    }

    @Override
    public void insert(long key, long rowId) {
        map.put(key, rowId);
    }

    @Override
    public long find(long key) {
        return map.get(key);
    }

    @Override
    public int scan(long fromKey, long[] rowIdsOut) {
        int read = 0;
        LongIterator rowIds = map.tailMap(fromKey).values().iterator();
        while (read < rowIdsOut.length && rowIds.hasNext()) {
            rowIdsOut[read++] = rowIds.nextLong();
        }
        return read;
    }

    @Override
    public void close() {
        map.clear();
    }
}
