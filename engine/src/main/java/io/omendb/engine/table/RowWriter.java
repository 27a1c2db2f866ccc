package io.omendb.engine.table;

import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/**
 * Moves values from a batch into the columns of a row, in two steps: {@link #prepare} does what may
 * fail (heap space for long strings, a column's first null), {@link #store} what may not.
 *
 * <p>Thread: writer.
 */
final class RowWriter {

    private final TableShape shape;
    private final RowGroups groups;
    private final StringHeap heaps;
    private final long tableBits;
    private final int[] allColumns;

    /** String entries as prepared: those of the first row, then those of the rows of its run. */
    private long[] lows;

    private long[] highs;

    /**
     * @param tableNumber names the table in what is retired
     */
    RowWriter(TableShape shape, RowGroups groups, StringHeap heaps, int tableNumber) {
        this.shape = shape;
        this.groups = groups;
        this.heaps = heaps;
        this.tableBits = (long) tableNumber << 32;
        this.allColumns = new int[shape.columnCount];
        for (int column = 0; column < shape.columnCount; column++) {
            allColumns[column] = column;
        }
        this.lows = new long[shape.columnCount];
        this.highs = new long[shape.columnCount];
    }

    int[] allColumns() {
        return allColumns;
    }

    /**
     * Makes the string entries of a row of a batch, whose column i is the table's column {@code
     * columns[i]}.
     *
     * @throws MemoryExhaustedException if the heap cannot hold them; nothing is kept then
     */
    void prepare(RowAddress row, Batch batch, int batchRow, int[] columns, int count) {
        prepare(row, 0, batch, batchRow, columns, count);
    }

    /**
     * As the shorter one, for the row that comes {@code ahead} after {@code first} in its vector.
     */
    void prepare(RowAddress first, int ahead, Batch batch, int batchRow, int[] columns, int count) {
        int base = shape.hasStrings ? ahead * shape.columnCount : 0;
        ensurePrepared(base + shape.columnCount);
        int done = 0;
        try {
            for (; done < count; done++) {
                Vector vector = batch.columns[done];
                if (vector.nulls[batchRow]) {
                    groups.ensureNulls(first.group, columns[done]);
                }
                if (!shape.isString(columns[done]) || vector.nulls[batchRow]) {
                    lows[base + done] = 0;
                    highs[base + done] = 0;
                    continue;
                }
                int start = vector.starts[batchRow];
                int length = vector.lengths[batchRow];
                long low = StringEntry.low(vector.bytes, start, length);
                lows[base + done] = low;
                highs[base + done] =
                        StringEntry.isInline(low)
                                ? StringEntry.inlineHigh(vector.bytes, start, length)
                                : heaps.put(
                                        RowGroupLayout.heap(first.group),
                                        vector.bytes,
                                        start,
                                        length);
            }
        } catch (MemoryExhaustedException e) {
            discardPrepared(first, ahead, columns, done);
            throw e;
        }
    }

    private void ensurePrepared(int entries) {
        if (entries > lows.length) {
            int length = Math.max(entries, 2 * lows.length);
            lows = Arrays.copyOf(lows, length);
            highs = Arrays.copyOf(highs, length);
        }
    }

    /** Lets go of what the last {@link #prepare} made of its first {@code count} columns. */
    void discardPrepared(RowAddress row, int[] columns, int count) {
        discardPrepared(row, 0, columns, count);
    }

    void discardPrepared(RowAddress first, int ahead, int[] columns, int count) {
        for (int i = 0; i < count; i++) {
            if (shape.isString(columns[i])) {
                int at = ahead * shape.columnCount + i;
                retire(first, lows[at], highs[at]);
            }
        }
    }

    /** Widens the zone maps to hold the values, before the change is published (rule 20). */
    void widenZones(RowAddress row, Batch batch, int batchRow, int[] columns, int count) {
        int vector = row.slot >>> RowGroupLayout.VECTOR_SHIFT;
        for (int i = 0; i < count; i++) {
            ColumnFormat format = shape.formats[columns[i]];
            Vector values = batch.columns[i];
            if (format.isString() || values.nulls[batchRow]) {
                continue;
            }
            long value = format.ordered(format.bitsOf(values, batchRow));
            long zone = RowGroupLayout.zone(row.group, shape.columnCount, vector, columns[i]);
            if (value < ProcessMemory.getLong(zone)) {
                ProcessMemory.putLongRelease(zone, value);
            }
            if (value > ProcessMemory.getLong(zone + 8)) {
                ProcessMemory.putLongRelease(zone + 8, value);
            }
        }
    }

