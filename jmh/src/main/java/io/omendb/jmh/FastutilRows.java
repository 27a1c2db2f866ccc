package io.omendb.jmh;

import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongRBTreeMap;
import it.unimi.dsi.fastutil.objects.ObjectIterator;
import org.openjdk.jmh.annotations.CompilerControl;

/** A balanced tree on the heap whose keys and values are no objects. */
final class FastutilRows implements KeyedRows {
    private final Long2LongRBTreeMap map = new Long2LongRBTreeMap();

    FastutilRows() {
        map.defaultReturnValue(-1);
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public void insert(long key, long rowId) {
        map.put(key, rowId);
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public long find(long key) {
        return map.get(key);
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public int scan(long fromKey, long[] keysOut, long[] rowIdsOut) {
        int read = 0;
        ObjectIterator<Long2LongMap.Entry> entries =
                map.tailMap(fromKey).long2LongEntrySet().iterator();
        while (read < rowIdsOut.length && entries.hasNext()) {
            Long2LongMap.Entry entry = entries.next();
            keysOut[read] = entry.getLongKey();
            rowIdsOut[read++] = entry.getLongValue();
        }
        return read;
    }

    @Override
    public void close() {
        map.clear();
    }
}
