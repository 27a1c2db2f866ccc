package io.omendb.alex;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;

/**
 * Where an index gets its blocks and leaves them. Thread: writer.
 *
 * <p>A structure change allocates all that it needs before it publishes anything; if memory runs
 * out in between, {@link #abandon()} gives back what was taken, and the index is as it was.
 */
final class NodeStore {

    private final BlockAllocator blocks;
    private final Epochs epochs;
    private final AlexOptions options;
    private final long[] takenOffsets = new long[16];
    private final long[] takenBytes = new long[16];
    private final BlockKind[] takenKinds = new BlockKind[16];
    private int takenCount;
    private final NodeTallies tallies = new NodeTallies();
    private final WorkTallies work = new WorkTallies();

    NodeStore(BlockAllocator blocks, Epochs epochs, AlexOptions options) {
        this.blocks = blocks;
        this.epochs = epochs;
        this.options = options;
    }

    AlexOptions options() {
        return options;
    }

    Epochs epochs() {
        return epochs;
    }

    /** What the blocks are for. */
    NodeTallies tallies() {
        return tallies;
    }

    /** What the writer does. */
    WorkTallies work() {
        return work;
    }

    /** A block that is not a data node. */
    long allocate(BlockKind kind, long bytes) {
        assert kind != BlockKind.DATA_NODE && kind != BlockKind.RUN;
        long block = take(kind, bytes, 0);
        count(kind, 1, block, bytes);
        return block;
    }

    /** A data node, whose header the caller fills before it allocates anything else. */
    long allocateDataNode(int capacity, int entryCount) {
        int front = DataNodeLayout.frontBytes(capacity);
        long node = take(BlockKind.DATA_NODE, DataNodeLayout.bytes(capacity), front);
        tallies.dataNode(1, capacity, entryCount);
        return node;
    }

    /**
     * A run of so many payloads, whose bytes the caller fills before it allocates anything else.
     */
    long allocateRun(int payloadCount, int knotCount) {
        int bytes = RunLayout.bytes(knotCount);
        long node = take(BlockKind.RUN, bytes, 0);
        tallies.run(1, payloadCount, bytes);
        return node;
    }

    /** Takes a block for what begins so many bytes behind its begin. */
    private long take(BlockKind kind, long bytes, int front) {
        epochs.reserve();
        long offset = blocks.allocate(bytes) + front;
        takenOffsets[takenCount] = offset;
        takenKinds[takenCount] = kind;
        takenBytes[takenCount++] = bytes;
        return offset;
    }

    /** What was allocated is published. */
    void settle() {
        takenCount = 0;
    }

    /** What was allocated since the last {@link #settle()} was not published. */
    void abandon() {
        while (takenCount > 0) {
            takenCount--;
            free(takenKinds[takenCount], takenOffsets[takenCount], takenBytes[takenCount]);
        }
    }

    /** The block is out of reach for readers that come now. */
    void retire(BlockKind kind, long offset, long bytes) {
        count(kind, -1, offset, bytes);
        epochs.retire(blockOf(kind, offset), bytes);
    }

    /** A data node of either kind is out of reach for readers that come now. */
    void retireDataNode(long node) {
        if (RunNodes.isRun(node)) {
            retire(BlockKind.RUN, node, RunNodes.bytes(node));
        } else {
            retire(BlockKind.DATA_NODE, node, DataNode.blockBytes(node));
        }
    }

    /** No reader is left at all. */
    void free(BlockKind kind, long offset, long bytes) {
        count(kind, -1, offset, bytes);
        blocks.free(blockOf(kind, offset), bytes);
    }

    /** The block of what lies at an offset: a data node has its bitmaps in front. */
    private static long blockOf(BlockKind kind, long offset) {
        return kind == BlockKind.DATA_NODE
                ? offset - DataNodeLayout.frontBytes(DataNode.capacity(offset))
                : offset;
    }

    private void count(BlockKind kind, int sign, long offset, long bytes) {
        switch (kind) {
            case ROOT_CELL -> tallies.rootCell(sign, bytes);
            case INNER_NODE -> tallies.innerNode(sign, bytes);
            case DATA_NODE ->
                    tallies.dataNode(sign, DataNode.capacity(offset), DataNode.count(offset));
            case RUN -> tallies.run(sign, RunNodes.count(offset), bytes);
            case LIST -> tallies.list(sign, bytes);
        }
    }
}
