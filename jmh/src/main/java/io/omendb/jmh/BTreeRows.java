package io.omendb.jmh;

import io.omendb.jmh.btree.BPlusTree;
import io.omendb.offheap.BlockAllocator;
import org.openjdk.jmh.annotations.CompilerControl;

/** The yardstick: a B+tree over the same memory. */
final class BTreeRows implements KeyedRows {
    /** Of a node that is loaded: what its makers leave for inserts, mostly. */
    private static final double FILL = 0.9;

    private final BlockAllocator blocks = BlockAllocator.exclusive(IndexMemory.BUDGET_BYTES);
    private final BPlusTree tree = new BPlusTree(blocks);

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public void insert(long key, long rowId) {
        tree.insert(key, rowId);
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public long find(long key) {
        return tree.find(key);
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    void findBatch(long[] keys, long[] rowIdsOut) {
        tree.findBatch(keys, keys.length, rowIdsOut);
    }

    @Override
    public void load(SortedRows sorted) {
        tree.bulkLoad(sorted, Long.MAX_VALUE, FILL);
    }

    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public int scan(long fromKey, long[] keysOut, long[] rowIdsOut) {
        return tree.scan(fromKey, rowIdsOut.length, keysOut, rowIdsOut);
    }

    long memoryBytes() {
        return tree.memoryBytes();
    }

    @Override
    public void close() {
        blocks.close();
    }
}
