package io.omendb.pgwire.codec;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The bytes that came from a client and are not yet consumed, in one off-heap block:
 *
 * <pre>
 *   0 ........ readIndex ................ writeIndex ............ capacity
 *   consumed   messages, decoded in place  room for the next read
 * </pre>
 *
 * The block starts at {@code capacityInitial}, grows when a message announces that it is longer,
 * never beyond {@code capacityMax}, and shrinks again when long messages have not been seen for a
 * while. Growing and compacting move bytes: an offset into {@link #segment()} is valid until the
 * next call of {@link #writable()} or {@link #reserve}.
 *
 * <p>Thread: IO.
 */
public final class ReceiveBuffer implements AutoCloseable {
    /**
     * How many times in a row the buffer has to run empty without needing its size before it
     * shrinks.
     */
    private static final int SHRINK_AFTER = 64;

    private final int capacityInitial;
    private final int capacityMax;
    private final OffHeapBlock block;
    private int readIndex;
    private int writeIndex;
    private int bytesMaxSeen;
    private int emptied;

    public ReceiveBuffer(int capacityInitial, int capacityMax) {
        if (capacityInitial < 64 || capacityMax < capacityInitial) {
            throw new IllegalArgumentException(
                    "receive buffer of " + capacityInitial + " up to " + capacityMax);
        }
        this.capacityInitial = capacityInitial;
        this.capacityMax = capacityMax;
        this.block = new OffHeapBlock(capacityInitial);
    }

    public MemorySegment segment() {
        return block.segment();
    }

    public int readIndex() {
        return readIndex;
    }

    /** Bytes received and not consumed. */
    public int readableBytes() {
        return writeIndex - readIndex;
    }

    public int capacity() {
        return block.capacity();
    }

    public int capacityMax() {
        return capacityMax;
    }

    /**
     * True if nothing more can be received before something is consumed or {@link #reserve} is
     * called.
     */
    public boolean isFull() {
        return readableBytes() == block.capacity();
    }

    /** The room behind what was received, to be read into; then {@link #received}. */
    public ByteBuffer writable() {
        if (readIndex == writeIndex) {
            rewind();
        } else if (readIndex > 0 && block.capacity() - writeIndex < block.capacity() / 4) {
            compact();
        }
        return block.view(writeIndex, block.capacity());
    }

    /** {@code bytes} were read into {@link #writable()}. */
    public void received(int bytes) {
        assert bytes >= 0 && writeIndex + bytes <= block.capacity();
        writeIndex += bytes;
        bytesMaxSeen = Math.max(bytesMaxSeen, readableBytes());
    }

    /**
     * Makes sure that {@code bytes} from the read index on fit; the caller has checked them against
     * the maximum.
     */
    public void reserve(int bytes) {
        assert bytes <= capacityMax;
        bytesMaxSeen = Math.max(bytesMaxSeen, bytes);
        if (bytes > block.capacity()) {
            int doubled = (int) Math.min(capacityMax, Math.max(bytes, block.capacity() * 2L));
            int length = readableBytes();
            block.resize(doubled, readIndex, length);
            readIndex = 0;
            writeIndex = length;
        } else if (readIndex + bytes > block.capacity()) {
            compact();
        }
    }

    /** {@code bytes} from the read index on are done with. */
    public void consume(int bytes) {
        assert bytes >= 0 && bytes <= readableBytes();
        readIndex += bytes;
    }

    private void compact() {
        int length = readableBytes();
        block.compact(readIndex, length);
        readIndex = 0;
        writeIndex = length;
    }

    private void rewind() {
        readIndex = 0;
        writeIndex = 0;
        if (block.capacity() == capacityInitial) {
            return;
        }
        emptied = bytesMaxSeen > capacityInitial ? 0 : emptied + 1;
        bytesMaxSeen = 0;
        if (emptied >= SHRINK_AFTER) {
            emptied = 0;
            block.resize(capacityInitial, 0, 0);
        }
    }

    @Override
    public void close() {
        block.close();
    }
}
