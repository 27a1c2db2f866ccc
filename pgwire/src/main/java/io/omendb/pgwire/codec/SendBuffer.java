package io.omendb.pgwire.codec;

import io.omendb.sql.types.ByteSink;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The messages to a client that have not left yet, and what each of them waits for:
 *
 * <pre>
 *   0 ..... head ........... released ....... gated ........ tail ...... capacity
 *   sent    may leave now    waits for an    being written
 *                            LSN, in order
 * </pre>
 *
 * Whoever writes messages calls {@link #gate} behind them with the LSN that they depend on; {@link
 * #sendable} releases all whose LSN is durable. Bytes leave in the order in which they were
 * written, so that a later gate never lets bytes pass an earlier one.
 *
 * <p>Positions handed out ({@link #beginValue()}) count from the connection's first byte and
 * survive growing and compacting. The block grows up to {@code capacityMax} (a writer is expected
 * to stop at {@link #isFull()} long before) and shrinks when it has run empty often enough without
 * needing its size.
 *
 * <p>Thread: IO.
 */
public final class SendBuffer implements ByteSink, AutoCloseable {
    private static final int SHRINK_AFTER = 64;
    private static final int GATES_INITIAL = 16;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int capacityInitial;
    private final int capacityMax;
    private final int fullBytes;
    private final OffHeapBlock block;

    /** What lies at index 0 of the block, counted from the first byte of the connection. */
    private long base;

    private int head;
    private int tail;
    private long released;
    private long gated;
    private long messageStart;
    private boolean messageOpen;
    private int emptied;

    private long[] gateEnds = new long[GATES_INITIAL];
    private long[] gateLsns = new long[GATES_INITIAL];
    private int gateFirst;
    private int gateCount;

    /**
     * @param fullBytes from how many unsent bytes on {@link #isFull()} is true
     */
    public SendBuffer(int capacityInitial, int fullBytes, int capacityMax) {
        if (capacityInitial < 64 || fullBytes < capacityInitial || capacityMax < fullBytes) {
            throw new IllegalArgumentException(
                    "send buffer of "
                            + capacityInitial
                            + ", full at "
                            + fullBytes
                            + ", up to "
                            + capacityMax);
        }
        this.capacityInitial = capacityInitial;
        this.fullBytes = fullBytes;
        this.capacityMax = capacityMax;
        this.block = new OffHeapBlock(capacityInitial);
    }

    /** Bytes written and not sent. */
    public int unsentBytes() {
        return tail - head;
    }

    /** True if whoever produces more should wait until some has left. */
    public boolean isFull() {
        return unsentBytes() >= fullBytes;
    }

    public int capacity() {
        return block.capacity();
    }

    /** True if bytes wait for an LSN. */
    public boolean isGated() {
        return gateCount > 0;
    }

    // ---- messages

    /** Starts a message; {@link #endMessage()} fills in its length. */
    public void beginMessage(byte type) {
        ensure(1 + Integer.BYTES);
        messageStart = base + tail;
        messageOpen = true;
        block.segment().set(BYTE, tail, type);
        tail += 1 + Integer.BYTES;
    }

    public void endMessage() {
        int start = (int) (messageStart - base);
        block.segment().set(INT, start + 1, tail - start - 1);
        messageOpen = false;
    }

    /** Takes back a message that was begun and not ended, if there is one. */
    public void abandonUnfinished() {
        if (messageOpen) {
            tail = (int) (messageStart - base);
            messageOpen = false;
        }
    }

    /** Takes back all that waits for an LSN, and what was written behind it: it never leaves. */
    public void abandonGated() {
        tail = (int) (released - base);
        gated = released;
        gateCount = 0;
        messageOpen = false;
    }

    public void int8(int value) {
        ensure(Byte.BYTES);
        block.segment().set(BYTE, tail, (byte) value);
        tail += Byte.BYTES;
    }

    public void int16(int value) {
        ensure(Short.BYTES);
        block.segment().set(SHORT, tail, (short) value);
        tail += Short.BYTES;
    }

    public void int32(int value) {
        ensure(Integer.BYTES);
        block.segment().set(INT, tail, value);
        tail += Integer.BYTES;
    }

    /** Overwrites 16 bits at a position that {@link #position()} gave. */
    public void int16At(long position, int value) {
        block.segment().set(SHORT, position - base, (short) value);
    }

    /** Where the next byte comes to lie. */
    public long position() {
        return base + tail;
    }

    /**
     * Starts a value with a 32-bit length in front and returns its position for {@link #endValue}.
     */
    public long beginValue() {
        ensure(Integer.BYTES);
        long position = base + tail;
        tail += Integer.BYTES;
        return position;
    }

    public void endValue(long position) {
        int start = (int) (position - base);
        block.segment().set(INT, start, tail - start - Integer.BYTES);
    }

    /** Bytes and the zero behind them. */
    public void string(byte[] utf8) {
        put(utf8, 0, utf8.length);
        int8(0);
    }

    @Override
    public void put(byte value) {
        int8(value);
    }

    @Override
    public void put(byte[] bytes, int offset, int length) {
        ensure(length);
        MemorySegment.copy(bytes, offset, block.segment(), BYTE, tail, length);
        tail += length;
    }

    // ---- leaving

    /** All that was written since the last call leaves when {@code lsn} is durable (0: at once). */
    public void gate(long lsn) {
        assert !messageOpen;
        long end = base + tail;
        if (end == gated) {
            return;
        }
        gated = end;
        int last = (gateFirst + gateCount - 1) & (gateEnds.length - 1);
        if (gateCount > 0 && lsn <= gateLsns[last]) {
            gateEnds[last] = end;
            return;
        }
        if (gateCount == gateEnds.length) {
            growGates();
        }
        int next = (gateFirst + gateCount) & (gateEnds.length - 1);
        gateEnds[next] = end;
        gateLsns[next] = lsn;
        gateCount++;
    }

    /** How many bytes may leave when everything up to {@code lsnDurable} is durable. */
    public int sendable(long lsnDurable) {
        while (gateCount > 0 && gateLsns[gateFirst] <= lsnDurable) {
            released = gateEnds[gateFirst];
            gateFirst = (gateFirst + 1) & (gateEnds.length - 1);
            gateCount--;
        }
        return (int) (released - base) - head;
    }

    /**
     * A view of the first {@code bytes} of what is unsent, valid until the next call; then {@link
     * #sent}.
     */
    public ByteBuffer readable(int bytes) {
        return block.view(head, head + bytes);
    }

    public void sent(int bytes) {
        assert bytes >= 0 && base + head + bytes <= released;
        head += bytes;
        if (head == tail) {
            rewind();
        }
    }

    private void rewind() {
        boolean sizeNeeded = tail > capacityInitial;
        base += head;
        head = 0;
        tail = 0;
        if (block.capacity() == capacityInitial) {
            return;
        }
        emptied = sizeNeeded ? 0 : emptied + 1;
        if (emptied >= SHRINK_AFTER) {
            emptied = 0;
            block.resize(capacityInitial, 0, 0);
        }
    }

    private void ensure(int bytes) {
        if (block.capacity() - tail < bytes) {
            makeRoom(bytes);
        }
    }

    private void makeRoom(int bytes) {
        int length = tail - head;
        long needed = (long) length + bytes;
        if (needed > capacityMax) {
            throw new SendOverflow(capacityMax);
        }
        if (needed <= block.capacity() - block.capacity() / 4) {
            block.compact(head, length);
        } else {
            block.resize(
                    (int) Math.min(capacityMax, Math.max(needed, block.capacity() * 2L)),
                    head,
                    length);
        }
        base += head;
        head = 0;
        tail = length;
    }

    private void growGates() {
        int length = gateEnds.length;
        long[] ends = Arrays.copyOf(gateEnds, length * 2);
        long[] lsns = Arrays.copyOf(gateLsns, length * 2);
        for (int i = 0; i < length; i++) {
            ends[i] = gateEnds[(gateFirst + i) & (length - 1)];
            lsns[i] = gateLsns[(gateFirst + i) & (length - 1)];
        }
        gateEnds = ends;
        gateLsns = lsns;
        gateFirst = 0;
    }

    @Override
    public void close() {
        block.close();
    }
}
