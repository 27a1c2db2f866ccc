package io.omendb.alex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.ProcessMemory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeCursorTest {

    private static final int KEYS = 4000;

    /**
     * A reader that stalls behind its first load is one whose root cell holds what that load gave,
     * so one thread can play both parts. Nothing is reclaimed meanwhile, as under the reader's
     * epoch.
     */
    @ParameterizedTest
    @ValueSource(longs = {7, -7})
    void shouldRefuseANodeWithOtherBoundsWhenTheWayBeganBeforeASplit(long stride) {
        BlockAllocator blocks = BlockAllocator.exclusive(64 << 20);
        Epochs epochs = new Epochs(blocks, 1);
        AlexIndex index = new AlexIndex(blocks, epochs, new AlexOptions(64, 32));
        TreeCursor cursor = new TreeCursor(epochs, RowKeys.NONE.reader());
        long rootLoaded = blocks.allocate(8);
        int wrongWays = 0;
        for (int i = 0; i < KEYS; i++) {
            ProcessMemory.putLong(rootLoaded, ProcessMemory.getLong(index.rootCell()));
            index.insert(i * stride, i);
            for (int back = 0; back < 64 && back <= i; back++) {
                long key = (i - back) * stride;
                long node = InnerNodeLayout.nodeOf(InnerNodeLayout.descend(rootLoaded, key));
                if (cursor.reach(rootLoaded, key)) {
                    assertEquals(
                            key,
                            DataNode.key(node, NodeSearch.floor(node, key)),
                            "the node lacks the key");
                } else if ((ProcessMemory.getLong(node + DataNodeLayout.VERSION)
                                & DataNodeLayout.VERSION_BUSY)
                        == 0) {
                    wrongWays++;
                }
                assertTrue(
                        cursor.find(index.rootCell(), key), "the way from the root misses the key");
            }
        }
        assertTrue(wrongWays > 0, "no split led a reader to a node without its key");
        index.close();
        blocks.free(rootLoaded, 8);
        epochs.close();
        assertEquals(0, blocks.usedBytes());
        blocks.close();
    }
}
