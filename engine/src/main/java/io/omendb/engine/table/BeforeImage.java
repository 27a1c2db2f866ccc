package io.omendb.engine.table;

import io.omendb.engine.mvcc.BeforeImageLayout;
import io.omendb.offheap.ProcessMemory;

/**
 * The values in a before-image of a table of a certain shape; the header is {@link
 * BeforeImageLayout}'s.
 */
final class BeforeImage {

    private BeforeImage() {}

    static long bytes(TableShape shape, long image) {
        long bytes = BeforeImageLayout.headerBytes(shape.maskWords);
        for (int word = 0; word < shape.maskWords; word++) {
            long columns = BeforeImageLayout.columns(image, word);
            bytes +=
                    8L * (Long.bitCount(columns) + Long.bitCount(columns & shape.stringMask[word]));
        }
        return bytes;
    }

    static boolean holds(long image, int column) {
        return (BeforeImageLayout.columns(image, column >>> 6) >>> column & 1) != 0;
    }

    static boolean isNull(TableShape shape, long image, int column) {
        return (BeforeImageLayout.nulls(image, shape.maskWords, column >>> 6) >>> column & 1) != 0;
    }

    /** The offset of a column's old value; the column is one that the image holds. */
    static long value(TableShape shape, long image, int column) {
        int word = column >>> 6;
        long at = image + BeforeImageLayout.headerBytes(shape.maskWords);
        for (int before = 0; before < word; before++) {
            long columns = BeforeImageLayout.columns(image, before);
            at += 8L * (Long.bitCount(columns) + Long.bitCount(columns & shape.stringMask[before]));
        }
        long below = BeforeImageLayout.columns(image, word) & (1L << column) - 1;
        return at + 8L * (Long.bitCount(below) + Long.bitCount(below & shape.stringMask[word]));
    }

    /** Whether the image holds one of these columns. */
    static boolean intersects(TableShape shape, long image, long[] mask) {
        for (int word = 0; word < shape.maskWords; word++) {
            if ((BeforeImageLayout.columns(image, word) & mask[word]) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes the columns' present values out of the row; the mask bits of the image are set already.
     */
    static void capture(TableShape shape, long image, RowAddress row) {
        long at = image + BeforeImageLayout.headerBytes(shape.maskWords);
        for (int word = 0; word < shape.maskWords; word++) {
            long nulls = 0;
            for (long rest = BeforeImageLayout.columns(image, word); rest != 0; rest &= rest - 1) {
                int column = (word << 6) + Long.numberOfTrailingZeros(rest);
                nulls |= row.isNull(column) ? Long.lowestOneBit(rest) : 0;
                long values = RowGroupLayout.values(row.group, column);
                if (shape.isString(column)) {
                    ProcessMemory.putLong(at, StringEntry.low(values, row.slot));
                    ProcessMemory.putLong(at + 8, StringEntry.high(values, row.slot));
                    at += 16;
                } else {
                    ProcessMemory.putLong(at, shape.formats[column].load(values, row.slot));
                    at += 8;
                }
            }
            BeforeImageLayout.nulls(image, shape.maskWords, word, nulls);
        }
    }

    /** Puts the old values back into the row. */
    static void restore(TableShape shape, long image, RowAddress row) {
        long at = image + BeforeImageLayout.headerBytes(shape.maskWords);
        for (int word = 0; word < shape.maskWords; word++) {
            long nulls = BeforeImageLayout.nulls(image, shape.maskWords, word);
            for (long rest = BeforeImageLayout.columns(image, word); rest != 0; rest &= rest - 1) {
                int column = (word << 6) + Long.numberOfTrailingZeros(rest);
                long values = RowGroupLayout.values(row.group, column);
                if (shape.isString(column)) {
                    StringEntry.store(
                            values,
                            row.slot,
                            ProcessMemory.getLong(at),
                            ProcessMemory.getLong(at + 8));
                    at += 16;
                } else {
                    shape.formats[column].store(values, row.slot, ProcessMemory.getLong(at));
                    at += 8;
                }
                boolean isNull = (nulls & Long.lowestOneBit(rest)) != 0;
                RowGroupLayout.putNull(row.group, column, row.slot, isNull);
            }
        }
    }

    /** Whether every column that one image holds, the other holds too. */
    static boolean covers(TableShape shape, long image, long other) {
        for (int word = 0; word < shape.maskWords; word++) {
            if ((BeforeImageLayout.columns(other, word) & ~BeforeImageLayout.columns(image, word))
                    != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Fills an image, whose columns are those of two others together, with their values; the older
     * one's win.
     */
    static void merge(TableShape shape, long image, long newer, long older) {
        for (int word = 0; word < shape.maskWords; word++) {
            long nulls = 0;
            for (long rest = BeforeImageLayout.columns(image, word); rest != 0; rest &= rest - 1) {
                int column = (word << 6) + Long.numberOfTrailingZeros(rest);
                long from = holds(older, column) ? older : newer;
                nulls |= isNull(shape, from, column) ? Long.lowestOneBit(rest) : 0;
                ProcessMemory.copy(
                        value(shape, from, column),
                        value(shape, image, column),
                        shape.isString(column) ? 16 : 8);
            }
            BeforeImageLayout.nulls(image, shape.maskWords, word, nulls);
        }
    }
}
