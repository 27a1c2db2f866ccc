package io.omendb.engine.mvcc;

import io.omendb.offheap.ProcessMemory;

/**
 * A before-image: what one change of one row took away.
 *
 * <pre>
 *   0  mark     8   the change (UPDATE or DELETION, slot, command); its undone bit may be set later by the writer
 *   8  next     8   the word that was there before: 0, a creation mark, an older before-image; may be cut to 0 later
 *  16  columns  8n  bit c: column c was changed; n = (columns of the table + 63) / 64
 *      nulls    8n  bit c: column c was null before
 *      values       per changed column in ascending order: 8 bytes, or 16 for a string entry
 * </pre>
 *
 * Byte order: little-endian. A before-image is complete before its offset is published by a release
 * store of the word and never changes after that, except for {@code next} and the undone bit.
 */
public final class BeforeImageLayout {

    private static final int MARK = 0;
    private static final int NEXT = MARK + 8;
    private static final int COLUMNS = NEXT + 8;

    private BeforeImageLayout() {}

    /** The bytes before the values, for a table with {@code maskWords} words of column bits. */
    public static int headerBytes(int maskWords) {
        return COLUMNS + 16 * maskWords;
    }

    /** Pairs with the release store that published the before-image. */
    public static long mark(long image) {
        return ProcessMemory.getLongOpaque(image + MARK);
    }

    public static void mark(long image, long mark) {
        ProcessMemory.putLongOpaque(image + MARK, mark);
    }

    /** Pairs with {@link #nextRelease}. */
    public static long nextAcquire(long image) {
        return ProcessMemory.getLongAcquire(image + NEXT);
    }

    public static void nextRelease(long image, long word) {
        ProcessMemory.putLongRelease(image + NEXT, word);
    }

    public static long columns(long image, int maskWord) {
        return ProcessMemory.getLong(image + COLUMNS + 8L * maskWord);
    }

    public static void columns(long image, int maskWord, long bits) {
        ProcessMemory.putLong(image + COLUMNS + 8L * maskWord, bits);
    }

    public static long nulls(long image, int maskWords, int maskWord) {
        return ProcessMemory.getLong(image + COLUMNS + 8L * (maskWords + maskWord));
    }

    public static void nulls(long image, int maskWords, int maskWord, long bits) {
        ProcessMemory.putLong(image + COLUMNS + 8L * (maskWords + maskWord), bits);
    }
}
