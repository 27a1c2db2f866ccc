package io.omendb.pgwire.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * A block of off-heap memory of one connection, with the one {@link ByteBuffer} view of it that the
 * channel reads and writes through (a view per call would be garbage). Resizing replaces memory and
 * view.
 *
 * <p>Thread: IO. The confined arena holds it to the one that made it.
 */
@SuppressWarnings("MustBeClosed") // the arena is a field: resize() and close() close it
final class OffHeapBlock implements AutoCloseable {
    private Arena arena;
    private MemorySegment segment;
    private ByteBuffer view;

    OffHeapBlock(int capacity) {
        arena = Arena.ofConfined();
        segment = arena.allocate(capacity);
        view = segment.asByteBuffer();
    }

    MemorySegment segment() {
        return segment;
    }

    int capacity() {
        return view.capacity();
    }

    /** The kept view with its position and limit set; valid until the next call or resize. */
    ByteBuffer view(int position, int limit) {
        return view.limit(limit).position(position);
    }

    /**
     * Moves to a block of {@code capacity}; the bytes from {@code from} on, {@code length} of them,
     * come to lie at 0.
     */
    void resize(int capacity, int from, int length) {
        assert length <= capacity;
        Arena arenaNew = Arena.ofConfined();
        MemorySegment segmentNew = arenaNew.allocate(capacity);
        MemorySegment.copy(segment, from, segmentNew, 0, length);
        arena.close();
        arena = arenaNew;
        segment = segmentNew;
        view = segmentNew.asByteBuffer();
    }

    /** Moves {@code length} bytes at {@code from} to the front. */
    void compact(int from, int length) {
        MemorySegment.copy(segment, from, segment, 0, length);
    }

    @Override
    public void close() {
        arena.close();
    }
}
