package io.omendb.sql.bind;

import io.omendb.sql.catalog.CatalogView;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fixed catalog for tests: pgbench's tables, one of many types, and the system tables that psql's
 * lists read.
 */
final class SampleCatalog implements CatalogView {
    private final List<TableDefinition> tables = new ArrayList<>();
    private int nextOid = 16384;

    SampleCatalog() {
        table("public", "pgbench_branches", "bid int4!, bbalance int4, filler bpchar(88)", 0);
        table(
                "public",
                "pgbench_tellers",
                "tid int4!, bid int4, tbalance int4, filler bpchar(84)",
                0);
        table(
                "public",
                "pgbench_accounts",
                "aid int4!, bid int4, abalance int4, filler bpchar(84)",
                0);
        table(
                "public",
                "pgbench_history",
                "tid int4, bid int4, aid int4, delta int4, mtime timestamp, filler bpchar(22)",
                -1);
        table(
                "public",
                "t",
                "a int4!, b text, c numeric(10,2), d date, e float8, f bool, g int8, h varchar(5)",
                0);
        table("public", "pair", "x int4!, y int4!, z text", 0, 1);
        tables.add(
                new TableDefinition(
                        nextOid++,
                        "public",
                        "auto",
                        List.of(
                                new ColumnDefinition(
                                        "id", SqlType.INT8, true, null, Identity.ALWAYS, 5001),
                                new ColumnDefinition(
                                        "n", SqlType.INT4, false, null, Identity.NONE, 5002),
                                new ColumnDefinition(
                                        "s",
                                        SqlType.TEXT,
                                        false,
                                        "'x' || 'y'",
                                        Identity.NONE,
                                        null),
                                new ColumnDefinition(
                                        "v", SqlType.varchar(3), false, "7", Identity.NONE, null)),
                        List.of(),
                        TableDefinition.Kind.TABLE,
                        1));
        table(
                "pg_catalog",
                "pg_class",
                "oid oid!, relname name, relnamespace oid, reltype oid, reloftype oid, relowner oid, relam oid,"
                        + " reltablespace oid, reltoastrelid oid, relhasindex bool, relpersistence \"char\","
                        + " relkind \"char\", relchecks int2, relhasrules bool, relhastriggers bool,"
                        + " relrowsecurity bool, relforcerowsecurity bool, relispartition bool,"
                        + " relreplident \"char\"",
                -1);
        table("pg_catalog", "pg_namespace", "oid oid!, nspname name, nspowner oid", -1);
        table("pg_catalog", "pg_am", "oid oid!, amname name", -1);
        table("pg_catalog", "pg_index", "indexrelid oid!, indrelid oid, indisprimary bool", -1);
        table(
                "pg_catalog",
                "pg_attribute",
                "attrelid oid, attname name, atttypid oid, attnum int2, atttypmod int4, attnotnull bool,"
                        + " atthasdef bool, attisdropped bool, attidentity \"char\", attgenerated \"char\","
                        + " attcollation oid",
                -1);
        table(
                "pg_catalog",
                "pg_attrdef",
                "oid oid, adrelid oid, adnum int2, adbin pg_node_tree",
                -1);
        table("pg_catalog", "pg_collation", "oid oid, collname name", -1);
        table("pg_catalog", "pg_type", "oid oid, typname name, typcollation oid", -1);
        table(
                "pg_catalog",
                "pg_database",
                "oid oid, datname name, datdba oid, encoding int4, datcollate text, datctype text, datacl _aclitem",
                -1);
    }

    private void table(String schema, String name, String columns, int... key) {
        List<ColumnDefinition> definitions = new ArrayList<>();
        for (String column : columns.split(", ?(?=[a-z])")) {
            String[] parts = column.trim().split(" ", 2);
            boolean notNull = parts[1].endsWith("!");
            String type = notNull ? parts[1].substring(0, parts[1].length() - 1) : parts[1];
            List<Integer> modifiers = new ArrayList<>();
            int open = type.indexOf('(');
            if (open > 0) {
                for (String modifier : type.substring(open + 1, type.length() - 1).split(",")) {
                    modifiers.add(Integer.parseInt(modifier));
                }
                type = type.substring(0, open);
            }
            SqlType resolved = SqlType.byName(type, modifiers);
            if (resolved == null) {
                throw new AssertionError(type);
            }
            definitions.add(ColumnDefinition.of(parts[0], resolved, notNull));
        }
        boolean keyed = key[0] >= 0;
        List<IndexDefinition> indexes =
                keyed
                        ? List.of(new IndexDefinition(nextOid++, name + "_pkey", true, true, key))
                        : List.of();
        TableDefinition.Kind kind =
                schema.equals("public") ? TableDefinition.Kind.TABLE : TableDefinition.Kind.SYSTEM;
        tables.add(new TableDefinition(nextOid++, schema, name, definitions, indexes, kind, 1));
    }

    @Override
    public @Nullable TableDefinition table(@Nullable String schema, String name) {
        for (TableDefinition table : tables) {
            boolean visible = schema == null || schema.equals(table.schema());
            if (visible && table.name().equals(name)) {
                return table;
            }
        }
        return null;
    }

    @Override
    public @Nullable TableDefinition tableByOid(int oid) {
        return tables.stream().filter(table -> table.oid() == oid).findFirst().orElse(null);
    }

    @Override
    public @Nullable SequenceDefinition sequence(@Nullable String schema, String name) {
        return null;
    }

    @Override
    public boolean hasSchema(String name) {
        return name.equals("public") || name.equals("pg_catalog");
    }

    @Override
    public long version() {
        return 1;
    }

    @Override
    public long estimatedRows(int tableOid) {
        TableDefinition table = tableByOid(tableOid);
        return table != null && table.name().equals("pgbench_accounts") ? 100_000 : 100;
    }

    @Override
    public List<String> searchPath() {
        return List.of("pg_catalog", "public");
    }

    @Override
    public @Nullable String creationSchema() {
        return "public";
    }
}
