package io.omendb.engine.catalog;

import io.omendb.engine.catalog.SystemTable.RowProducer;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.SequenceDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;

import java.util.Map;

/** The rows of the standard's {@code information_schema}. */
final class InformationTables {
    private static final String YES = "YES";
    private static final String NO = "NO";

    private InformationTables() {}

    static void register(Map<String, RowProducer> producers) {
        producers.put("information_schema.tables", InformationTables::tables);
        producers.put("information_schema.columns", InformationTables::columns);
        producers.put("information_schema.schemata", InformationTables::schemata);
        producers.put("information_schema.table_constraints", InformationTables::tableConstraints);
        producers.put("information_schema.key_column_usage", InformationTables::keyColumns);
        producers.put(
                "information_schema.constraint_column_usage", InformationTables::constraintColumns);
        producers.put("information_schema.sequences", InformationTables::sequences);
    }

    private static String yesOrNo(boolean value) {
        return value ? YES : NO;
    }

    private static void tables(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : RelationTables.allTables(snapshot.catalog())) {
            boolean system = RelationTables.isSystem(table);
            boolean view = system && RelationTables.isView(table);
            rows.add()
                    .set("table_catalog", snapshot.database())
                    .set("table_schema", table.schema())
                    .set("table_name", table.name())
                    .set("table_type", view ? "VIEW" : "BASE TABLE")
                    .set("is_insertable_into", yesOrNo(!system))
                    .set("is_typed", NO);
        }
    }

    private static void columns(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : RelationTables.allTables(snapshot.catalog())) {
            for (int i = 0; i < table.columns().size(); i++) {
                addColumn(snapshot, rows, table, i);
            }
        }
    }

    private static void addColumn(
            SystemSnapshot snapshot, SystemRows rows, TableDefinition table, int position) {
        ColumnDefinition column = table.columns().get(position);
        SqlType type = column.type();
        rows.add()
                .set("table_catalog", snapshot.database())
                .set("table_schema", table.schema())
                .set("table_name", table.name())
                .set("column_name", column.name())
                .set("ordinal_position", position + 1)
                .set("is_nullable", yesOrNo(!column.notNull()))
                .set("data_type", type.kind().category() == 'A' ? "ARRAY" : type.kind().sqlName())
                .set("udt_catalog", snapshot.database())
                .set("udt_schema", SystemSchema.PG_CATALOG)
                .set("udt_name", type.kind().typname())
                .set("dtd_identifier", Integer.toString(position + 1))
                .set("is_self_referencing", NO)
                .set("is_identity", yesOrNo(column.identity() != Identity.NONE))
                .set("is_generated", "NEVER")
                .set("is_updatable", yesOrNo(!RelationTables.isSystem(table)));
        String defaultText = CatalogText.defaultExpression(snapshot.catalog(), column);
        if (defaultText != null && column.identity() == Identity.NONE) {
            rows.set("column_default", defaultText);
        }
        if (column.identity() != Identity.NONE) {
            rows.set(
                    "identity_generation",
                    column.identity() == Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT");
        }
        addTypeDetails(rows, type);
    }

    private static void addTypeDetails(SystemRows rows, SqlType type) {
        switch (type.kind()) {
            case INT2 -> addPrecision(rows, 16, 2).set("numeric_scale", 0);
            case INT4 -> addPrecision(rows, 32, 2).set("numeric_scale", 0);
            case INT8 -> addPrecision(rows, 64, 2).set("numeric_scale", 0);
            case FLOAT4 -> addPrecision(rows, 24, 2);
            case FLOAT8 -> addPrecision(rows, 53, 2);
            case NUMERIC -> {
                rows.set("numeric_precision_radix", 10);
                if (type.modifier() >= 0) {
                    rows.set("numeric_precision", type.precision())
                            .set("numeric_scale", type.scale());
                }
            }
            case VARCHAR, BPCHAR -> {
                if (type.length() >= 0) {
                    rows.set("character_maximum_length", type.length())
                            .set("character_octet_length", type.length() * 4L);
                }
            }
            case TEXT -> rows.set("character_octet_length", 1 << 30);
            case DATE -> rows.set("datetime_precision", 0);
            case TIMESTAMP, TIMESTAMPTZ ->
                    rows.set("datetime_precision", type.modifier() < 0 ? 6 : type.modifier());
            default -> {
                // Other types have no lengths and precisions.
            }
        }
    }

    private static SystemRows addPrecision(SystemRows rows, int precision, int radix) {
        return rows.set("numeric_precision", precision).set("numeric_precision_radix", radix);
    }

    private static void schemata(SystemSnapshot snapshot, SystemRows rows) {
        for (String schema : SystemSchema.SCHEMAS) {
            rows.add()
                    .set("catalog_name", snapshot.database())
                    .set("schema_name", schema)
                    .set("schema_owner", snapshot.owner());
        }
    }

    private static void tableConstraints(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (IndexDefinition index : table.indexes()) {
                if (index.unique()) {
                    addTable(snapshot, rows, table, index)
                            .set("constraint_type", index.primary() ? "PRIMARY KEY" : "UNIQUE")
                            .set("is_deferrable", NO)
                            .set("initially_deferred", NO)
                            .set("enforced", YES);
                }
            }
        }
    }

    private static SystemRows addTable(
            SystemSnapshot snapshot,
            SystemRows rows,
            TableDefinition table,
            IndexDefinition index) {
        return rows.add()
                .set("constraint_catalog", snapshot.database())
                .set("constraint_schema", table.schema())
                .set("constraint_name", index.name())
                .set("table_catalog", snapshot.database())
                .set("table_schema", table.schema())
                .set("table_name", table.name());
    }

    private static void keyColumns(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (IndexDefinition index : table.indexes()) {
                for (int i = 0; index.unique() && i < index.columns().length; i++) {
                    addTable(snapshot, rows, table, index)
                            .set("column_name", table.columns().get(index.columns()[i]).name())
                            .set("ordinal_position", i + 1);
                }
            }
        }
    }

    private static void constraintColumns(SystemSnapshot snapshot, SystemRows rows) {
        for (TableDefinition table : snapshot.catalog().userTables()) {
            for (IndexDefinition index : table.indexes()) {
                for (int i = 0; index.unique() && i < index.columns().length; i++) {
                    addTable(snapshot, rows, table, index)
                            .set("column_name", table.columns().get(index.columns()[i]).name());
                }
            }
        }
    }

    private static void sequences(SystemSnapshot snapshot, SystemRows rows) {
        for (SequenceDefinition sequence : snapshot.catalog().userSequences()) {
            TypeKind kind = sequence.type().kind();
            rows.add()
                    .set("sequence_catalog", snapshot.database())
                    .set("sequence_schema", sequence.schema())
                    .set("sequence_name", sequence.name())
                    .set("data_type", kind.sqlName())
                    .set("numeric_precision", kind.typlen() * 8L)
                    .set("numeric_precision_radix", 2)
                    .set("numeric_scale", 0)
                    .set("start_value", Long.toString(sequence.start()))
                    .set("minimum_value", Long.toString(sequence.min()))
                    .set("maximum_value", Long.toString(sequence.max()))
                    .set("increment", Long.toString(sequence.increment()))
                    .set("cycle_option", yesOrNo(sequence.cycle()));
        }
    }
}
