package io.omendb.engine.table;

import io.omendb.alex.AlexCursor;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

/**
 * Finds a row with a key of an index, as a snapshot sees it. Made once per prepared statement and
 * thread; allocates nothing after that.
 *
 * <p>A unique key has one row for every snapshot of one LSN alone. A transaction that keeps an
 * older snapshot and inserts a key that another one has deleted since sees both rows: where that
 * can be, use an {@link IndexScan} from key to key.
 */
public final class IndexLookup {

    private final TableReader reader;
    private final KeyCodec codec;
    private final IndexColumns shape;
    private final AlexCursor cursor;
    private long rowId;

    IndexLookup(TableReader reader, TableIndex index, TableShape tableShape, int[] columns) {
        this.reader = reader;
        this.codec = index.codec();
        this.shape = new IndexColumns(index, tableShape, columns, RowGroupLayout.VECTOR_ROWS);
        this.cursor = index.cursor();
    }

    /**
     * Reads the row with a key into a row of a batch, whose i-th vector takes the i-th of the
     * columns asked for.
     *
     * @return whether the snapshot sees one; then {@link #rowId} is its id
     */
    public boolean get(long key, Snapshot snapshot, Batch out, int outRow) {
        reader.epoch().renew();
        Vector[] vectors = shape.bind(out);
        for (boolean more = cursor.find(key); more && cursor.key() == key; more = cursor.next()) {
            rowId = cursor.payload();
            if (reader.fetch(rowId, snapshot, shape.columns, shape.columns.length, vectors, outRow)
                    && shape.hasKey(codec, outRow, key)) {
                return true;
            }
        }
        return false;
    }

    /** The row that was found last. */
    public long rowId() {
        return rowId;
    }
}
