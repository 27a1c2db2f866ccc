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
    private int takenCount;
    private long bytesInUse;

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

    long bytesInUse() {
        return bytesInUse;
    }

    long allocate(long bytes) {
        epochs.reserve();
        long offset = blocks.allocate(bytes);
        takenOffsets[takenCount] = offset;
        takenBytes[takenCount++] = bytes;
        bytesInUse += BlockAllocator.blockBytes(bytes);
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
            free(takenOffsets[takenCount], takenBytes[takenCount]);
        }
    }

    /** The block is out of reach for readers that come now. */
    void retire(long offset, long bytes) {
        epochs.retire(offset, bytes);
        bytesInUse -= BlockAllocator.blockBytes(bytes);
    }

    /** No reader is left at all. */
    void free(long offset, long bytes) {
        blocks.free(offset, bytes);
        bytesInUse -= BlockAllocator.blockBytes(bytes);
    }
}
