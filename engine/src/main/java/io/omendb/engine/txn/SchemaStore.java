package io.omendb.engine.txn;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.table.RowStore;
import io.omendb.sql.catalog.TableDefinition;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * The committed schema, and every storage that some transaction or snapshot may still need.
 *
 * <p>Thread: writer changes it; any thread may load the committed schema. A session announces its
 * snapshot first and loads the schema after it: then what the schema names lives at least as long
 * as the snapshot is announced.
 */
public final class SchemaStore {
    private static final VarHandle COMMITTED;

    static {
        try {
            COMMITTED =
                    MethodHandles.lookup()
                            .findVarHandle(SchemaStore.class, "committed", Schema.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RowStore rows;
    private final MutableIntObjectMap<StoredTable> storages = IntObjectMaps.mutable.empty();
    private Schema committed;
    private int nextStorageId = 1;
    private int nextOid;

    /**
     * @param rows makes and holds the tables' rows
     * @param empty a catalog without user objects
     */
    public SchemaStore(RowStore rows, Catalog empty) {
        this.rows = rows;
        this.committed = new Schema(empty, IntObjectMaps.immutable.empty(), 0);
        this.nextOid = empty.nextOid();
    }

    /** The newest committed schema. Thread: any. */
    public Schema committed() {
        return (Schema) COMMITTED.getVolatile(this);
    }

    /**
     * Publishes a schema; volatile, as readers announce before they load and the cleaner looks
     * after this.
     */
    void publish(Schema schema) {
        nextOid = Math.max(nextOid, schema.catalog().nextOid());
        COMMITTED.setVolatile(this, schema);
    }

    /** An identifier that no object has had, also not in a transaction that has not committed. */
    int allocateOid() {
        return nextOid++;
    }

    /** Makes an empty storage for the table. */
    StoredTable create(TableDefinition definition) {
        StoredTable stored = StoredTable.create(nextStorageId++, definition, rows);
        storages.put(stored.storageId(), stored);
        return stored;
    }

    StoredTable storage(int storageId) {
        return storages.get(storageId);
    }

    /** Frees a storage that nobody can reach any more. */
    void free(StoredTable stored) {
        storages.remove(stored.storageId());
        stored.table().close();
    }

    /** What holds the rows. */
    RowStore rows() {
        return rows;
    }
}
