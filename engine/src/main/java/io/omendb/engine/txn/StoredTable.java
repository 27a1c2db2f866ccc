package io.omendb.engine.txn;

import io.omendb.engine.table.KeyCodec;
import io.omendb.engine.table.RowStore;
import io.omendb.engine.table.Table;
import io.omendb.engine.table.TableIndex;
import io.omendb.engine.wal.RowCodec;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's storage together with its indexes by their OIDs and its lock. TRUNCATE gives a table a
 * new one; everything else keeps rows and lock. Immutable but for what the table itself holds.
 */
public final class StoredTable {
    private final int storageId;
    private final int tableOid;
    private final Table table;
    private final RowCodec codec;
    private final TableLock lock;
    private final int[] indexOids;
    private final TableIndex[] indexes;

    private StoredTable(
            int storageId,
            int tableOid,
            Table table,
            RowCodec codec,
            TableLock lock,
            int[] indexOids,
            TableIndex[] indexes) {
        this.storageId = storageId;
        this.tableOid = tableOid;
        this.table = table;
        this.codec = codec;
        this.lock = lock;
        this.indexOids = indexOids;
        this.indexes = indexes;
    }

    /**
     * Makes an empty storage.
     *
     * @throws SqlException 0A000 if a key's type has no index yet
     */
    static StoredTable create(int storageId, TableDefinition definition, RowStore store) {
        List<SqlType> types = definition.columns().stream().map(ColumnDefinition::type).toList();
        for (IndexDefinition index : definition.indexes()) {
            requireIndexable(definition, index);
        }
        Table table = store.createTable(types);
        StoredTable stored =
                new StoredTable(
                        storageId,
                        definition.oid(),
                        table,
                        RowCodec.of(types),
                        new TableLock(),
                        new int[0],
                        new TableIndex[0]);
        for (IndexDefinition index : definition.indexes()) {
            stored = stored.withIndex(index, table.createIndex(index.unique(), index.columns()));
        }
        return stored;
    }

    /**
     * Sees that an index's key has a type that the index takes.
     *
     * @throws SqlException 0A000 if not
     */
    static void requireIndexable(TableDefinition definition, IndexDefinition index) {
        List<SqlType> keyTypes = new ArrayList<>();
        for (int column : index.columns()) {
            keyTypes.add(definition.columns().get(column).type());
        }
        if (!KeyCodec.supports(keyTypes)) {
            throw SqlException.notSupported(
                    "an index over "
                            + String.join(
                                    ", ", keyTypes.stream().map(SqlType::formatType).toList()));
        }
    }

    /** The same storage with one more index. */
    StoredTable withIndex(IndexDefinition definition, TableIndex index) {
        int count = indexes.length;
        int[] oids = Arrays.copyOf(indexOids, count + 1);
        oids[count] = definition.oid();
        TableIndex[] all = Arrays.copyOf(indexes, count + 1);
        all[count] = index;
        return new StoredTable(storageId, tableOid, table, codec, lock, oids, all);
    }

    /** Unique in this process, never reused. */
    public int storageId() {
        return storageId;
    }

    public int tableOid() {
        return tableOid;
    }

    public Table table() {
        return table;
    }

    /** How the log keeps this table's rows. */
    public RowCodec codec() {
        return codec;
    }

    TableLock lock() {
        return lock;
    }

    /** The index with an OID, or null. */
    public @Nullable TableIndex index(int oid) {
        for (int i = 0; i < indexes.length; i++) {
            if (indexOids[i] == oid) {
                return indexes[i];
            }
        }
        return null;
    }

    /** All indexes. */
    public List<TableIndex> indexes() {
        return List.of(indexes);
    }

    int indexCount() {
        return indexes.length;
    }

    TableIndex indexAt(int i) {
        return indexes[i];
    }

    int indexOidAt(int i) {
        return indexOids[i];
    }
}
