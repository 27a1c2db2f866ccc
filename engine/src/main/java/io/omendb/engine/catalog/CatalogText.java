package io.omendb.engine.catalog;

import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.function.CatalogLookup;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog functions of SQL answer about one version of the catalog: identifiers, names and
 * definitions.
 */
public final class CatalogText implements CatalogLookup {
    private final Catalog catalog;
    private final String database;
    private final String owner;

    public CatalogText(Catalog catalog, String database, String owner) {
        this.catalog = catalog;
        this.database = database;
        this.owner = owner;
    }

    /** The statement that would make an index. */
    static String indexDefinition(TableDefinition table, IndexDefinition index) {
        return (index.unique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
                + quoted(index.name())
                + " ON "
                + quoted(table.schema())
                + "."
                + quoted(table.name())
                + " USING btree "
                + columnList(table, index);
    }

    /**
     * The default of a column as an expression, or null; that of a serial column is its sequence's
     * next value.
     */
    static @Nullable String defaultExpression(Catalog catalog, ColumnDefinition column) {
        Integer oid = column.sequenceOid();
        SequenceDefinition sequence = oid == null ? null : catalog.sequenceByOid(oid);
        if (sequence == null) {
            return column.defaultText();
        }
        String schema =
                sequence.schema().equals(SystemSchema.PUBLIC)
                        ? ""
                        : quoted(sequence.schema()) + ".";
        return "nextval('" + schema + quoted(sequence.name()) + "'::regclass)";
    }

    private static String columnList(TableDefinition table, IndexDefinition index) {
        StringJoiner columns = new StringJoiner(", ", "(", ")");
        for (int column : index.columns()) {
            columns.add(quoted(table.columns().get(column).name()));
        }
        return columns.toString();
    }

    /** A name as it must be written in a statement. */
    public static String quoted(String name) {
        boolean plain = !name.isEmpty();
        for (int i = 0; i < name.length() && plain; i++) {
            char c = name.charAt(i);
            plain = c >= 'a' && c <= 'z' || c == '_' || i > 0 && c >= '0' && c <= '9';
        }
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public int relationOid(@Nullable String schema, String name) {
        if (schema != null) {
            return catalog.relationOid(schema, name);
        }
        for (String candidate : catalog.searchPath()) {
            int oid = catalog.relationOid(candidate, name);
            if (oid != 0) {
                return oid;
            }
        }
        return 0;
    }

    @Override
    public @Nullable String relationName(int oid) {
        Relation relation = relation(oid);
        return relation == null ? null : relation.name;
    }

    @Override
    public @Nullable String relationSchema(int oid) {
        Relation relation = relation(oid);
        return relation == null ? null : relation.schema;
    }

    private record Relation(String schema, String name) {}

    private @Nullable Relation relation(int oid) {
        TableDefinition table = catalog.tableByOid(oid);
        if (table != null) {
            return new Relation(table.schema(), table.name());
        }
        SequenceDefinition sequence = catalog.sequenceByOid(oid);
        if (sequence != null) {
            return new Relation(sequence.schema(), sequence.name());
        }
        IndexOfTable found = index(oid);
        return found == null ? null : new Relation(found.table.schema(), found.index.name());
    }

    private record IndexOfTable(TableDefinition table, IndexDefinition index) {}

    private @Nullable IndexOfTable index(int oid) {
        for (TableDefinition table : catalog.userTables()) {
            for (IndexDefinition index : table.indexes()) {
                if (index.oid() == oid) {
                    return new IndexOfTable(table, index);
                }
            }
        }
        return null;
    }

    @Override
    public boolean isRelationVisible(int oid) {
        Relation relation = relation(oid);
        return relation != null && relationOid(null, relation.name) == oid;
    }

    @Override
    public int schemaOid(String name) {
        return SystemSchema.schemaOid(name);
    }

    @Override
    public @Nullable String schemaName(int oid) {
        return SystemSchema.schemaName(oid);
    }

    @Override
    public int roleOid(String name) {
        return name.equals(owner) ? SystemSchema.OWNER_OID : 0;
    }

    @Override
    public @Nullable String roleName(int oid) {
        return oid == SystemSchema.OWNER_OID ? owner : null;
    }

    @Override
    public long relationBytes(int oid) {
        return relation(oid) == null ? -1 : catalog.statistics().bytes(oid);
    }

    @Override
    public long databaseBytes(String name) {
        if (!name.equals(database)) {
            return -1;
        }
        return catalog.statistics().databaseBytes();
    }

    @Override
    public long indexBytes(int tableOid) {
        TableDefinition table = catalog.tableByOid(tableOid);
        if (table == null) {
            return relation(tableOid) == null ? -1 : 0;
        }
        long bytes = 0;
        for (IndexDefinition index : table.indexes()) {
            bytes += catalog.statistics().bytes(index.oid());
        }
        return bytes;
    }

    @Override
    public @Nullable String indexDefinition(int indexOid) {
        IndexOfTable found = index(indexOid);
        return found == null ? null : indexDefinition(found.table, found.index);
    }

    @Override
    public @Nullable String indexColumn(int indexOid, int position) {
        IndexOfTable found = index(indexOid);
        if (found == null || position < 1 || position > found.index.columns().length) {
            return null;
        }
        return quoted(found.table.columns().get(found.index.columns()[position - 1]).name());
    }

    @Override
    public @Nullable String constraintDefinition(int constraintOid) {
        IndexOfTable found = index(constraintOid);
        if (found == null || !found.index.unique()) {
            return null;
        }
        return (found.index.primary() ? "PRIMARY KEY " : "UNIQUE ")
                + columnList(found.table, found.index);
    }

    @Override
    public @Nullable String viewDefinition(int viewOid) {
        return null;
    }

    @Override
    public @Nullable String ownedSequence(int tableOid, String column) {
        TableDefinition table = catalog.tableByOid(tableOid);
        if (table == null) {
            return null;
        }
        for (ColumnDefinition candidate : table.columns()) {
            Integer oid = candidate.sequenceOid();
            SequenceDefinition sequence =
                    oid == null || !candidate.name().equals(column)
                            ? null
                            : catalog.sequenceByOid(oid);
            if (sequence != null) {
                return quoted(sequence.schema()) + "." + quoted(sequence.name());
            }
        }
        return null;
    }
}
