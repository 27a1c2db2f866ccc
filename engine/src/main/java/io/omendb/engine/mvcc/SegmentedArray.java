package io.omendb.engine.mvcc;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.ProcessMemory;
import io.omendb.offheap.Tally;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An array of fixed-size elements outside the heap that grows without moving: chunk k holds twice
 * as many elements as chunk k - 1, and a chunk stays where it is. One thread grows it; any thread
 * may compute the offset of an element whose index reached it through an acquire load.
 *
 * <p>New elements are zero.
 */
public final class SegmentedArray implements AutoCloseable {

    private static final int CHUNKS = 32;
    private static final VarHandle CHUNK = MethodHandles.arrayElementVarHandle(long[].class);

    private final BlockAllocator allocator;
    private final int elementBytes;
    private final int firstShift;
    private final long[] chunks = new long[CHUNKS];
    private final Tally bytes = new Tally();
    private long capacity;

    /**
     * @param elementBytes the size of an element
     * @param firstCount how many elements the first chunk holds, a power of two
     */
    public SegmentedArray(BlockAllocator allocator, int elementBytes, int firstCount) {
        assert Integer.bitCount(firstCount) == 1 : "first chunk of " + firstCount;
        this.allocator = allocator;
        this.elementBytes = elementBytes;
        this.firstShift = Integer.numberOfTrailingZeros(firstCount);
    }

    /** The offset of an element below {@link #capacity()} as its owner sees it. */
    public long offset(long index) {
        long shifted = index + (1L << firstShift);
        int top = 63 - Long.numberOfLeadingZeros(shifted);
        return (long) CHUNK.getAcquire(chunks, top - firstShift)
                + (shifted - (1L << top)) * elementBytes;
    }

    /** How many elements there is room for; for the owner. */
    public long capacity() {
        return capacity;
    }

    /** Makes room for an element of this index. Allocates nothing on the heap. */
    public void ensure(long index) {
        while (index >= capacity) {
            int chunk = 63 - Long.numberOfLeadingZeros(capacity + (1L << firstShift)) - firstShift;
            long count = 1L << (firstShift + chunk);
            long block = allocator.allocate(count * elementBytes);
            ProcessMemory.fill(block, count * elementBytes, (byte) 0);
            CHUNK.setRelease(chunks, chunk, block); // pairs with the acquire in offset()
            capacity += count;
            bytes.add(BlockAllocator.blockBytes(count * elementBytes));
        }
    }

    /** The bytes held, in blocks as the allocator rounds them. Thread: any. */
    public long bytes() {
        return bytes.value();
    }

    /** Frees the chunks when no reader can be in them any more. */
    public void retire(Epochs epochs) {
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            if (chunks[chunk] != 0) {
                epochs.retire(chunks[chunk], ((long) elementBytes << firstShift) << chunk);
            }
        }
        capacity = 0;
        bytes.add(-bytes.value());
    }

    /** Frees the chunks at once. */
    @Override
    public void close() {
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            if (chunks[chunk] != 0) {
                allocator.free(chunks[chunk], ((long) elementBytes << firstShift) << chunk);
                chunks[chunk] = 0;
            }
        }
        capacity = 0;
        bytes.add(-bytes.value());
    }
}
