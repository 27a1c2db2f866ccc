package io.omendb.engine.catalog;

import io.omendb.engine.catalog.SystemTable.RowProducer;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All system tables: their columns from the resource {@code system-tables.txt}, their rows from the
 * producers of this package. A table without a producer is one whose objects do not exist here,
 * such as triggers; it is empty.
 */
public final class SystemSchema {
    public static final String PG_CATALOG = "pg_catalog";
    public static final String INFORMATION_SCHEMA = "information_schema";
    public static final String PUBLIC = "public";

    /** The schemas that there are. */
    public static final List<String> SCHEMAS = List.of(PG_CATALOG, INFORMATION_SCHEMA, PUBLIC);

    static final long ESTIMATED_ROWS = 100;
    static final int PG_CATALOG_OID = 11;
    static final int PUBLIC_OID = 2200;
    static final int INFORMATION_SCHEMA_OID = 13_207;
    static final int OWNER_OID = 10;
    static final int DATABASE_OID = 5;

    private static final String RESOURCE = "system-tables.txt";
    private static final Map<String, SystemTable> BY_NAME = new LinkedHashMap<>();
    private static final Map<Integer, SystemTable> BY_OID = new HashMap<>();

    static {
        Map<String, RowProducer> producers = new HashMap<>();
        RelationTables.register(producers);
        ServerTables.register(producers);
        StepTables.register(producers);
        TypeTables.register(producers);
        InformationTables.register(producers);
        MemoryTable.register(producers);
        for (TableDefinition definition : read()) {
            String name = definition.schema() + "." + definition.name();
            RowProducer producer = producers.remove(name);
            SystemTable table =
                    new SystemTable(
                            definition, producer == null ? (snapshot, rows) -> {} : producer);
            BY_NAME.put(name, table);
            BY_OID.put(definition.oid(), table);
        }
        if (!producers.isEmpty()) {
            throw new IllegalStateException(
                    "rows of system tables that are not declared: " + producers.keySet());
        }
    }

    private SystemSchema() {}

    /** The system table of this name, or null. */
    public static @Nullable SystemTable table(String schema, String name) {
        return BY_NAME.get(schema + "." + name);
    }

    /** The system table with this identifier, or null. */
    public static @Nullable SystemTable table(int oid) {
        return BY_OID.get(oid);
    }

    /** All system tables. */
    public static Collection<SystemTable> tables() {
        return BY_NAME.values();
    }

    static int schemaOid(String schema) {
        return switch (schema) {
            case PG_CATALOG -> PG_CATALOG_OID;
            case INFORMATION_SCHEMA -> INFORMATION_SCHEMA_OID;
            case PUBLIC -> PUBLIC_OID;
            default -> 0;
        };
    }

    static @Nullable String schemaName(int oid) {
        return switch (oid) {
            case PG_CATALOG_OID -> PG_CATALOG;
            case INFORMATION_SCHEMA_OID -> INFORMATION_SCHEMA;
            case PUBLIC_OID -> PUBLIC;
            default -> null;
        };
    }

    private static List<TableDefinition> read() {
        try (InputStream in = SystemSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + RESOURCE + " is missing");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<TableDefinition> tables = new ArrayList<>();
            List<ColumnDefinition> columns = new ArrayList<>();
            String header = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#") || line.isBlank()) {
                    continue;
                }
                if (line.startsWith(" ")) {
                    columns.add(column(line.strip()));
                    continue;
                }
                if (header != null) {
                    tables.add(definition(header, columns));
                }
                header = line;
                columns.clear();
            }
            if (header != null) {
                tables.add(definition(header, columns));
            }
            return tables;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TableDefinition definition(String header, List<ColumnDefinition> columns) {
        int dot = header.indexOf('.');
        int space = header.indexOf(' ');
        return new TableDefinition(
                Integer.parseInt(header.substring(space + 1)),
                header.substring(0, dot),
                header.substring(dot + 1, space),
                List.copyOf(columns),
                List.of(),
                TableDefinition.Kind.SYSTEM,
                1);
    }

    private static ColumnDefinition column(String line) {
        int space = line.indexOf(' ');
        boolean notNull = line.endsWith("!");
        String typname = line.substring(space + 1, line.length() - (notNull ? 1 : 0));
        for (TypeKind kind : TypeKind.values()) {
            if (kind.typname().equals(typname)) {
                return new ColumnDefinition(
                        line.substring(0, space),
                        SqlType.of(kind),
                        notNull,
                        null,
                        Identity.NONE,
                        null);
            }
        }
        throw new IllegalStateException("a system table with the unknown type " + typname);
    }
}
