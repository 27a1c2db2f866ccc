package io.omendb.engine.txn;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.catalog.CatalogChange;
import io.omendb.engine.catalog.CatalogChangeCodec;
import io.omendb.engine.table.IndexBuild;
import io.omendb.engine.table.Table;
import io.omendb.engine.table.TableIndex;
import io.omendb.engine.wal.TransactionLog;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.map.primitive.ImmutableIntObjectMap;
import org.jspecify.annotations.Nullable;

/**
 * The schema with one transaction's own changes. One transaction at a time changes the schema (it
 * holds the schema lock until it ends), so that its result can take the committed one's place as it
 * is.
 *
 * <p>Thread: writer changes it; the session's thread reads {@link #schema()} between its
 * operations.
 */
final class PendingSchema {
    private record AddedIndex(Table table, TableIndex index) {}

    private final SchemaStore store;
    private final SequenceLog sequences;
    private final List<SequenceDefinition> createdSequences = new ArrayList<>();
    private final List<SequenceDefinition> droppedSequences = new ArrayList<>();
    private final List<SequenceDefinition> restartedSequences = new ArrayList<>();
    private final List<StoredTable> created = new ArrayList<>();
    private final List<StoredTable> dropped = new ArrayList<>();
    private final List<AddedIndex> addedIndexes = new ArrayList<>();
    private @Nullable IndexBuild build;
    private Schema schema;

    PendingSchema(SchemaStore store, SequenceLog sequences) {
        this.store = store;
        this.sequences = sequences;
        this.schema = store.committed();
    }

    Schema schema() {
        return schema;
    }

    void createTable(CatalogChange.CreateTable change, TransactionLog redo) {
        // The storage first: it refuses keys that no index takes.
        StoredTable stored = store.create(change.table());
        created.add(stored);
        change.sequences().forEach(sequences::create);
        createdSequences.addAll(change.sequences());
        advance(change, schema.tables().newWithKeyValue(stored.tableOid(), stored), redo);
    }

    void dropTable(CatalogChange.DropTable change, TransactionLog redo) {
        droppedSequences.addAll(ownedSequences(change.tableOid()));
        dropped.add(schema.tables().get(change.tableOid()));
        advance(change, schema.tables().newWithoutKey(change.tableOid()), redo);
    }

    void truncate(CatalogChange.Truncate change, TransactionLog redo) {
        if (change.restartSequences()) {
            restartedSequences.addAll(ownedSequences(change.tableOid()));
        }
        dropped.add(schema.tables().get(change.tableOid()));
        TableDefinition definition = schema.catalog().tableByOid(change.tableOid());
        assert definition != null;
        StoredTable stored = store.create(definition);
        created.add(stored);
        advance(change, schema.tables().newWithKeyValue(stored.tableOid(), stored), redo);
    }

    /** Holds an index that is being built, to give it up if the transaction is taken back. */
    void beginIndex(IndexBuild begun) {
        assert build == null;
        build = begun;
    }

    /** The index that was begun is built over all rows, without nulls and duplicates. */
    void addPrimaryKey(CatalogChange.AddPrimaryKey change, TransactionLog redo) {
        IndexBuild built = build;
        assert built != null;
        TableIndex index = built.finish();
        build = null;
        StoredTable stored = schema.tables().get(change.tableOid());
        addedIndexes.add(new AddedIndex(stored.table(), index));
        StoredTable indexed = stored.withIndex(change.index(), index);
        advance(change, schema.tables().newWithKeyValue(indexed.tableOid(), indexed), redo);
    }

    /** Publishes the schema. Returns the storages that no newer snapshot needs. */
    List<StoredTable> commit(long lsn) {
        store.publish(schema.withLsn(lsn));
        restartedSequences.forEach(
                sequence -> sequences.set(sequence.oid(), sequence.start(), false));
        droppedSequences.forEach(sequence -> sequences.drop(sequence.oid()));
        return dropped;
    }

    /** Takes the changes back. Returns the storages that no one needs. */
    List<StoredTable> abort() {
        if (build != null) {
            build.close();
            build = null;
        }
        for (AddedIndex added : addedIndexes) {
            added.table().dropIndex(added.index());
        }
        createdSequences.forEach(sequence -> sequences.drop(sequence.oid()));
        return created;
    }

    private List<SequenceDefinition> ownedSequences(int tableOid) {
        TableDefinition table = schema.catalog().tableByOid(tableOid);
        return table == null ? List.of() : schema.catalog().ownedSequences(table);
    }

    private void advance(
            CatalogChange change, ImmutableIntObjectMap<StoredTable> tables, TransactionLog redo) {
        Catalog catalog = schema.catalog().apply(change);
        schema = new Schema(catalog, tables, schema.lsn());
        byte[] bytes = CatalogChangeCodec.encode(change);
        redo.catalog(bytes, 0, bytes.length);
    }
}
