package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.INT2;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT8;
import static io.omendb.sql.types.TypeKind.NAME;
import static io.omendb.sql.types.TypeKind.NUMERIC;
import static io.omendb.sql.types.TypeKind.OID;
import static io.omendb.sql.types.TypeKind.PG_NODE_TREE;
import static io.omendb.sql.types.TypeKind.REGCLASS;
import static io.omendb.sql.types.TypeKind.REGTYPE;
import static io.omendb.sql.types.TypeKind.TEXT;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.NumericFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.ToLongBiFunction;

/** What clients' catalog queries call: psql's describe commands, pgbench, JDBC metadata. */
final class CatalogFunctions {
    private static final int UTF8_ENCODING = 6;
    private static final List<String> FORKS = List.of("main", "fsm", "vm", "init");

    private CatalogFunctions() {}

    static void register(FunctionRegistrar r) {
        visibility(r);
        definitions(r);
        sizes(r);
        privileges(r);
        comments(r);
        r.function(
                "format_type",
                TEXT,
                Volatility.STABLE,
                false,
                RowKernel.of(CatalogFunctions::formatType),
                OID,
                INT4);
        r.function(
                "pg_get_userbyid",
                NAME,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> {
                    String name = in.context.catalog().roleName(in.intAt(0, row));
                    TextFunctions.put(
                            out,
                            row,
                            name == null ? "unknown (OID=" + in.longAt(0, row) + ")" : name);
                }),
                OID);
        r.function(
                "pg_encoding_to_char",
                NAME,
                RowKernel.of((in, row, out) ->
                        TextFunctions.put(
                                out, row, in.longAt(0, row) == UTF8_ENCODING ? "UTF8" : "")),
                INT4);
        r.function(
                "pg_char_to_encoding",
                INT4,
                RowKernel.of((in, row, out) -> {
                    String name = in.textAt(0, row);
                    out.longs[row] =
                            name.equalsIgnoreCase("UTF8") || name.equalsIgnoreCase("UTF-8")
                                    ? UTF8_ENCODING
                                    : -1;
                }),
                NAME);
        r.function(
                "to_regclass",
                REGCLASS,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> toRegistered(in, row, REGCLASS, out)),
                TEXT);
        r.function(
                "to_regtype",
                REGTYPE,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> toRegistered(in, row, REGTYPE, out)),
                TEXT);
        r.function(
                "to_regnamespace",
                TypeKind.REGNAMESPACE,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> toRegistered(in, row, TypeKind.REGNAMESPACE, out)),
                TEXT);
        r.function(
                "to_regrole",
                TypeKind.REGROLE,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> toRegistered(in, row, TypeKind.REGROLE, out)),
                TEXT);
    }

    private static void toRegistered(KernelInput in, int row, TypeKind kind, Vector out) {
        long oid = RegisteredNames.oid(kind, in.textAt(0, row), in.context, true);
        if (oid == 0) {
            out.setNull(row);
        } else {
            out.longs[row] = oid;
        }
    }

    private static void visibility(FunctionRegistrar r) {
        r.function(
                "pg_table_is_visible",
                BOOL,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> {
                    int oid = in.intAt(0, row);
                    if (in.context.catalog().relationName(oid) == null) {
                        out.setNull(row);
                    } else {
                        out.longs[row] = in.context.catalog().isRelationVisible(oid) ? 1 : 0;
                    }
                }),
                OID);
        for (String object :
                new String[] {
                    "type",
                    "function",
                    "operator",
                    "opclass",
                    "opfamily",
                    "collation",
                    "conversion",
                    "statistics_obj",
                    "ts_config",
                    "ts_dict",
                    "ts_parser",
                    "ts_template"
                }) {
            constant(r, "pg_" + object + "_is_visible", BOOL, 1, OID);
        }
        constant(r, "pg_is_other_temp_schema", BOOL, 0, OID);
        constant(r, "pg_my_temp_schema", OID, 0);
        constant(r, "pg_relation_is_publishable", BOOL, 0, REGCLASS);
        constant(r, "pg_relation_is_updatable", INT4, 28, REGCLASS, BOOL);
    }

    private static void constant(
            FunctionRegistrar r, String name, TypeKind result, long value, TypeKind... arguments) {
        r.function(
                name,
                result,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> out.longs[row] = value),
                arguments);
    }

    /** A function whose answer is null as long as no object of its kind can exist. */
    private static void absent(FunctionRegistrar r, String name, TypeKind... arguments) {
        r.function(
                name,
                TEXT,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> out.setNull(row)),
                arguments);
    }

    private static void definitions(FunctionRegistrar r) {
        RowKernel expression =
                (in, row, out) ->
                        out.setBytes(row, in.bytesOf(0), in.startAt(0, row), in.lengthAt(0, row));
        for (TypeKind tree : new TypeKind[] {PG_NODE_TREE, TEXT}) {
            r.function(
                    "pg_get_expr",
                    TEXT,
                    Volatility.STABLE,
                    true,
                    RowKernel.of(expression),
                    tree,
                    OID);
            r.function(
                    "pg_get_expr",
                    TEXT,
                    Volatility.STABLE,
                    true,
                    RowKernel.of(expression),
                    tree,
                    OID,
                    BOOL);
        }
        RowKernel index =
                (in, row, out) ->
                        SessionFunctions.putNullable(
                                out, row, in.context.catalog().indexDefinition(in.intAt(0, row)));
        r.function("pg_get_indexdef", TEXT, Volatility.STABLE, true, RowKernel.of(index), OID);
        r.function(
                "pg_get_indexdef",
                TEXT,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> {
                    CatalogLookup catalog = in.context.catalog();
                    int oid = in.intAt(0, row);
                    int column = in.intAt(1, row);
                    SessionFunctions.putNullable(
                            out,
                            row,
                            column == 0
                                    ? catalog.indexDefinition(oid)
                                    : catalog.indexColumn(oid, column));
                }),
                OID,
                INT4,
                BOOL);
        RowKernel constraint =
                (in, row, out) ->
                        SessionFunctions.putNullable(
                                out,
                                row,
                                in.context.catalog().constraintDefinition(in.intAt(0, row)));
        r.function(
                "pg_get_constraintdef",
                TEXT,
                Volatility.STABLE,
                true,
                RowKernel.of(constraint),
                OID);
        r.function(
                "pg_get_constraintdef",
                TEXT,
                Volatility.STABLE,
                true,
                RowKernel.of(constraint),
                OID,
                BOOL);
        RowKernel view =
                (in, row, out) ->
                        SessionFunctions.putNullable(
                                out, row, in.context.catalog().viewDefinition(in.intAt(0, row)));
        r.function("pg_get_viewdef", TEXT, Volatility.STABLE, true, RowKernel.of(view), OID);
        r.function("pg_get_viewdef", TEXT, Volatility.STABLE, true, RowKernel.of(view), OID, BOOL);
        r.function(
                "pg_get_serial_sequence",
                TEXT,
                Volatility.STABLE,
                true,
                RowKernel.of((in, row, out) -> {
                    long table =
                            RegisteredNames.oid(REGCLASS, in.textAt(0, row), in.context, false);
                    SessionFunctions.putNullable(
                            out,
                            row,
                            in.context.catalog().ownedSequence((int) table, in.textAt(1, row)));
                }),
                TEXT,
                TEXT);
        for (String name : new String[] {"triggerdef", "ruledef"}) {
            absent(r, "pg_get_" + name, OID);
            absent(r, "pg_get_" + name, OID, BOOL);
        }
        for (String name :
                new String[] {
                    "functiondef",
                    "function_arguments",
                    "function_identity_arguments",
                    "function_result",
                    "function_sqlbody",
                    "partkeydef",
                    "partition_constraintdef",
                    "statisticsobjdef",
                    "statisticsobjdef_columns"
                }) {
            absent(r, "pg_get_" + name, OID);
        }
        absent(r, "pg_tablespace_location", OID);
    }

    private static void formatType(KernelInput in, int row, Vector out) {
        if (in.isNull(0, row)) {
            out.setNull(row);
            return;
        }
        long oid = in.longAt(0, row);
        if (oid == 0) {
            TextFunctions.put(out, row, "-");
            return;
        }
        TypeKind kind = TypeKind.byOid((int) oid);
        if (kind == null) {
            TextFunctions.put(out, row, "???");
            return;
        }
        int modifier = in.isNull(1, row) ? -1 : in.intAt(1, row);
        // Without any modifier in the call char(n) is shown by its SQL name, with -1 by its
        // internal one.
        boolean plain = in.isNull(1, row);
        TextFunctions.put(
                out, row, plain ? kind.sqlName() : new SqlType(kind, modifier).formatType());
    }

    private static void sizes(FunctionRegistrar r) {
        relationSize(r, "pg_relation_size", CatalogLookup::relationBytes);
        // No part of a table lies elsewhere: long values and free space count as its own.
        relationSize(r, "pg_table_size", CatalogLookup::relationBytes);
        relationSize(r, "pg_indexes_size", CatalogLookup::indexBytes);
        relationSize(r, "pg_total_relation_size", CatalogFunctions::totalBytes);
        r.function(
                "pg_relation_size",
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of(CatalogFunctions::forkSize),
                REGCLASS,
                TEXT);
        r.function(
                "pg_database_size",
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of(
                        (in, row, out) -> out.longs[row] = databaseSize(in, in.textAt(0, row))),
                NAME);
        r.function(
                "pg_database_size",
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of(
                        (in, row, out) -> out.longs[row] = databaseSize(in, in.context.database())),
                OID);
        r.function(
                "pg_size_pretty",
                TEXT,
                RowKernel.of((in, row, out) ->
                        TextFunctions.put(out, row, prettySize(in.longAt(0, row)))),
                INT8);
        r.function(
                "pg_size_pretty",
                TEXT,
                RowKernel.of((in, row, out) ->
                        TextFunctions.put(
                                out,
                                row,
                                prettySize(
                                        NumericFormat.decimal(
                                                        in.bytesOf(0),
                                                        in.startAt(0, row),
                                                        in.lengthAt(0, row))
                                                .setScale(0, RoundingMode.DOWN)
                                                .longValueExact()))),
                NUMERIC);
    }

    private static void relationSize(
            FunctionRegistrar r, String name, ToLongBiFunction<CatalogLookup, Integer> size) {
        r.function(
                name,
                INT8,
                Volatility.VOLATILE,
                true,
                RowKernel.of((in, row, out) ->
                        putSize(
                                out,
                                row,
                                size.applyAsLong(in.context.catalog(), in.intAt(0, row)))),
                REGCLASS);
    }

    /** Null where there is no such relation. */
    private static void putSize(Vector out, int row, long bytes) {
        if (bytes < 0) {
            out.setNull(row);
        } else {
            out.longs[row] = bytes;
        }
    }

    private static long totalBytes(CatalogLookup catalog, int oid) {
        long bytes = catalog.relationBytes(oid);
        return bytes < 0 ? bytes : bytes + catalog.indexBytes(oid);
    }

    /** The size of one of PostgreSQL's forks: all is in the main one. */
    private static void forkSize(KernelInput in, int row, Vector out) {
        String fork = in.textAt(1, row);
        if (!FORKS.contains(fork)) {
            throw SqlException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid fork name")
                    .withHint("Valid fork names are \"main\", \"fsm\", \"vm\", and \"init\".");
        }
        long bytes = in.context.catalog().relationBytes(in.intAt(0, row));
        putSize(out, row, bytes < 0 || fork.equals("main") ? bytes : 0);
    }

    private static long databaseSize(KernelInput in, String name) {
        long bytes = in.context.catalog().databaseBytes(name);
        if (bytes < 0) {
            throw SqlException.of(
                    SqlState.INVALID_CATALOG_NAME, "database \"" + name + "\" does not exist");
        }
        return bytes;
    }

    /** Up to 10,240 of a unit are shown in it; halves round away from zero. */
    static String prettySize(long bytes) {
        String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
        long limit = 10 * 1024;
        if (Math.abs(bytes) < limit) {
            return bytes + " bytes";
        }
        // Twice the amount is kept, so that the last step can round.
        long doubled = bytes / 512;
        int unit = 1;
        while (unit < units.length - 1 && Math.abs(doubled) >= limit * 2 - 1) {
            doubled /= 1024;
            unit++;
        }
        long rounded = (doubled + (doubled < 0 ? -1 : 1)) / 2;
        return rounded + " " + units[unit];
    }

    /** Until there are roles with fewer rights, everyone may do everything. */
    private static void privileges(FunctionRegistrar r) {
        for (String object :
                new String[] {
                    "table",
                    "schema",
                    "database",
                    "function",
                    "sequence",
                    "language",
                    "tablespace",
                    "type",
                    "foreign_data_wrapper",
                    "server"
                }) {
            String name = "has_" + object + "_privilege";
            for (TypeKind target : new TypeKind[] {OID, TEXT}) {
                constant(r, name, BOOL, 1, target, TEXT);
                constant(r, name, BOOL, 1, NAME, target, TEXT);
                constant(r, name, BOOL, 1, OID, target, TEXT);
            }
        }
        for (TypeKind column : new TypeKind[] {INT2, TEXT}) {
            for (TypeKind target : new TypeKind[] {OID, TEXT}) {
                constant(r, "has_column_privilege", BOOL, 1, target, column, TEXT);
                constant(r, "has_column_privilege", BOOL, 1, NAME, target, column, TEXT);
            }
        }
        constant(r, "has_any_column_privilege", BOOL, 1, OID, TEXT);
        constant(r, "has_any_column_privilege", BOOL, 1, TEXT, TEXT);
        constant(r, "pg_has_role", BOOL, 1, NAME, TEXT);
        constant(r, "pg_has_role", BOOL, 1, OID, TEXT);
        constant(r, "pg_has_role", BOOL, 1, NAME, NAME, TEXT);
        constant(r, "pg_has_role", BOOL, 1, NAME, OID, TEXT);
    }

    private static void comments(FunctionRegistrar r) {
        absent(r, "obj_description", OID);
        absent(r, "obj_description", OID, NAME);
        absent(r, "col_description", OID, INT4);
        absent(r, "shobj_description", OID, NAME);
    }
}
