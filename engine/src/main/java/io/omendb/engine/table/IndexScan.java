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

    private final TableReader reader;
    private final KeyCodec codec;
    private final IndexColumns shape;
    private final AlexCursor cursor;
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
        while (count < limit && advance()) {
            long rowId = cursor.payload();
            long key = cursor.key();
            if (reader.fetch(rowId, snapshot, shape.columns, shape.columns.length, vectors, count)
                    && shape.hasKey(codec, count, key)) {
                if (out.rowIds.length > 0) {
                    out.rowIds[count] = rowId;
                }
                count++;
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
        ended = lowKey > highKey;
    }

    private boolean advance() {
        if (ended) {
            return false;
        }
        boolean found;
        if (!begun) {
            begun = true;
            found = descending ? cursor.seekLast(high) : cursor.seek(low);
        } else {
            found = descending ? cursor.previous() : cursor.next();
        }
        ended = !found || (descending ? cursor.key() < low : cursor.key() > high);
        return !ended;
    }
}
