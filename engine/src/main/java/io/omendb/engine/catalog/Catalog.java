package io.omendb.engine.catalog;

import io.omendb.sql.catalog.CatalogView;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;

import org.eclipse.collections.api.map.primitive.ImmutableIntObjectMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All tables, indexes and sequences at one version. Immutable: a change makes the next value, which
 * the writer publishes, and a reader keeps the one that it began with. System tables are part of
 * every version.
 */
public final class Catalog implements CatalogView {
    /** The first identifier of a user's object, as in PostgreSQL. */
    public static final int FIRST_USER_OID = 16_384;

    /** The schemas that a name without one is looked for in, in order. */
    private static final List<String> SEARCH_PATH =
            List.of(SystemSchema.PG_CATALOG, SystemSchema.PUBLIC);

    private final long version;
    private final int nextOid;
    private final ImmutableIntObjectMap<TableDefinition> tables;
    private final ImmutableIntObjectMap<SequenceDefinition> sequences;
    private final Map<RelationName, Integer> names;
    private final TableStatistics statistics;

    private record RelationName(String schema, String name) {}

    private Catalog(
            long version,
            int nextOid,
            ImmutableIntObjectMap<TableDefinition> tables,
            ImmutableIntObjectMap<SequenceDefinition> sequences,
            TableStatistics statistics) {
        this.version = version;
        this.nextOid = nextOid;
        this.tables = tables;
        this.sequences = sequences;
        this.statistics = statistics;
        Map<RelationName, Integer> byName = new HashMap<>();
        for (TableDefinition table : tables) {
            byName.put(new RelationName(table.schema(), table.name()), table.oid());
            for (IndexDefinition index : table.indexes()) {
                byName.put(new RelationName(table.schema(), index.name()), index.oid());
            }
        }
        for (SequenceDefinition sequence : sequences) {
            byName.put(new RelationName(sequence.schema(), sequence.name()), sequence.oid());
        }
        names = byName;
    }

    /** A catalog without user objects. */
    public static Catalog empty(TableStatistics statistics) {
        return new Catalog(
                1,
                FIRST_USER_OID,
                IntObjectMaps.immutable.empty(),
                IntObjectMaps.immutable.empty(),
                statistics);
    }

    /**
     * The catalog after a change, one version later. The change must fit: what it names exists,
     * what it makes not.
     */
    public Catalog apply(CatalogChange change) {
        return switch (change) {
            case CatalogChange.CreateTable create -> {
                MutableIntObjectMap<TableDefinition> newTables =
                        IntObjectMaps.mutable.withAll(tables);
                MutableIntObjectMap<SequenceDefinition> newSequences =
                        IntObjectMaps.mutable.withAll(sequences);
                newTables.put(create.table().oid(), create.table());
                int oid = Math.max(nextOid, create.table().oid() + 1);
                for (IndexDefinition index : create.table().indexes()) {
                    oid = Math.max(oid, index.oid() + 1);
                }
                for (SequenceDefinition sequence : create.sequences()) {
                    newSequences.put(sequence.oid(), sequence);
                    oid = Math.max(oid, sequence.oid() + 1);
                }
                yield next(oid, newTables.toImmutable(), newSequences.toImmutable());
            }
            case CatalogChange.DropTable drop -> {
                MutableIntObjectMap<TableDefinition> newTables =
                        IntObjectMaps.mutable.withAll(tables);
                MutableIntObjectMap<SequenceDefinition> newSequences =
                        IntObjectMaps.mutable.withAll(sequences);
                TableDefinition dropped = newTables.remove(drop.tableOid());
                assert dropped != null : "drop of a table that does not exist";
                for (SequenceDefinition owned : ownedSequences(dropped)) {
                    newSequences.remove(owned.oid());
                }
                yield next(nextOid, newTables.toImmutable(), newSequences.toImmutable());
            }
            case CatalogChange.AddPrimaryKey add -> {
                MutableIntObjectMap<TableDefinition> newTables =
                        IntObjectMaps.mutable.withAll(tables);
                TableDefinition table = newTables.get(add.tableOid());
                assert table != null : "primary key of a table that does not exist";
                newTables.put(table.oid(), withPrimaryKey(table, add.index()));
                yield next(
                        Math.max(nextOid, add.index().oid() + 1),
                        newTables.toImmutable(),
                        sequences);
            }
            case CatalogChange.Truncate truncate -> {
                MutableIntObjectMap<TableDefinition> newTables =
                        IntObjectMaps.mutable.withAll(tables);
                TableDefinition table = newTables.get(truncate.tableOid());
                assert table != null : "truncation of a table that does not exist";
                newTables.put(
                        table.oid(),
                        withColumnsAndIndexes(table, table.columns(), table.indexes()));
                yield next(nextOid, newTables.toImmutable(), sequences);
            }
        };
    }

