package io.omendb.engine.exec;

import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.table.IndexLookup;
import io.omendb.engine.table.IndexScan;
import io.omendb.engine.table.TableIndex;
import io.omendb.engine.table.TableReader;
import io.omendb.sql.vector.Batch;

import org.jspecify.annotations.Nullable;

import java.util.function.IntFunction;

/**
 * The rows of a stored table that a snapshot sees. Belongs to who owns the reader and the snapshot.
 */
public final class StoredTableRows implements TableRows {
    private final TableReader reader;
    private final Snapshot snapshot;
    private final IntFunction<@Nullable TableIndex> indexes;

    /**
     * @param snapshot taken before every execution by the owner
     * @param indexes the table's indexes by their identifiers
     */
    public StoredTableRows(
            TableReader reader, Snapshot snapshot, IntFunction<@Nullable TableIndex> indexes) {
        this.reader = reader;
        this.snapshot = snapshot;
        this.indexes = indexes;
    }

    @Override
    public long vectorCount() {
        return reader.table().vectorCount();
    }

    @Override
    public int scanVector(long vector, int[] columns, Batch out) {
        return reader.scanVector(vector, snapshot, columns, out);
    }

    @Override
    public boolean mayContain(long vector, int column, long low, long high) {
        return reader.mayContain(vector, column, low, high);
    }

    @Override
    public boolean fetch(long rowId, int[] columns, Batch out, int outRow) {
        return reader.fetch(rowId, snapshot, columns, out, outRow);
    }

    @Override
    public IndexRows index(int indexOid, int[] columns) {
        TableIndex index = indexes.apply(indexOid);
        if (index == null) {
            throw new IllegalStateException("no index has the identifier " + indexOid);
        }
        return new StoredIndexRows(index, columns);
    }

    /** Rows by key; a single key of a unique index is looked up, everything else scanned. */
    private final class StoredIndexRows implements IndexRows {
        private final TableIndex index;
        private final int[] columns;
        private @Nullable IndexLookup lookup;
        private @Nullable IndexScan scan;
        private boolean single;
        private boolean ended = true;
        private long key;

        StoredIndexRows(TableIndex index, int[] columns) {
            this.index = index;
            this.columns = columns;
        }

        @Override
        public void seek(KeyRange range) {
            ended = range.isEmpty();
            if (ended) {
                return;
            }
            long low = index.codec().key(range.low().columns, 0);
            long high = index.codec().key(range.high().columns, 0);
            single = low == high && index.isUnique();
            if (single) {
                key = low;
            } else if (range.isDescending()) {
                scan().beginDescending(low, high);
            } else {
                scan().begin(low, high);
            }
        }

        private IndexScan scan() {
            IndexScan known = scan;
            if (known == null) {
                known = reader.scan(index, columns);
                scan = known;
            }
            return known;
        }

        private IndexLookup lookup() {
            IndexLookup known = lookup;
            if (known == null) {
                known = reader.lookup(index, columns);
                lookup = known;
            }
            return known;
        }

        @Override
        public int next(Batch out) {
            if (ended) {
                out.clear();
                return 0;
            }
            if (!single) {
                return scan().next(snapshot, out);
            }
            ended = true;
            out.clear();
            IndexLookup found = lookup();
            if (found.get(key, snapshot, out, 0)) {
                if (out.rowIds.length > 0) {
                    out.rowIds[0] = found.rowId();
                }
                out.count = 1;
            }
            return out.count;
        }
    }
}
