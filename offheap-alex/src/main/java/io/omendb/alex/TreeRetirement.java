package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Retires the blocks of a tree that nothing leads to any more, with the lists of its entries, in
 * pieces: children before the node above them, so that what is left can always be walked.
 *
 * <p>Thread: writer. A list that is a tree goes as its own nodes do; its block goes after them.
 */
final class TreeRetirement {

    /** What a frame of the path stands for. */
    private static final byte INNER = 0;

    private static final byte ENTRIES = 1;
    private static final byte LIST = 2;

    private final NodeStore store;

    /** The path down to where the walk stands. */
    private byte[] kinds = new byte[16];

    private long[] blocks = new long[16];

    /** The next slot of an inner node, the next entry of a data node. */
    private int[] positions = new int[16];

    private int depth;

    /** The entries of the data node {@code imageOf}, made for the first node that has lists. */
    private @Nullable NodeImage image;

    private long imageOf;

    /** Has data nodes that the tree does not lead to yet. */
    private @Nullable BulkLoader unfinished;

    TreeRetirement(NodeStore store) {
        this.store = store;
    }

    /** Begins with the tree that a cell leads to. The one before has gone. */
    void begin(long rootCell) {
        assert depth == 0;
        imageOf = 0;
        enter(ProcessMemory.getLong(rootCell));
    }

    /** Goes on with what a load has built when the tree has gone. */
    void alsoRetire(BulkLoader load) {
        unfinished = load;
    }

    /** Retires about as many blocks; whether nothing is left. */
    boolean step(int blocksMax) {
        for (int i = 0; i < blocksMax && !isOver(); i++) {
            if (depth > 0) {
                advance();
            } else if (unfinished != null) {
                enter(InnerNodeLayout.dataChild(unfinished.removeDataNode()));
            }
        }
        return isOver();
    }

    private boolean isOver() {
        return depth == 0 && (unfinished == null || unfinished.dataNodeCount() == 0);
    }

    /** Retires one block at most, or goes one step down. */
    private void advance() {
        int top = depth - 1;
        long block = blocks[top];
        switch (kinds[top]) {
            case INNER -> {
                if (positions[top] == InnerNodes.count(block)) {
                    depth = top;
                    store.retire(BlockKind.INNER_NODE, block, InnerNodes.blockBytes(block));
                } else {
                    int slot = positions[top];
                    positions[top] = InnerNodes.runEnd(block, slot) + 1;
                    enter(InnerNodes.child(block, slot));
                }
            }
            case ENTRIES -> advanceEntries(top, block);
            case LIST -> {
                depth = top;
                PayloadLists.retireBlock(store, block);
            }
            default -> throw new IllegalStateException("not a frame: " + kinds[top]);
        }
    }

    private void advanceEntries(int top, long node) {
        NodeImage entries = entriesOf(node);
        while (positions[top] < entries.count() && !entries.isList(positions[top])) {
            positions[top]++;
        }
        if (positions[top] == entries.count()) {
            depth = top;
            imageOf = 0;
            store.retire(BlockKind.DATA_NODE, node, DataNode.blockBytes(node));
            return;
        }
        long list = PayloadLists.listOf(entries.words[positions[top]++]);
        if (PayloadLists.isTree(list)) {
            push(LIST, list);
            enter(ProcessMemory.getLong(list + PayloadLists.ROOT_CELL));
        } else {
            PayloadLists.retireBlock(store, list);
        }
    }

    private NodeImage entriesOf(long node) {
        NodeImage entries = image;
        if (entries == null) {
            entries = new NodeImage(store.options().leafSlotsMax());
            image = entries;
        }
        if (imageOf != node) {
            entries.read(node);
            imageOf = node;
        }
        return entries;
    }

    private void enter(long child) {
        if (!InnerNodeLayout.isData(child)) {
            push(INNER, child);
            return;
        }
        long node = InnerNodeLayout.dataNode(child);
        if (DataNode.listCount(node) != 0) {
            push(ENTRIES, node);
        } else {
            store.retireDataNode(node);
        }
    }

    private void push(byte kind, long block) {
        if (depth == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * depth);
            blocks = Arrays.copyOf(blocks, 2 * depth);
            positions = Arrays.copyOf(positions, 2 * depth);
        }
        kinds[depth] = kind;
        blocks[depth] = block;
        positions[depth++] = 0;
    }
}
