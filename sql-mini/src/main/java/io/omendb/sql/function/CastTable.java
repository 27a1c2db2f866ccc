package io.omendb.sql.function;

import static io.omendb.sql.function.CastContext.ASSIGNMENT;
import static io.omendb.sql.function.CastContext.EXPLICIT;
import static io.omendb.sql.function.CastContext.IMPLICIT;
import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.BPCHAR;
import static io.omendb.sql.types.TypeKind.BYTEA;
import static io.omendb.sql.types.TypeKind.CHAR;
import static io.omendb.sql.types.TypeKind.DATE;
import static io.omendb.sql.types.TypeKind.FLOAT4;
import static io.omendb.sql.types.TypeKind.FLOAT8;
import static io.omendb.sql.types.TypeKind.INT2;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT8;
import static io.omendb.sql.types.TypeKind.INTERVAL;
import static io.omendb.sql.types.TypeKind.NAME;
import static io.omendb.sql.types.TypeKind.NUMERIC;
import static io.omendb.sql.types.TypeKind.OID;
import static io.omendb.sql.types.TypeKind.REGCLASS;
import static io.omendb.sql.types.TypeKind.TEXT;
import static io.omendb.sql.types.TypeKind.TIMESTAMP;
import static io.omendb.sql.types.TypeKind.TIMESTAMPTZ;
import static io.omendb.sql.types.TypeKind.UNKNOWN;
import static io.omendb.sql.types.TypeKind.VARCHAR;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversions of {@code pg_cast}. Pairs that are not in it go through their text form, to
 * strings in assignments and from strings when written out.
 */
final class CastTable {
    private final Map<TypeKind, Map<TypeKind, CastDefinition>> byFrom =
            new EnumMap<>(TypeKind.class);

    CastTable() {
        numbers();
        strings();
        times();
        identifiers();
        for (TypeKind integer : new TypeKind[] {INT2, INT4, INT8}) {
            add(BYTEA, integer, EXPLICIT, CastKernels::bytesToLong);
            add(integer, BYTEA, EXPLICIT, CastKernels::longToBytes);
        }
        add(BOOL, INT4, EXPLICIT, CastKernels::copy);
        add(INT4, BOOL, EXPLICIT, CastKernels::longToBoolean);
        add(BOOL, TEXT, ASSIGNMENT, CastKernels::format);
        add(BOOL, VARCHAR, ASSIGNMENT, CastKernels::format);
        add(BOOL, BPCHAR, ASSIGNMENT, CastKernels::format);
    }

    private void numbers() {
        add(INT2, INT4, IMPLICIT, CastKernels::copy);
        add(INT2, INT8, IMPLICIT, CastKernels::copy);
        add(INT4, INT8, IMPLICIT, CastKernels::copy);
        add(INT4, INT2, ASSIGNMENT, CastKernels::narrowLong);
        add(INT8, INT2, ASSIGNMENT, CastKernels::narrowLong);
        add(INT8, INT4, ASSIGNMENT, CastKernels::narrowLong);
        for (TypeKind integer : new TypeKind[] {INT2, INT4, INT8}) {
            add(integer, FLOAT4, IMPLICIT, CastKernels::longToDouble);
            add(integer, FLOAT8, IMPLICIT, CastKernels::longToDouble);
            add(integer, NUMERIC, IMPLICIT, CastKernels::longToNumeric);
            add(FLOAT4, integer, ASSIGNMENT, CastKernels::doubleToLong);
            add(FLOAT8, integer, ASSIGNMENT, CastKernels::doubleToLong);
            add(NUMERIC, integer, ASSIGNMENT, CastKernels::numericToLong);
        }
        add(FLOAT4, FLOAT8, IMPLICIT, CastKernels::copy);
        add(FLOAT8, FLOAT4, ASSIGNMENT, CastKernels::doubleToFloat);
        add(FLOAT4, NUMERIC, ASSIGNMENT, CastKernels::doubleToNumeric);
        add(FLOAT8, NUMERIC, ASSIGNMENT, CastKernels::doubleToNumeric);
        add(NUMERIC, FLOAT4, IMPLICIT, CastKernels::numericToDouble);
        add(NUMERIC, FLOAT8, IMPLICIT, CastKernels::numericToDouble);
    }

    private void strings() {
        for (TypeKind from : new TypeKind[] {TEXT, VARCHAR, BPCHAR, NAME}) {
            for (TypeKind to : new TypeKind[] {TEXT, VARCHAR, BPCHAR, NAME}) {
                boolean fromName = from == NAME && to != TEXT;
                if (from != to) {
                    add(from, to, fromName ? ASSIGNMENT : IMPLICIT, CastKernels::string);
                }
            }
            if (from != NAME) {
                add(from, CHAR, ASSIGNMENT, CastKernels::string);
                add(
                        from,
                        REGCLASS,
                        from == BPCHAR ? EXPLICIT : IMPLICIT,
                        Volatility.STABLE,
                        CastKernels::parse);
            }
        }
        add(CHAR, TEXT, IMPLICIT, CastKernels::string);
        add(CHAR, VARCHAR, ASSIGNMENT, CastKernels::string);
        add(CHAR, BPCHAR, ASSIGNMENT, CastKernels::string);
        add(CHAR, INT4, EXPLICIT, CastKernels::charToLong);
        add(INT4, CHAR, EXPLICIT, CastKernels::longToChar);
    }

