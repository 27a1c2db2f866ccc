package io.omendb.jmh;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import org.openjdk.jmh.annotations.CompilerControl;

/** A sorted map of the JDK. */
final class MapRows implements KeyedRows {
    private final NavigableMap<Long, Long> map;

    MapRows(NavigableMap<Long, Long> map) {
        this.map = map;
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public void insert(long key, long rowId) {
        map.put(key, rowId);
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public long find(long key) {
        Long rowId = map.get(key);
        return rowId == null ? -1 : rowId;
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public int scan(long fromKey, long[] keysOut, long[] rowIdsOut) {
        int read = 0;
        Iterator<Map.Entry<Long, Long>> entries = map.tailMap(fromKey, true).entrySet().iterator();
        while (read < rowIdsOut.length && entries.hasNext()) {
            Map.Entry<Long, Long> entry = entries.next();
            keysOut[read] = entry.getKey();
            rowIdsOut[read++] = entry.getValue();
        }
        return read;
    }

    @Override
    public void close() {
        map.clear();
    }
}
