package io.omendb.pgwire.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A flyweight over one message of a client, in place in the receive buffer, with a cursor over its
 * body:
 *
 * <pre>
 *   +------+----------------+----------------------+      all integers big-endian;
 *   | type | length (int32) | body                 |      length counts itself and the body,
 *   +------+----------------+----------------------+      not the type
 *   0      1                5                      1 + length
 * </pre>
 *
 * {@link #next} finds the message and checks its length; the body's accessors move a cursor and
 * check it against the end, always, since these are a stranger's bytes. The message must be used
 * before the buffer is filled again.
 */
public final class FrontendMessage {
    static final int TYPE_OFFSET = 0;
    static final int LENGTH_OFFSET = TYPE_OFFSET + Byte.BYTES;
    static final int BODY_OFFSET = LENGTH_OFFSET + Integer.BYTES;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private MemorySegment segment = MemorySegment.NULL;
    private byte type;
    private int cursor;
    private int end;
    private int stringLength;

    /**
     * Takes the next message from {@code in} if all of it is there: the buffer's read index then
     * lies behind it. If it is not, makes room for it in the buffer and returns false.
     *
     * @throws ProtocolViolation if the type is unknown or the length cannot be
     */
    public boolean next(ReceiveBuffer in) {
        int available = in.readableBytes();
        if (available < 1) {
            return false;
        }
        int start = in.readIndex();
        byte typeNext = in.segment().get(BYTE, start + TYPE_OFFSET);
        int lengthMax = FrontendType.lengthMax(typeNext, in.capacityMax() - LENGTH_OFFSET);
        if (available < BODY_OFFSET) {
            in.reserve(BODY_OFFSET);
            return false;
        }
        int length = in.segment().get(INT, start + LENGTH_OFFSET);
        if (length < Integer.BYTES || length > lengthMax) {
            throw new ProtocolViolation("invalid message length");
        }
        int total = LENGTH_OFFSET + length;
        if (available < total) {
            in.reserve(total);
            return false;
        }
        segment = in.segment();
        type = typeNext;
        cursor = start + BODY_OFFSET;
        end = start + total;
        in.consume(total);
        return true;
    }

    /**
     * Takes an untyped packet as sent before start-up has ended: a length word and its body.
     *
     * @throws ProtocolViolation if the length cannot be
     */
    public boolean nextUntyped(ReceiveBuffer in) {
        if (in.readableBytes() < Integer.BYTES) {
            return false;
        }
        int start = in.readIndex();
        int length = in.segment().get(INT, start);
        if (length < 2 * Integer.BYTES || length > FrontendType.LENGTH_MAX_SMALL) {
            throw new ProtocolViolation("invalid length of startup packet");
        }
        if (in.readableBytes() < length) {
            in.reserve(length);
            return false;
        }
        segment = in.segment();
        type = 0;
        cursor = start + Integer.BYTES;
        end = start + length;
        in.consume(length);
        return true;
    }

    /** True if the message behind this one is there and is a Sync. */
    public static boolean isSyncNext(ReceiveBuffer in) {
        return in.readableBytes() >= BODY_OFFSET
                && in.segment().get(BYTE, in.readIndex() + TYPE_OFFSET) == FrontendType.SYNC
                && in.segment().get(INT, in.readIndex() + LENGTH_OFFSET) == Integer.BYTES;
    }

    public byte type() {
        return type;
    }

    public MemorySegment segment() {
        return segment;
    }

    /** Where the cursor stands in {@link #segment()}. */
    public int position() {
        return cursor;
    }

    public int remaining() {
        return end - cursor;
    }

    public byte int8() {
        require(Byte.BYTES);
        byte value = segment.get(BYTE, cursor);
        cursor += Byte.BYTES;
        return value;
    }

    public short int16() {
        require(Short.BYTES);
        short value = segment.get(SHORT, cursor);
        cursor += Short.BYTES;
        return value;
    }

    public int int32() {
        require(Integer.BYTES);
        int value = segment.get(INT, cursor);
        cursor += Integer.BYTES;
        return value;
    }

    /** A count of 16 bits, which is never negative on the wire. */
    public int count16() {
        return int16() & 0xffff;
    }

    /**
     * Passes over a string that ends in a zero byte and returns where it starts; its length: {@link
     * #stringLength()}.
     */
    public int string() {
        int start = cursor;
        int i = start;
        while (i < end && segment.get(BYTE, i) != 0) {
            i++;
        }
        if (i == end) {
            throw new ProtocolViolation("invalid string in message");
        }
        stringLength = i - start;
        cursor = i + 1;
        return start;
    }

    /** The bytes of the last {@link #string()}, without the zero. */
    public int stringLength() {
        return stringLength;
    }

    /** Passes over {@code length} bytes and returns where they start. */
    public int bytes(int length) {
        if (length < 0) {
            throw new ProtocolViolation("insufficient data left in message");
        }
        require(length);
        int start = cursor;
        cursor += length;
        return start;
    }

    /** Copies bytes of this message, {@code position} as returned by an accessor. */
    public void copy(int position, byte[] into, int offset, int length) {
        MemorySegment.copy(segment, BYTE, position, into, offset, length);
    }

    /**
     * @throws ProtocolViolation if the body has more than was read
     */
    public void end() {
        if (cursor != end) {
            throw new ProtocolViolation("invalid message format");
        }
    }

    private void require(int bytes) {
        if (end - cursor < bytes) {
            throw new ProtocolViolation("insufficient data left in message");
        }
    }
}