    /** Stores the values and null bits; strings as prepared. */
    void store(RowAddress row, Batch batch, int batchRow, int[] columns, int count) {
        for (int i = 0; i < count; i++) {
            int column = columns[i];
            Vector vector = batch.columns[i];
            boolean isNull = vector.nulls[batchRow];
            long values = RowGroupLayout.values(row.group, column);
            if (shape.isString(column)) {
                StringEntry.store(values, row.slot, lows[i], highs[i]);
            } else {
                ColumnFormat format = shape.formats[column];
                format.store(values, row.slot, isNull ? 0 : format.bitsOf(vector, batchRow));
            }
            RowGroupLayout.putNull(row.group, column, row.slot, isNull);
        }
    }

    /**
     * Widens the zone maps to hold the values of a run of rows of a batch with all columns, before
     * the run is published (rule 20).
     */
    void widenZones(RowAddress first, Batch batch, int batchRow, int count) {
        int vector = first.slot >>> RowGroupLayout.VECTOR_SHIFT;
        for (int column = 0; column < shape.columnCount; column++) {
            ColumnFormat format = shape.formats[column];
            if (format.isString()) {
                continue;
            }
            Vector values = batch.columns[column];
            long least = Long.MAX_VALUE;
            long greatest = Long.MIN_VALUE;
            for (int row = batchRow; row < batchRow + count; row++) {
                if (!values.nulls[row]) {
                    long value = format.ordered(format.bitsOf(values, row));
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
            }
            long zone = RowGroupLayout.zone(first.group, shape.columnCount, vector, column);
            if (least < ProcessMemory.getLong(zone)) {
                ProcessMemory.putLongRelease(zone, least);
            }
            if (greatest > ProcessMemory.getLong(zone + 8)) {
                ProcessMemory.putLongRelease(zone + 8, greatest);
            }
        }
    }

    /** Stores the values and null bits of a run of rows of a batch with all columns. */
    void store(RowAddress first, Batch batch, int batchRow, int count) {
        for (int column = 0; column < shape.columnCount; column++) {
            Vector vector = batch.columns[column];
            long values = RowGroupLayout.values(first.group, column);
            if (shape.isString(column)) {
                for (int i = 0; i < count; i++) {
                    int at = i * shape.columnCount + column;
                    StringEntry.store(values, first.slot + i, lows[at], highs[at]);
                }
            } else {
                ColumnFormat format = shape.formats[column];
                for (int i = 0; i < count; i++) {
                    boolean isNull = vector.nulls[batchRow + i];
                    long bits = isNull ? 0 : format.bitsOf(vector, batchRow + i);
                    format.store(values, first.slot + i, bits);
                }
            }
            if (RowGroupLayout.nullsAcquire(first.group, column) != 0) {
                for (int i = 0; i < count; i++) {
                    RowGroupLayout.putNull(
                            first.group, column, first.slot + i, vector.nulls[batchRow + i]);
                }
            }
        }
    }

    /** Retires the strings that lie in the row's columns. */
    void retireStrings(RowAddress row) {
        if (!shape.hasStrings) {
            return;
        }
        for (int column = 0; column < shape.columnCount; column++) {
            retireString(row, column);
        }
    }

    /** Retires the strings that lie in the row and whose columns a before-image holds. */
    void retireStringsUnder(RowAddress row, long image) {
        if (!shape.hasStrings || !BeforeImage.intersects(shape, image, shape.stringMask)) {
            return;
        }
        for (int column = 0; column < shape.columnCount; column++) {
            if (BeforeImage.holds(image, column)) {
                retireString(row, column);
            }
        }
    }

    /** Retires the strings that a before-image holds. */
    void retireStringsOf(RowAddress row, long image) {
        retireStringsCovered(row, image, image);
    }

    /** Retires the strings that a before-image holds in columns that another holds too. */
    void retireStringsCovered(RowAddress row, long image, long other) {
        if (!shape.hasStrings || !BeforeImage.intersects(shape, image, shape.stringMask)) {
            return;
        }
        for (int column = 0; column < shape.columnCount; column++) {
            if (shape.isString(column)
                    && BeforeImage.holds(image, column)
                    && BeforeImage.holds(other, column)) {
                long value = BeforeImage.value(shape, image, column);
                retire(row, ProcessMemory.getLong(value), ProcessMemory.getLong(value + 8));
            }
        }
    }

    /** Retires the string of one column. */
    void retireString(RowAddress row, int column) {
        if (shape.isString(column)) {
            long values = RowGroupLayout.values(row.group, column);
            retire(row, StringEntry.low(values, row.slot), StringEntry.high(values, row.slot));
        }
    }

    private void retire(RowAddress row, long low, long high) {
        if (!StringEntry.isInline(low)) {
            long group = RowGroupLayout.groupOf(row.rowId);
            heaps.retire(RowStore.CHUNK_KIND, tableBits | group, low, high);
        }
    }
}
