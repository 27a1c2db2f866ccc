package io.omendb.engine.table;

import io.omendb.alex.AlexCursor;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

/**
 * Reads rows in the order of an index's keys, between two keys, as a snapshot sees them. Made once
 * per prepared statement and thread; allocates nothing after that. Rows without a key (a NULL in
 * it) are not among them.
 */
public final class IndexScan {

    /** Entries read at first, twice as many each time after: most ranges are short. */
    private static final int AHEAD_FIRST = 16;

    private final TableReader reader;
    private final KeyCodec codec;
    private final IndexColumns shape;
    private final AlexCursor cursor;
    private final long[] keys = new long[RowGroupLayout.VECTOR_ROWS];
    private final long[] rowIds = new long[RowGroupLayout.VECTOR_ROWS];
    private int ahead;
    private long low;
    private long high;
    private boolean descending;
    private boolean begun;
    private boolean ended = true;

    IndexScan(TableReader reader, TableIndex index, TableShape tableShape, int[] columns) {
        this.reader = reader;
        this.codec = index.codec();
        this.shape = new IndexColumns(index, tableShape, columns, RowGroupLayout.VECTOR_ROWS);
        this.cursor = index.cursor();
    }

    /**
     * Begins at the least key not below {@code lowKey}; ends with the greatest not above {@code
     * highKey}.
     */
    public void begin(long lowKey, long highKey) {
        begin(lowKey, highKey, false);
    }

    /**
     * Begins at the greatest key not above {@code highKey}; ends with the least not below {@code
     * lowKey}.
     */
    public void beginDescending(long lowKey, long highKey) {
        begin(lowKey, highKey, true);
    }

    /**
     * Fills a batch of at most 1,024 rows from its beginning; its i-th vector takes the i-th of the
     * columns asked for.
     *
     * @return the number of rows, also {@code out.count}; fewer than fit only at the end
     */
    public int next(Snapshot snapshot, Batch out) {
        reader.epoch().renew();
        out.clear();
        Vector[] vectors = shape.bind(out);
        int limit = Math.min(out.capacity, RowGroupLayout.VECTOR_ROWS);
        int count = 0;
        while (count < limit && !ended) {
            int entries = readEntries(Math.min(limit - count, ahead));
            ahead = Math.min(2 * ahead, RowGroupLayout.VECTOR_ROWS);
            for (int i = 0; i < entries; i++) {
                long rowId = rowIds[i];
                if (reader.fetch(
                                rowId,
                                snapshot,
                                shape.columns,
                                shape.columns.length,
                                vectors,
                                count)
                        && shape.hasKey(codec, count, keys[i])) {
                    if (out.rowIds.length > 0) {
                        out.rowIds[count] = rowId;
                    }
                    count++;
                }
            }
        }
        out.count = count;
        return count;
    }

    private void begin(long lowKey, long highKey, boolean backwards) {
        low = lowKey;
        high = highKey;
        descending = backwards;
        begun = false;
        ahead = AHEAD_FIRST;
        ended = lowKey > highKey;
    }

    /** Reads the next entries between the two keys; {@code ended} if there are fewer. */
    private int readEntries(int max) {
        int filled = 0;
        if (!begun) {
            begun = true;
            if (descending ? !cursor.seekLast(high) : !cursor.seek(low)) {
                ended = true;
                return 0;
            }
            take(filled++);
        }
        if (descending) {
            while (filled < max && cursor.previous()) {
                take(filled++);
            }
        } else {
            filled = cursor.next(keys, rowIds, filled, max);
        }
        int within = filled;
        while (within > 0 && (descending ? keys[within - 1] < low : keys[within - 1] > high)) {
            within--;
        }
        ended = within < max;
        return within;
    }

    private void take(int at) {
        keys[at] = cursor.key();
        rowIds[at] = cursor.payload();
    }
}
