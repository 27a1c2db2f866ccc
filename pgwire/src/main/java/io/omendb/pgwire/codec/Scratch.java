package io.omendb.pgwire.codec;

/**
 * Heap bytes that an IO thread copies a value into while it decodes one message. Shared by all
 * connections of the thread: nothing in it outlives the decoding of a message.
 */
public final class Scratch {
    private static final int KEPT_MAX = 1 << 20;

    private byte[] kept;

    public Scratch(int capacity) {
        kept = new byte[capacity];
    }

    /** An array of at least {@code length}, valid until the next call. A huge one is not kept. */
    public byte[] take(int length) {
        if (length <= kept.length) {
            return kept;
        }
        int doubled = Math.max(length, (int) Math.min(Integer.MAX_VALUE - 8L, kept.length * 2L));
        if (doubled > KEPT_MAX) {
            return new byte[length];
        }
        kept = new byte[doubled];
        return kept;
    }
}
