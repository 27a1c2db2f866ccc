package io.omendb.engine.table;

import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/**
 * Copies one row out of its place: first what is fixed ({@link #copy}), then, when the version is
 * right, what is referred to ({@link #strings}). In between before-images may be applied. Owned by
 * one thread.
 */
final class RowFetch {

    private final TableShape shape;
    private long[] lows = new long[8];
    private long[] highs = new long[8];

    RowFetch(TableShape shape) {
        this.shape = shape;
    }

    /**
     * Copies fixed values, null flags and string entries; may be torn by a change until the words
     * were looked at.
     */
    void copy(RowAddress row, int[] columns, int count, Vector[] out, int outRow) {
        if (lows.length < count) {
            lows = Arrays.copyOf(lows, count);
            highs = Arrays.copyOf(highs, count);
        }
        for (int i = 0; i < count; i++) {
            int column = columns[i];
            long values = RowGroupLayout.values(row.group, column);
            out[i].nulls[outRow] = row.isNull(column);
            if (shape.isString(column)) {
                lows[i] = StringEntry.low(values, row.slot);
                highs[i] = StringEntry.high(values, row.slot);
            } else {
                ColumnFormat format = shape.formats[column];
                format.put(out[i], outRow, format.load(values, row.slot));
            }
        }
    }

    /** Takes back what the change with this before-image did. */
    void applyImage(long image, int[] columns, int count, Vector[] out, int outRow) {
        for (int i = 0; i < count; i++) {
            int column = columns[i];
            if (!BeforeImage.holds(image, column)) {
                continue;
            }
            long value = BeforeImage.value(shape, image, column);
            out[i].nulls[outRow] = BeforeImage.isNull(shape, image, column);
            if (shape.isString(column)) {
                lows[i] = ProcessMemory.getLong(value);
                highs[i] = ProcessMemory.getLong(value + 8);
            } else {
                shape.formats[column].put(out[i], outRow, ProcessMemory.getLong(value));
            }
        }
    }

    /** Follows the string references; the row is the version that is wanted. */
    void strings(RowAddress row, int[] columns, int count, Vector[] out, int outRow) {
        if (!shape.hasStrings) {
            return;
        }
        for (int i = 0; i < count; i++) {
            if (shape.isString(columns[i])) {
                putString(RowGroupLayout.heap(row.group), lows[i], highs[i], out[i], outRow);
            }
        }
    }

    /** Appends a string to a vector and makes it the value of a row, unless that is null. */
    static void putString(long heap, long low, long high, Vector out, int outRow) {
        if (out.nulls[outRow]) {
            out.lengths[outRow] = 0;
            return;
        }
        int length = StringEntry.length(low);
        out.ensureBytes(Math.max(length, StringEntry.INLINE_BYTES));
        int start = out.bytesUsed;
        if (StringEntry.isInline(low)) {
            StringEntry.writeInline(low, high, out.bytes, start);
        } else {
            ProcessMemory.copyTo(StringHeap.address(heap, high), out.bytes, start, length);
        }
        out.starts[outRow] = start;
        out.lengths[outRow] = length;
        out.bytesUsed = start + length;
    }
}