    private Catalog next(
            int oid,
            ImmutableIntObjectMap<TableDefinition> newTables,
            ImmutableIntObjectMap<SequenceDefinition> newSequences) {
        return new Catalog(version + 1, oid, newTables, newSequences, statistics);
    }

    private TableDefinition withPrimaryKey(TableDefinition table, IndexDefinition index) {
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        for (int key : index.columns()) {
            ColumnDefinition column = columns.get(key);
            columns.set(
                    key,
                    new ColumnDefinition(
                            column.name(),
                            column.type(),
                            true,
                            column.defaultText(),
                            column.identity(),
                            column.sequenceOid()));
        }
        List<IndexDefinition> indexes = new ArrayList<>(table.indexes());
        indexes.add(index);
        return withColumnsAndIndexes(table, columns, indexes);
    }

    private TableDefinition withColumnsAndIndexes(
            TableDefinition table, List<ColumnDefinition> columns, List<IndexDefinition> indexes) {
        return new TableDefinition(
                table.oid(),
                table.schema(),
                table.name(),
                columns,
                indexes,
                table.kind(),
                version + 1);
    }

    /** The sequences that a table's columns own; they go with it. */
    public List<SequenceDefinition> ownedSequences(TableDefinition table) {
        List<SequenceDefinition> owned = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            Integer oid = column.sequenceOid();
            SequenceDefinition sequence = oid == null ? null : sequences.get(oid);
            if (sequence != null) {
                owned.add(sequence);
            }
        }
        return owned;
    }

    /** The first identifier that no object has had. */
    public int nextOid() {
        return nextOid;
    }

    /** Tables of users, by identifier in no order. */
    public ImmutableIntObjectMap<TableDefinition> userTables() {
        return tables;
    }

    /** Sequences, by identifier in no order. */
    public ImmutableIntObjectMap<SequenceDefinition> userSequences() {
        return sequences;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public @Nullable TableDefinition table(@Nullable String schema, String name) {
        if (schema != null) {
            return tableIn(schema, name);
        }
        for (String candidate : searchPath()) {
            TableDefinition table = tableIn(candidate, name);
            if (table != null) {
                return table;
            }
        }
        return null;
    }

    private @Nullable TableDefinition tableIn(String schema, String name) {
        SystemTable system = SystemSchema.table(schema, name);
        if (system != null) {
            return system.definition();
        }
        Integer oid = names.get(new RelationName(schema, name));
        return oid == null ? null : tables.get(oid);
    }

    @Override
    public @Nullable TableDefinition tableByOid(int oid) {
        TableDefinition table = tables.get(oid);
        if (table != null) {
            return table;
        }
        SystemTable system = SystemSchema.table(oid);
        return system == null ? null : system.definition();
    }

    /** Whether a table, an index or a sequence has the name. */
    public boolean relationExists(String schema, String name) {
        return SystemSchema.table(schema, name) != null
                || names.containsKey(new RelationName(schema, name));
    }

    /** The identifier of a table, an index or a sequence, 0 when there is none of the name. */
    int relationOid(String schema, String name) {
        SystemTable system = SystemSchema.table(schema, name);
        if (system != null) {
            return system.definition().oid();
        }
        return names.getOrDefault(new RelationName(schema, name), 0);
    }

    @Override
    public @Nullable SequenceDefinition sequence(@Nullable String schema, String name) {
        Integer oid =
                names.get(new RelationName(schema == null ? SystemSchema.PUBLIC : schema, name));
        return oid == null ? null : sequences.get(oid);
    }

    /** The sequence with this identifier, or null. */
    public @Nullable SequenceDefinition sequenceByOid(int oid) {
        return sequences.get(oid);
    }

    @Override
    public boolean hasSchema(String name) {
        return SystemSchema.SCHEMAS.contains(name);
    }

    @Override
    public String creationSchema() {
        return SystemSchema.PUBLIC;
    }

    @Override
    public long estimatedRows(int tableOid) {
        return tables.containsKey(tableOid)
                ? statistics.rows(tableOid)
                : SystemSchema.ESTIMATED_ROWS;
    }

    TableStatistics statistics() {
        return statistics;
    }

    @Override
    public List<String> searchPath() {
        return SEARCH_PATH;
    }
}
