package io.omendb.jmh;

import io.omendb.alex.AlexCursor;
import io.omendb.alex.AlexIndex;
import io.omendb.alex.AlexMemory;
import io.omendb.alex.RowKeys;
import io.omendb.offheap.EpochSlot;
import org.openjdk.jmh.annotations.CompilerControl;

/** The learned index. */
final class AlexRows implements KeyedRows {
    /** Inserts between two times that memory which was given up is taken back. */
    private static final int RECLAIM_EVERY = 256;

    private final IndexMemory memory = new IndexMemory();
    private final AlexIndex index;
    private final AlexCursor cursor;
    private int sinceReclaim;

    AlexRows() {
        this(RowKeys.NONE);
    }

    /** With the keys of rows that a column has. */
    AlexRows(RowKeys column) {
        index = memory.index(column);
        cursor = index.cursor();
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public void insert(long key, long rowId) {
        index.insert(key, rowId);
        reclaimSometimes();
    }

    /** Takes a pair out. */
    void remove(long key, long rowId) {
        index.remove(key, rowId);
        reclaimSometimes();
    }

    private void reclaimSometimes() {
        sinceReclaim++;
        if (sinceReclaim == RECLAIM_EVERY) {
            sinceReclaim = 0;
            memory.reclaim();
        }
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public long find(long key) {
        return cursor.find(key) ? cursor.payload() : -1;
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    void findBatch(long[] keys, long[] rowIdsOut, boolean[] foundOut) {
        cursor.getBatch(keys, keys.length, rowIdsOut, foundOut);
    }

    @Override
    public void load(SortedRows sorted) {
        index.bulkLoad(sorted, Long.MAX_VALUE);
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public int scan(long fromKey, long[] keysOut, long[] rowIdsOut) {
        if (!cursor.seek(fromKey)) {
            return 0;
        }
        keysOut[0] = cursor.key();
        rowIdsOut[0] = cursor.payload();
        return cursor.next(keysOut, rowIdsOut, 1, rowIdsOut.length);
    }

    /** A cursor of another thread. */
    AlexCursor cursor() {
        return index.cursor();
    }

    /** Where another thread announces that it reads. */
    EpochSlot register() {
        return memory.register();
    }

    /** Lets another thread write from now on; the caller orders the two. */
    void handOver() {
        memory.handOver();
    }

    long size() {
        return index.size();
    }

    long memoryBytes() {
        return index.memoryBytes();
    }

    AlexMemory memory() {
        return index.memory();
    }

    @Override
    public void close() {
        index.close();
        memory.close();
    }
}
