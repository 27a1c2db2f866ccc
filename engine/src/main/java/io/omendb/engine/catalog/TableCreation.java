package io.omendb.engine.catalog;

import io.omendb.sql.bind.BoundStatement;
import io.omendb.sql.bind.BoundStatement.ColumnSpecification;
import io.omendb.sql.bind.BoundStatement.KeySpecification;
import io.omendb.sql.bind.BoundStatement.SequenceSpecification;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives what a statement creates its identifiers, and names where it has none, as PostgreSQL makes
 * them up.
 */
public final class TableCreation {
    private static final int NAME_BYTES_MAX = 63;

    private final Catalog catalog;
    private final String schema;
    private final Set<String> taken = new HashSet<>();
    private int nextOid;

    private TableCreation(Catalog catalog, String schema) {
        this.catalog = catalog;
        this.schema = schema;
        nextOid = catalog.nextOid();
    }

    /** The change that creates a table. Whether its name is free is for the caller to see. */
    public static CatalogChange.CreateTable createTable(
            BoundStatement.CreateTable statement, Catalog catalog) {
        return new TableCreation(catalog, statement.schema()).create(statement);
    }

    /** The change that adds a primary key to a table that has none. */
    public static CatalogChange.AddPrimaryKey addPrimaryKey(
            TableDefinition table, KeySpecification key, Catalog catalog) {
        TableCreation creation = new TableCreation(catalog, table.schema());
        return new CatalogChange.AddPrimaryKey(table.oid(), creation.index(table.name(), key));
    }

    private CatalogChange.CreateTable create(BoundStatement.CreateTable statement) {
        taken.add(statement.name());
        List<SequenceDefinition> sequences = new ArrayList<>();
        List<ColumnDefinition> columns = new ArrayList<>();
        Set<Integer> keyColumns = new HashSet<>();
        KeySpecification key = statement.primaryKey();
        if (key != null) {
            keyColumns.addAll(key.columns());
        }
        for (ColumnSpecification column : statement.columns()) {
            SequenceSpecification specification = column.sequence();
            Integer sequenceOid = null;
            if (specification != null) {
                SequenceDefinition sequence =
                        sequence(statement.name(), column.name(), specification);
                sequences.add(sequence);
                sequenceOid = sequence.oid();
            }
            columns.add(
                    new ColumnDefinition(
                            column.name(),
                            column.type(),
                            column.notNull() || keyColumns.contains(columns.size()),
                            column.defaultText(),
                            column.identity(),
                            sequenceOid));
        }
        int tableOid = nextOid++;
        List<IndexDefinition> indexes =
                key == null ? List.of() : List.of(index(statement.name(), key));
        TableDefinition table =
                new TableDefinition(
                        tableOid,
                        schema,
                        statement.name(),
                        columns,
                        indexes,
                        TableDefinition.Kind.TABLE,
                        catalog.version() + 1);
        return new CatalogChange.CreateTable(table, sequences);
    }

    private SequenceDefinition sequence(
            String table, String column, SequenceSpecification specification) {
        return new SequenceDefinition(
                nextOid++,
                schema,
                freeName(table, column, "seq"),
                specification.type(),
                specification.start(),
                specification.increment(),
                specification.min(),
                specification.max(),
                specification.cycle());
    }

    private IndexDefinition index(String table, KeySpecification key) {
        String given = key.name();
        String name = given == null ? freeName(table, null, "pkey") : given;
        int[] columns = key.columns().stream().mapToInt(Integer::intValue).toArray();
        return new IndexDefinition(nextOid++, name, true, key.primary(), columns);
    }

    /**
     * A name of the parts, numbered until it is free, the longer part cut until it is short enough.
     */
    private String freeName(String first, @Nullable String second, String label) {
        String numbered = label;
        for (int i = 1; ; i++) {
            String name = joined(first, second, numbered);
            if (!catalog.relationExists(schema, name) && taken.add(name)) {
                return name;
            }
            numbered = label + i;
        }
    }

    private static String joined(String first, @Nullable String second, String label) {
        String one = first;
        String two = second == null ? "" : second;
        while (true) {
            String name = one + (second == null ? "" : "_" + two) + "_" + label;
            if (bytes(name) <= NAME_BYTES_MAX) {
                return name;
            }
            if (bytes(one) >= bytes(two)) {
                one = one.substring(0, one.offsetByCodePoints(one.length(), -1));
            } else {
                two = two.substring(0, two.offsetByCodePoints(two.length(), -1));
            }
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