    private void times() {
        add(DATE, TIMESTAMP, IMPLICIT, CastKernels::time);
        add(DATE, TIMESTAMPTZ, IMPLICIT, Volatility.STABLE, CastKernels::time);
        add(TIMESTAMP, DATE, ASSIGNMENT, CastKernels::time);
        add(TIMESTAMP, TIMESTAMPTZ, IMPLICIT, Volatility.STABLE, CastKernels::time);
        add(TIMESTAMPTZ, DATE, ASSIGNMENT, Volatility.STABLE, CastKernels::time);
        add(TIMESTAMPTZ, TIMESTAMP, ASSIGNMENT, Volatility.STABLE, CastKernels::time);
    }

    private void identifiers() {
        for (TypeKind kind : TypeKind.values()) {
            if (kind == OID || kind.isRegistered()) {
                add(INT8, kind, IMPLICIT, CastKernels::narrowLong);
                add(INT2, kind, IMPLICIT, CastKernels::narrowLong);
                add(INT4, kind, IMPLICIT, CastKernels::intToOid);
                add(kind, INT8, ASSIGNMENT, CastKernels::copy);
                add(kind, INT4, ASSIGNMENT, CastKernels::oidToInt);
            }
            if (kind.isRegistered()) {
                add(kind, OID, IMPLICIT, CastKernels::copy);
                add(OID, kind, IMPLICIT, CastKernels::copy);
            }
        }
    }

    private void add(
            TypeKind from,
            TypeKind to,
            CastContext context,
            CastDefinition.CastKernelFactory kernel) {
        add(from, to, context, Volatility.IMMUTABLE, kernel);
    }

    private void add(
            TypeKind from,
            TypeKind to,
            CastContext context,
            Volatility volatility,
            CastDefinition.CastKernelFactory kernel) {
        byFrom.computeIfAbsent(from, kind -> new EnumMap<>(TypeKind.class))
                .put(to, new CastDefinition(from, to, context, volatility, kernel));
    }

    /** Whether a value can be converted; a literal of unknown type can be read as anything. */
    boolean canCoerce(TypeKind from, TypeKind to, CastContext context) {
        if (from == to || from == UNKNOWN) {
            return true;
        }
        switch (to) {
            case ANY, ANYELEMENT, ANYCOMPATIBLE -> {
                return true;
            }
            case ANYARRAY, ANYCOMPATIBLEARRAY -> {
                return from.isArray();
            }
            case ANYNONARRAY -> {
                return !from.isArray();
            }
            default -> {}
        }
        CastDefinition definition = definition(from, to);
        return definition != null && definition.context().compareTo(context) <= 0;
    }

    @Nullable CastDefinition find(SqlType from, SqlType to, CastContext context) {
        CastDefinition definition =
                from.kind() == to.kind() ? lengthCoercion(to) : definition(from.kind(), to.kind());
        return definition != null && definition.context().compareTo(context) <= 0
                ? definition
                : null;
    }

    private static @Nullable CastDefinition lengthCoercion(SqlType type) {
        if (type.modifier() < 0) {
            return null;
        }
        SqlType element = type.element();
        if (element != null) {
            CastDefinition each = lengthCoercion(element);
            return each == null ? null : ofElements(type.kind(), type.kind(), each);
        }
        CastDefinition.CastKernelFactory kernel =
                switch (type.kind()) {
                    case VARCHAR, BPCHAR -> CastKernels::string;
                    case NUMERIC -> CastKernels::numericScale;
                    case TIMESTAMP, TIMESTAMPTZ -> CastKernels::timeFraction;
                    case INTERVAL -> CastKernels::intervalFields;
                    default -> null;
                };
        return kernel == null
                ? null
                : new CastDefinition(
                        type.kind(), type.kind(), IMPLICIT, Volatility.IMMUTABLE, kernel);
    }

    private static CastDefinition ofElements(TypeKind from, TypeKind to, CastDefinition element) {
        return new CastDefinition(
                from,
                to,
                element.context(),
                element.volatility(),
                new ElementCast(element.kernel()));
    }

    private @Nullable CastDefinition definition(TypeKind from, TypeKind to) {
        TypeKind fromElement = from.elementKind();
        TypeKind toElement = to.elementKind();
        if (fromElement != null && toElement != null && from != to) {
            if (to.isVector()) {
                return null;
            }
            if (fromElement == toElement) {
                return new CastDefinition(
                        from, to, IMPLICIT, Volatility.IMMUTABLE, CastKernels::copy);
            }
            CastDefinition element = definition(fromElement, toElement);
            return element == null ? null : ofElements(from, to, element);
        }
        CastDefinition listed = byFrom.getOrDefault(from, Map.of()).get(to);
        if (listed != null || from == to || from.isPseudo() || to.isPseudo()) {
            return listed;
        }
        if (to == CHAR && from != UNKNOWN && !from.isString()) {
            return null;
        }
        Volatility volatility =
                from == TIMESTAMPTZ || to == TIMESTAMPTZ || from.isRegistered() || to.isRegistered()
                        ? Volatility.STABLE
                        : Volatility.IMMUTABLE;
        if (from == UNKNOWN) {
            return new CastDefinition(from, to, IMPLICIT, volatility, CastKernels::parse);
        }
        if (to.isString()) {
            return new CastDefinition(from, to, ASSIGNMENT, volatility, CastKernels::format);
        }
        if (from.isString()) {
            return new CastDefinition(from, to, EXPLICIT, volatility, CastKernels::parse);
        }
        return null;
    }
}
