package io.omendb.engine.catalog;

import io.omendb.engine.catalog.SystemTable.RowProducer;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows about tables, columns, indexes, constraints and sequences. */
final class RelationTables {
    private static final int HEAP_OID = 2;
    private static final int BTREE_OID = 403;
    private static final int DEFAULT_COLLATION_OID = 100;
    private static final int C_COLLATION_OID = 950;
    private static final int PAGE_BYTES = 8192;
    private static final int COLUMNS_MAX = 1600;

    private RelationTables() {}

    static void register(Map<String, RowProducer> producers) {
        producers.put("pg_catalog.pg_class", RelationTables::classes);
        producers.put("pg_catalog.pg_attribute", RelationTables::attributes);
        producers.put("pg_catalog.pg_attrdef", RelationTables::defaults);
        producers.put("pg_catalog.pg_index", RelationTables::indexes);
        producers.put("pg_catalog.pg_constraint", RelationTables::constraints);
        producers.put("pg_catalog.pg_depend", RelationTables::dependencies);
        producers.put("pg_catalog.pg_sequence", RelationTables::sequences);
        producers.put("pg_catalog.pg_sequences", RelationTables::sequenceView);
        producers.put("pg_catalog.pg_tables", RelationTables::tableView);
        producers.put("pg_catalog.pg_indexes", RelationTables::indexView);
        producers.put("pg_catalog.pg_stat_all_tables", RelationTables::statistics);
        producers.put("pg_catalog.pg_stat_user_tables", RelationTables::statistics);
    }

    /** Every table, the system's first. */
    static List<TableDefinition> allTables(Catalog catalog) {
        List<TableDefinition> all = new ArrayList<>();
        for (SystemTable table : SystemSchema.tables()) {
            all.add(table.definition());
        }
        for (TableDefinition table : catalog.userTables()) {
            all.add(table);
        }
        return all;
    }

    private static void classes(SystemSnapshot snapshot, SystemRows rows) {
        Catalog catalog = snapshot.catalog();
        for (TableDefinition table : allTables(catalog)) {
            boolean system = isSystem(table);
            addClass(rows, table.oid(), table.name(), table.schema(), relationKind(table))
                    .set("relam", system ? 0 : HEAP_OID)
                    .set("relfilenode", system ? 0 : table.oid())
                    .set("reltuples", system ? -1.0 : catalog.estimatedRows(table.oid()))
                    .set("relpages", system ? 0 : pages(catalog, table.oid()))
                    .set("relhasindex", !table.indexes().isEmpty())
                    .set("relnatts", table.columns().size())
                    .set("relreplident", system ? "n" : "d");
            for (IndexDefinition index : table.indexes()) {
                addClass(rows, index.oid(), index.name(), table.schema(), "i")
                        .set("relam", BTREE_OID)
                        .set("relfilenode", index.oid())
                        .set("reltuples", (double) catalog.estimatedRows(table.oid()))
                        .set("relpages", pages(catalog, index.oid()))
                        .set("relnatts", index.columns().length)
                        .set("relreplident", "n");
            }
        }
        for (SequenceDefinition sequence : catalog.userSequences()) {
            addClass(rows, sequence.oid(), sequence.name(), sequence.schema(), "S")
                    .set("relfilenode", sequence.oid())
                    .set("reltuples", 1.0)
                    .set("relpages", 1)
                    .set("relnatts", 3)
                    .set("relreplident", "n");
        }
    }

    private static SystemRows addClass(
            SystemRows rows, int oid, String name, String schema, String kind) {
        return rows.add()
                .set("oid", oid)
                .set("relname", name)
                .set("relnamespace", SystemSchema.schemaOid(schema))
                .set("relowner", SystemSchema.OWNER_OID)
                .set("relpersistence", "p")
                .set("relkind", kind)
                .set("relispopulated", true);
    }

    private static long pages(Catalog catalog, int oid) {
        return (catalog.statistics().bytes(oid) + PAGE_BYTES - 1) / PAGE_BYTES;
    }

