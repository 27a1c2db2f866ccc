package io.omendb.sql.bind;

import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.TypeName;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Resolves the names of types. */
final class TypeBinder {
    /** Types of PostgreSQL that do not exist here: to name them is 0A000, not 42704. */
    private static final Set<String> NOT_SUPPORTED =
            Set.of(
                    "bit",
                    "varbit",
                    "time",
                    "timetz",
                    "uuid",
                    "json",
                    "jsonb",
                    "jsonpath",
                    "xml",
                    "money",
                    "inet",
                    "cidr",
                    "macaddr",
                    "macaddr8",
                    "point",
                    "line",
                    "lseg",
                    "box",
                    "path",
                    "polygon",
                    "circle",
                    "tsvector",
                    "tsquery",
                    "int4range",
                    "int8range",
                    "numrange",
                    "tsrange",
                    "tstzrange",
                    "daterange",
                    "pg_lsn",
                    "tid",
                    "cid",
                    "xid8",
                    "regproc",
                    "regprocedure",
                    "regoper",
                    "regoperator",
                    "regconfig",
                    "regdictionary",
                    "regcollation",
                    "record",
                    "refcursor",
                    "interval");

    private TypeBinder() {}

    static SqlType bind(TypeName name) {
        if (name.setOf()) {
            throw BindContext.error(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "type cannot be declared SETOF here",
                    name.position());
        }
        String schema = name.schema();
        boolean system = schema == null || schema.equals("pg_catalog");
        String lookup = name.name().equals("char") ? "\"char\"" : name.name();
        List<Integer> modifiers = modifiers(name);
        String known = lookup;
        SqlType type =
                system
                        ? BindContext.at(name.position(), () -> SqlType.byName(known, modifiers))
                        : null;
        if (type != null && name.arrayDimensions() > 0 && !type.kind().isArray()) {
            type = type.array();
        }
        if (type != null) {
            return type;
        }
        if (system && NOT_SUPPORTED.contains(name.name())) {
            throw BindContext.notSupported(
                    "type " + name.name() + "[]".repeat(name.arrayDimensions()), name.position());
        }
        String shown =
                schema == null || schema.equals("pg_catalog")
                        ? name.name()
                        : schema + "." + name.name();
        throw BindContext.error(
                SqlState.UNDEFINED_OBJECT,
                "type \"" + shown + "\" does not exist",
                name.position());
    }

    private static List<Integer> modifiers(TypeName name) {
        List<Integer> modifiers = new ArrayList<>();
        for (Expression modifier : name.modifiers()) {
            boolean integer =
                    modifier instanceof Expression.Literal literal
                            && literal.kind() == Expression.LiteralKind.INTEGER
                            && literal.text().length() <= 9;
            if (!integer) {
                throw BindContext.error(
                        SqlState.SYNTAX_ERROR,
                        "type modifiers must be simple constants or identifiers",
                        modifier.position());
            }
            modifiers.add(Integer.parseInt(((Expression.Literal) modifier).text()));
        }
        return modifiers;
    }
}
