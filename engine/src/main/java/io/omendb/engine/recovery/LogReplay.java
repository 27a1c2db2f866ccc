package io.omendb.engine.recovery;

import io.omendb.engine.catalog.CatalogChangeCodec;
import io.omendb.engine.table.Table;
import io.omendb.engine.txn.RecoveredSchema;
import io.omendb.engine.txn.StoredTable;
import io.omendb.engine.wal.WalRecord;
import io.omendb.engine.wal.WalVisitor;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * Applies the log's committed transactions, in the order of their commits, to tables without
 * versions and indexes without entries; {@link RecoveredSchema#rebuildIndexes} ends the work.
 *
 * <p>Thread: the one that opens the database.
 */
public final class LogReplay implements WalVisitor {
    private final RecoveredSchema schema;
    private final MutableIntObjectMap<Batch> rows = IntObjectMaps.mutable.empty();
    private int[] columns = {};
    private long transactionCount;
    private long recordCount;

    public LogReplay(RecoveredSchema schema) {
        this.schema = schema;
    }

    public long transactionCount() {
        return transactionCount;
    }

    public long recordCount() {
        return recordCount;
    }

    @Override
    public void record(WalRecord record) {
        recordCount++;
        switch (record.kind()) {
            case INSERT -> {
                StoredTable stored = stored(record);
                Batch row = rowOf(stored);
                record.decodeRow(stored.codec(), row, 0);
                stored.table().restoreInsert(record.rowId(), row, 0);
            }
            case UPDATE -> update(stored(record), record);
            case DELETE -> stored(record).table().restoreDelete(record.rowId());
            case CATALOG -> {
                schema.apply(CatalogChangeCodec.decode(record.catalogBytes()));
                rows.clear();
            }
            case TRUNCATE ->
                    throw new IllegalStateException(
                            "truncation is logged as a change of the catalog");
        }
    }

    private void update(StoredTable stored, WalRecord record) {
        Batch row = rowOf(stored);
        record.decodeRow(stored.codec(), row, 0);
        int count = record.columnCount();
        if (columns.length != count) {
            columns = new int[count];
        }
        Vector[] values = new Vector[count];
        for (int i = 0; i < count; i++) {
            columns[i] = record.column(i);
            values[i] = row.columns[columns[i]];
        }
        Table table = stored.table();
        table.restoreUpdate(record.rowId(), columns, new Batch(values, 1, false), 0);
    }

    @Override
    public void commit(long transactionId, long commitLsn, long timeMicros) {
        transactionCount++;
    }

    @Override
    public void sequence(int sequenceOid, long lastLogged) {
        schema.sequence(sequenceOid, lastLogged);
    }

    private StoredTable stored(WalRecord record) {
        StoredTable stored = schema.table(record.tableOid());
        if (stored == null) {
            throw new IllegalStateException(
                    "the log changes rows of a table that does not exist: " + record.tableOid());
        }
        return stored;
    }

    /** One row of the table, empty. */
    private Batch rowOf(StoredTable stored) {
        Batch row = rows.get(stored.storageId());
        if (row == null) {
            row = Batch.of(stored.table().types(), 1);
            rows.put(stored.storageId(), row);
        }
        row.clear();
        return row;
    }
}
