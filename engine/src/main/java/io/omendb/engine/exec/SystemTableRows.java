package io.omendb.engine.exec;

import io.omendb.engine.catalog.SystemRows;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

/**
 * The computed rows of a system table, read as those of any table. Row identifiers are their
 * numbers.
 */
final class SystemTableRows implements TableRows {
    private final SystemRows rows;

    SystemTableRows(SystemRows rows) {
        this.rows = rows;
    }

    @Override
    public long vectorCount() {
        return rows.chunks().size();
    }

    @Override
    public int scanVector(long vector, int[] columns, Batch out) {
        Batch chunk = rows.chunks().get((int) vector);
        out.clear();
        for (int i = 0; i < columns.length; i++) {
            VectorCopy.range(chunk.columns[columns[i]], 0, chunk.count, out.columns[i], 0);
        }
        for (int row = 0; row < out.rowIds.length && row < chunk.count; row++) {
            out.rowIds[row] = vector * Batch.CAPACITY + row;
        }
        out.count = chunk.count;
        return chunk.count;
    }

    @Override
    public boolean mayContain(long vector, int column, long low, long high) {
        return true;
    }

    @Override
    public boolean fetch(long rowId, int[] columns, Batch out, int outRow) {
        Batch chunk = rows.chunks().get((int) (rowId / Batch.CAPACITY));
        int row = (int) (rowId % Batch.CAPACITY);
        for (int i = 0; i < columns.length; i++) {
            Vector source = chunk.columns[columns[i]];
            out.columns[i].copyFrom(source, row, outRow);
        }
        return true;
    }

    @Override
    public IndexRows index(int indexOid, int[] columns) {
        throw new IllegalStateException("system tables have no indexes");
    }
}
