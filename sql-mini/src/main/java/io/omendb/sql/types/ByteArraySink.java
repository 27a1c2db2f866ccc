package io.omendb.sql.types;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A byte sink over a growing array that is reused: {@link #clear} keeps the array. Not thread-safe.
 */
public final class ByteArraySink implements ByteSink {
    private byte[] array;
    private int length;

    public ByteArraySink() {
        this(64);
    }

    public ByteArraySink(int initialCapacity) {
        array = new byte[initialCapacity];
    }

    private void ensure(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(length, more)));
        }
    }

    @Override
    public void put(byte b) {
        ensure(1);
        array[length++] = b;
    }

    @Override
    public void put(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    public void clear() {
        length = 0;
    }

    /** Forgets what lies beyond a length. */
    public void truncate(int kept) {
        length = Math.min(length, kept);
    }

    /** The live array; valid up to {@link #length} until the next write. */
    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(array, length);
    }

    @Override
    public String toString() {
        return new String(array, 0, length, StandardCharsets.UTF_8);
    }
}
