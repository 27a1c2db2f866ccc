package io.omendb.engine.copy;

import java.util.Arrays;

/**
 * Splits one line of COPY data into fields. A field lies in the source where nothing had to be
 * taken out of it, otherwise unescaped in this splitter's scratch. All arrays are reused from line
 * to line.
 */
abstract sealed class LineSplitter permits TextLineSplitter, CsvLineSplitter {
    /** What {@link #split} and {@link #lineEnd} answer while the line has no end yet. */
    static final int INCOMPLETE = -1;

    private static final byte[] NO_BYTES = {};

    final byte delimiter;
    final byte[] nullText;

    private int fieldCount;
    private int[] starts;
    private int[] lengths;
    private boolean[] inScratch;
    private boolean[] isNull;
    private byte[] source = NO_BYTES;

    byte[] scratch = new byte[256];
    int scratchUsed;

    LineSplitter(CopyFormat format, int fieldsExpected) {
        delimiter = format.delimiter();
        nullText = format.nullBytes();
        int capacity = fieldsExpected + 1;
        starts = new int[capacity];
        lengths = new int[capacity];
        inScratch = new boolean[capacity];
        isNull = new boolean[capacity];
    }

    /**
     * Splits the line that starts at {@code from}.
     *
     * @param atEnd no byte follows {@code limit}: the line ends there even without a line end
     * @return the position behind the line end, or {@link #INCOMPLETE}
     */
    abstract int split(byte[] bytes, int from, int limit, boolean atEnd);

    /** Forgets the state of {@link #lineEnd}: the next byte that it sees begins a line. */
    abstract void beginLine();

    /**
     * Goes on looking for the end of a line that arrives in pieces.
     *
     * @return the position behind the line end, or {@link #INCOMPLETE} after it has seen all bytes
     */
    abstract int lineEnd(byte[] bytes, int from, int limit);

    /**
     * Whether {@code from..} holds nothing but the end-of-data marker {@code \.} up to its line
     * end.
     */
    static boolean isEndMarker(byte[] bytes, int from, int limit) {
        if (limit - from < 2 || bytes[from] != '\\' || bytes[from + 1] != '.') {
            return false;
        }
        int rest = from + 2;
        if (rest < limit && bytes[rest] == '\r') {
            rest++;
        }
        return rest == limit || bytes[rest] == '\n';
    }

    final int fieldCount() {
        return fieldCount;
    }

    final boolean isNull(int field) {
        return isNull[field];
    }

    final byte[] bytes(int field) {
        return inScratch[field] ? scratch : source;
    }

    final int start(int field) {
        return starts[field];
    }

    final int length(int field) {
        return lengths[field];
    }

    final void beginFields(byte[] bytes) {
        source = bytes;
        fieldCount = 0;
        scratchUsed = 0;
    }

    final void addField(int start, int length, boolean unescaped, boolean absent) {
        if (fieldCount == starts.length) {
            int capacity = fieldCount * 2;
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            inScratch = Arrays.copyOf(inScratch, capacity);
            isNull = Arrays.copyOf(isNull, capacity);
        }
        starts[fieldCount] = start;
        lengths[fieldCount] = length;
        inScratch[fieldCount] = unescaped;
        isNull[fieldCount] = absent;
        fieldCount++;
    }

    final boolean isNullText(byte[] bytes, int start, int length) {
        if (length != nullText.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != nullText[i]) {
                return false;
            }
        }
        return true;
    }

    final void reserveScratch(int length) {
        if (scratch.length - scratchUsed < length) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, scratchUsed + length));
        }
    }
}
