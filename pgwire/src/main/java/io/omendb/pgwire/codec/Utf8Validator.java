package io.omendb.pgwire.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks text from a client as PostgreSQL does (Unicode 15, table 3-7): shortest forms only, no
 * surrogates, nothing above U+10FFFF, and no zero byte, since text cannot hold one.
 */
public final class Utf8Validator {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private Utf8Validator() {}

    /**
     * Returns the index of the first byte of the first invalid sequence, or -1 if there is none.
     */
    public static int firstInvalid(byte[] bytes, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (i < end) {
            if (end - i >= Long.BYTES && isPlainAscii((long) LONGS.get(bytes, i))) {
                i += Long.BYTES;
                continue;
            }
            int sequence = sequenceLength(bytes, i, end);
            if (sequence == 0) {
                return i;
            }
            i += sequence;
        }
        return -1;
    }

    /**
     * How many bytes of an invalid sequence to show: as many as its first byte promises, and are
     * there.
     */
    public static int invalidLength(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xff;
        int promised =
                first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 1;
        return Math.min(promised, end - at);
    }

    /**
     * No byte has its high bit set and none is zero (a borrow out of a zero byte shows in its high
     * bit).
     */
    private static boolean isPlainAscii(long word) {
        return ((word | (word - LOW_BITS)) & HIGH_BITS) == 0;
    }

    private static int sequenceLength(byte[] bytes, int i, int end) {
        int first = bytes[i];
        if (first > 0) {
            return 1;
        }
        int lead = first & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return end - i >= 2 && isContinuation(bytes[i + 1]) ? 2 : 0;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            if (end - i < 3 || !isContinuation(bytes[i + 1]) || !isContinuation(bytes[i + 2])) {
                return 0;
            }
            int second = bytes[i + 1] & 0xff;
            boolean overlong = lead == 0xe0 && second < 0xa0;
            boolean surrogate = lead == 0xed && second >= 0xa0;
            return overlong || surrogate ? 0 : 3;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            if (end - i < 4
                    || !isContinuation(bytes[i + 1])
                    || !isContinuation(bytes[i + 2])
                    || !isContinuation(bytes[i + 3])) {
                return 0;
            }
            int second = bytes[i + 1] & 0xff;
            boolean overlong = lead == 0xf0 && second < 0x90;
            boolean beyond = lead == 0xf4 && second >= 0x90;
            return overlong || beyond ? 0 : 4;
        }
        return 0;
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xc0) == 0x80;
    }
}
