package io.omendb.engine.table;

import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.offheap.ProcessMemory;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

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
    private final long[] lows;
    private final long[] highs;

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
        int done = 0;
        try {
            for (; done < count; done++) {
                Vector vector = batch.columns[done];
                if (vector.nulls[batchRow]) {
                    groups.ensureNulls(row.group, columns[done]);
                }
                if (!shape.isString(columns[done]) || vector.nulls[batchRow]) {
                    lows[done] = 0;
                    highs[done] = 0;
                    continue;
                }
                int start = vector.starts[batchRow];
                int length = vector.lengths[batchRow];
                lows[done] = StringEntry.low(vector.bytes, start, length);
                highs[done] =
                        StringEntry.isInline(lows[done])
                                ? StringEntry.inlineHigh(vector.bytes, start, length)
                                : heaps.put(
                                        RowGroupLayout.heap(row.group),
                                        vector.bytes,
                                        start,
                                        length);
            }
        } catch (MemoryExhaustedException e) {
            discardPrepared(row, columns, done);
            throw e;
        }
    }

    /** Lets go of what the last {@link #prepare} made of its first {@code count} columns. */
    void discardPrepared(RowAddress row, int[] columns, int count) {
        for (int i = 0; i < count; i++) {
            if (shape.isString(columns[i])) {
                retire(row, lows[i], highs[i]);
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
