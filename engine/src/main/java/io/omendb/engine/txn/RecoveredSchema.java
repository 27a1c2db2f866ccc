package io.omendb.engine.txn;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.catalog.CatalogChange;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;
import org.eclipse.collections.api.map.primitive.ImmutableIntObjectMap;
import org.jspecify.annotations.Nullable;

/**
 * The schema while the log is replayed: each committed change is applied as it comes. One thread,
 * before there is a writer or a session.
 */
public final class RecoveredSchema {
    private final SchemaStore store;
    private final SequenceLog sequences;

    public RecoveredSchema(SchemaStore store, SequenceLog sequences) {
        this.store = store;
        this.sequences = sequences;
    }

    /** The storage of a table, or null if the log has dropped it. */
    public @Nullable StoredTable table(int oid) {
        return store.committed().table(oid);
    }

    /** A committed change of the catalog. */
    public void apply(CatalogChange change) {
        Schema schema = store.committed();
        ImmutableIntObjectMap<StoredTable> tables = schema.tables();
        Catalog catalog = schema.catalog().apply(change);
        switch (change) {
            case CatalogChange.CreateTable create -> {
                create.sequences().forEach(sequences::create);
                tables = tables.newWithKeyValue(create.table().oid(), store.create(create.table()));
            }
            case CatalogChange.DropTable drop -> {
                TableDefinition dropped = definition(schema, drop.tableOid());
                schema.catalog()
                        .ownedSequences(dropped)
                        .forEach(sequence -> sequences.drop(sequence.oid()));
                store.free(tables.get(drop.tableOid()));
                tables = tables.newWithoutKey(drop.tableOid());
            }
            case CatalogChange.Truncate truncate -> {
                TableDefinition definition = definition(schema, truncate.tableOid());
                if (truncate.restartSequences()) {
                    for (SequenceDefinition sequence :
                            schema.catalog().ownedSequences(definition)) {
                        sequences.set(sequence.oid(), sequence.start(), false);
                    }
                }
                store.free(tables.get(truncate.tableOid()));
                TableDefinition newer = catalog.tableByOid(truncate.tableOid());
                tables =
                        tables.newWithKeyValue(
                                truncate.tableOid(),
                                store.create(newer == null ? definition : newer));
            }
            case CatalogChange.AddPrimaryKey add -> {
                // Still empty: the rows' entries come with all others when the log has been read.
                StoredTable stored = tables.get(add.tableOid());
                StoredTable indexed =
                        stored.withIndex(
                                add.index(),
                                stored.table().createIndex(true, add.index().columns()));
                tables = tables.newWithKeyValue(add.tableOid(), indexed);
            }
        }
        store.publish(new Schema(catalog, tables, 0));
    }

    /** A sequence may have been used up to a value. */
    public void sequence(int oid, long value) {
        sequences.recover(oid, value);
    }

    /** Loads all indexes from the rows. */
    public void rebuildIndexes() {
        for (StoredTable stored : store.committed().tables()) {
            stored.table().rebuildIndexes();
        }
    }

    private static TableDefinition definition(Schema schema, int oid) {
        TableDefinition table = schema.catalog().tableByOid(oid);
        if (table == null) {
            throw new IllegalStateException("the log changes a table that does not exist: " + oid);
        }
        return table;
    }
}
