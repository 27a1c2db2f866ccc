package io.omendb.engine.wal;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import java.nio.ByteBuffer;

/**
 * A range of a long run of bytes in memory, moved forward as it is read. It grows to the longest
 * piece asked for. One thread.
 */
final class ReadWindow implements AutoCloseable {
    /** Where the bytes come from. */
    interface Source {
        /** Fills the buffer from a position on; what lies behind the end stays as it is. */
        void read(long position, ByteBuffer target);

        /** The position after the last byte. */
        long end();
    }

    private final BlockAllocator memory;
    private final Source source;
    private int capacity;
    private long block;
    private ByteBuffer view;
    private long start;
    private int filled;

    ReadWindow(BlockAllocator memory, Source source, int capacity) {
        this.memory = memory;
        this.source = source;
        this.capacity = capacity;
        this.block = memory.allocate(capacity);
        this.view = ProcessMemory.asSlice(block, capacity).asByteBuffer();
    }

    /**
     * Where in memory the bytes at a position lie, or -1 if the source ends before the last of
     * them.
     */
    long at(long position, int bytes) {
        if (position < start || position + bytes > start + filled) {
            if (position + bytes > source.end()) {
                return -1;
            }
            fill(position, bytes);
        }
        return block + (position - start);
    }

    /** The bytes at the positions that {@link #at} gave last, for a checksum. */
    ByteBuffer view(long position, int bytes) {
        int from = (int) (position - start);
        return view.limit(from + bytes).position(from);
    }

    private void fill(long position, int bytes) {
        if (bytes > capacity) {
            memory.free(block, capacity);
            capacity = Math.max(bytes, (int) Math.min(1L << 30, capacity * 2L));
            block = memory.allocate(capacity);
            view = ProcessMemory.asSlice(block, capacity).asByteBuffer();
        }
        start = position;
        filled = (int) Math.min(capacity, source.end() - position);
        source.read(position, view.limit(filled).position(0));
    }

    @Override
    public void close() {
        memory.free(block, capacity);
    }
}