    private static String relationKind(TableDefinition table) {
        return isSystem(table) && isView(table) ? "v" : "r";
    }

    /** PostgreSQL's catalogs have identifiers below its first automatic one, its views do not. */
    static boolean isView(TableDefinition table) {
        return table.oid() >= 10_000;
    }

    static boolean isSystem(TableDefinition table) {
        return table.kind() == TableDefinition.Kind.SYSTEM;
    }

    private static void attributes(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : allTables(snapshot.catalog())) {
            for (int i = 0; i < table.columns().size(); i++) {
                ColumnDefinition column = table.columns().get(i);
                addAttribute(rows, table.oid(), i + 1, column)
                        .set("attnotnull", column.notNull())
                        .set("atthasdef", hasDefault(column))
                        .set("attidentity", identity(column));
            }
            for (IndexDefinition index : table.indexes()) {
                for (int i = 0; i < index.columns().length; i++) {
                    addAttribute(rows, index.oid(), i + 1, table.columns().get(index.columns()[i]));
                }
            }
        }
    }

    private static SystemRows addAttribute(
            SystemRows rows, int relation, int number, ColumnDefinition column) {
        SqlType type = column.type();
        return rows.add()
                .set("attrelid", relation)
                .set("attname", column.name())
                .set("atttypid", type.kind().oid())
                .set("attlen", type.kind().typlen())
                .set("attnum", number)
                .set("atttypmod", type.modifier())
                .set("attbyval", TypeTables.byValue(type.kind()))
                .set("attalign", TypeTables.alignment(type.kind()))
                .set("attstorage", TypeTables.storage(type.kind()))
                .set("attislocal", true)
                .set("attcollation", collation(type.kind()));
    }

    static int collation(TypeKind kind) {
        return switch (kind) {
            case TEXT, VARCHAR, BPCHAR, TEXT_ARRAY, VARCHAR_ARRAY, BPCHAR_ARRAY ->
                    DEFAULT_COLLATION_OID;
            case NAME, NAME_ARRAY -> C_COLLATION_OID;
            default -> 0;
        };
    }

    private static boolean hasDefault(ColumnDefinition column) {
        return column.identity() == Identity.NONE
                && (column.defaultText() != null || column.sequenceOid() != null);
    }

    private static String identity(ColumnDefinition column) {
        return switch (column.identity()) {
            case NONE -> "";
            case ALWAYS -> "a";
            case BY_DEFAULT -> "d";
        };
    }

    /**
     * Identifiers of defaults are unique in their own table only, as PostgreSQL promises no more.
     */
    private static int defaultOid(int tableOid, int number) {
        return tableOid * COLUMNS_MAX + number;
    }

    private static void defaults(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (int i = 0; i < table.columns().size(); i++) {
                ColumnDefinition column = table.columns().get(i);
                String text = CatalogText.defaultExpression(snapshot.catalog(), column);
                if (text != null && hasDefault(column)) {
                    rows.add()
                            .set("oid", Integer.toUnsignedLong(defaultOid(table.oid(), i + 1)))
                            .set("adrelid", table.oid())
                            .set("adnum", i + 1)
                            .set("adbin", text);
                }
            }
        }
    }

    private static void indexes(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (IndexDefinition index : table.indexes()) {
                StringBuilder keys = new StringBuilder();
                StringBuilder collations = new StringBuilder();
                StringBuilder classes = new StringBuilder();
                StringBuilder options = new StringBuilder();
                for (int column : index.columns()) {
                    String separator = keys.isEmpty() ? "" : " ";
                    TypeKind kind = table.columns().get(column).type().kind();
                    keys.append(separator).append(column + 1);
                    collations.append(separator).append(collation(kind));
                    classes.append(separator).append(TypeTables.operatorClass(kind));
                    options.append(separator).append('0');
                }
                rows.add()
                        .set("indexrelid", index.oid())
                        .set("indrelid", table.oid())
                        .set("indnatts", index.columns().length)
                        .set("indnkeyatts", index.columns().length)
                        .set("indisunique", index.unique())
                        .set("indisprimary", index.primary())
                        .set("indimmediate", true)
                        .set("indisvalid", true)
                        .set("indisready", true)
                        .set("indislive", true)
                        .set("indkey", keys.toString())
                        .set("indcollation", collations.toString())
                        .set("indclass", classes.toString())
                        .set("indoption", options.toString());
            }
        }
    }

    private static void constraints(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (IndexDefinition index : table.indexes()) {
                if (!index.unique()) {
                    continue;
                }
                StringBuilder keys = new StringBuilder("{");
                for (int column : index.columns()) {
                    keys.append(keys.length() == 1 ? "" : ",").append(column + 1);
                }
                rows.add()
                        .set("oid", index.oid())
                        .set("conname", index.name())
                        .set("connamespace", SystemSchema.schemaOid(table.schema()))
                        .set("contype", index.primary() ? "p" : "u")
                        .set("conenforced", true)
                        .set("convalidated", true)
                        .set("conrelid", table.oid())
                        .set("conindid", index.oid())
                        .set("confupdtype", " ")
                        .set("confdeltype", " ")
                        .set("confmatchtype", " ")
                        .set("conislocal", true)
                        .set("connoinherit", true)
                        .set("conkey", keys.append('}').toString());
            }
        }
    }

    /** Sequences that belong to a column: that is how clients find what feeds a serial column. */
    private static void dependencies(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (int i = 0; i < table.columns().size(); i++) {
                ColumnDefinition column = table.columns().get(i);
                Integer sequence = column.sequenceOid();
                if (sequence != null) {
                    rows.add()
                            .set("classid", 1259)
                            .set("objid", sequence)
                            .set("refclassid", 1259)
                            .set("refobjid", table.oid())
                            .set("refobjsubid", i + 1)
                            .set("deptype", column.identity() == Identity.NONE ? "a" : "i");
                }
            }
        }
    }

    private static void sequences(SystemSnapshot snapshot, SystemRows rows) {
        for (SequenceDefinition sequence : snapshot.catalog().userSequences()) {
            rows.add()
                    .set("seqrelid", sequence.oid())
                    .set("seqtypid", sequence.type().kind().oid())
                    .set("seqstart", sequence.start())
                    .set("seqincrement", sequence.increment())
                    .set("seqmax", sequence.max())
                    .set("seqmin", sequence.min())
                    .set("seqcache", 1)
                    .set("seqcycle", sequence.cycle());
        }
    }

    private static void sequenceView(SystemSnapshot snapshot, SystemRows rows) {
        for (SequenceDefinition sequence : snapshot.catalog().userSequences()) {
            rows.add()
                    .set("schemaname", sequence.schema())
                    .set("sequencename", sequence.name())
                    .set("sequenceowner", snapshot.owner())
                    .set("data_type", sequence.type().kind().oid())
                    .set("start_value", sequence.start())
                    .set("min_value", sequence.min())
                    .set("max_value", sequence.max())
                    .set("increment_by", sequence.increment())
                    .set("cycle", sequence.cycle())
                    .set("cache_size", 1);
        }
    }

    private static void tableView(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : allTables(snapshot.catalog())) {
            if (isSystem(table) && isView(table)) {
                continue;
            }
            rows.add()
                    .set("schemaname", table.schema())
                    .set("tablename", table.name())
                    .set("tableowner", snapshot.owner())
                    .set("hasindexes", !table.indexes().isEmpty())
                    .set("hasrules", false)
                    .set("hastriggers", false)
                    .set("rowsecurity", false);
        }
    }

    private static void indexView(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (IndexDefinition index : table.indexes()) {
                rows.add()
                        .set("schemaname", table.schema())
                        .set("tablename", table.name())
                        .set("indexname", index.name())
                        .set("indexdef", CatalogText.indexDefinition(table, index));
            }
        }
    }

    private static void statistics(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            rows.add()
                    .set("relid", table.oid())
                    .set("schemaname", table.schema())
                    .set("relname", table.name())
                    .set("n_live_tup", snapshot.catalog().estimatedRows(table.oid()));
        }
    }
}
