package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.StringLimits;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Object identifiers that are written as names: regclass, regtype, regnamespace, regrole, regproc.
 */
final class RegisteredNames {
    private RegisteredNames() {}

    /**
     * The name of an object as an identifier in SQL; digits when there is no such object, - for
     * zero.
     */
    static String name(TypeKind kind, long oid, EvaluationContext context) {
        if (oid == 0) {
            return "-";
        }
        String name =
                switch (kind) {
                    case REGCLASS -> relationName((int) oid, context.catalog());
                    case REGTYPE -> typeName((int) oid);
                    case REGNAMESPACE -> quoted(context.catalog().schemaName((int) oid));
                    case REGROLE -> quoted(context.catalog().roleName((int) oid));
                    default -> null;
                };
        return name == null ? Long.toString(oid) : name;
    }

    private static @Nullable String typeName(int oid) {
        TypeKind kind = TypeKind.byOid(oid);
        return kind == null ? null : SqlType.of(kind).kind().sqlName();
    }

    private static @Nullable String relationName(int oid, CatalogLookup catalog) {
        String name = catalog.relationName(oid);
        if (name == null) {
            return null;
        }
        String schema = catalog.relationSchema(oid);
        return catalog.isRelationVisible(oid) || schema == null
                ? Identifiers.quote(name)
                : Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }

    private static @Nullable String quoted(@Nullable String name) {
        return name == null ? null : Identifiers.quote(name);
    }

    /**
     * The object of a name; 0 where {@code missingIsZero} and there is none, else 42P01, 42704,
     * 3F000.
     */
    static long oid(TypeKind kind, String text, EvaluationContext context, boolean missingIsZero) {
        String trimmed = text.strip();
        if (trimmed.equals("-")) {
            return 0;
        }
        if (!trimmed.isEmpty() && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(trimmed) & 0xffff_ffffL;
        }
        List<String> parts =
                kind == TypeKind.REGTYPE ? List.of(trimmed) : Identifiers.parse(trimmed);
        String last = parts.getLast();
        CatalogLookup catalog = context.catalog();
        long oid =
                switch (kind) {
                    case REGCLASS ->
                            catalog.relationOid(
                                            parts.size() > 1 ? parts.get(parts.size() - 2) : null,
                                            last)
                                    & 0xffff_ffffL;
                    case REGTYPE -> typeOid(trimmed);
                    case REGNAMESPACE -> catalog.schemaOid(last) & 0xffff_ffffL;
                    case REGROLE -> catalog.roleOid(last) & 0xffff_ffffL;
                    default ->
                            throw SqlException.notSupported(
                                    "lookup of " + kind.sqlName() + " by name");
                };
        if (oid == 0 && !missingIsZero) {
            throw missing(kind, trimmed);
        }
        return oid;
    }

    private static long typeOid(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        name = name.startsWith("pg_catalog.") ? name.substring("pg_catalog.".length()) : name;
        int parenthesis = name.indexOf('(');
        List<Integer> none = new ArrayList<>();
        SqlType type =
                SqlType.byName(
                        parenthesis < 0 ? name : name.substring(0, parenthesis).strip(), none);
        return type == null ? 0 : type.kind().oid();
    }

    private static SqlException missing(TypeKind kind, String name) {
        return switch (kind) {
            case REGCLASS ->
                    SqlException.of(
                            SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist");
            case REGTYPE ->
                    SqlException.of(
                            SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist");
            case REGNAMESPACE ->
                    SqlException.of(
                            SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist");
            default ->
                    SqlException.of(
                            SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist");
        };
    }

    /** Identifier to name. */
    static final class Format implements Kernel {
        private final SqlType from;
        private final SqlType to;
        private final boolean explicit;

        Format(SqlType from, SqlType to, boolean explicit) {
            this.from = from;
            this.to = to;
            this.explicit = explicit;
        }

        @Override
        public void apply(KernelInput in, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                byte[] name =
                        name(from.kind(), in.longAt(0, row), in.context)
                                .getBytes(StandardCharsets.UTF_8);
                StringLimits.set(name, 0, name.length, to, explicit, out, row);
            }
        }
    }

    /** Name to identifier. */
    static final class Parse implements Kernel {
        private final SqlType to;

        Parse(SqlType to) {
            this.to = to;
        }

        @Override
        public void apply(KernelInput in, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.longs[row] = oid(to.kind(), in.textAt(0, row), in.context, false);
            }
        }
    }
}
