package io.omendb.engine.table;

import io.omendb.alex.AlexCursor;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

/**
 * Finds the row with a key of a unique index, as a snapshot sees it. Made once per prepared statement and thread; allocates
 * nothing after that.
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
     * Reads the row with a key into a row of a batch, whose i-th vector takes the i-th of the columns asked for.
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
