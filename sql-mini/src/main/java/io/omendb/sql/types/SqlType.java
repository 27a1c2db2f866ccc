package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type with its modifier.
 *
 * @param kind the built-in type
 * @param modifier PostgreSQL's atttypmod: -1 for none; length + 4 for strings; ((precision &lt;&lt;
 *     16) | scale) + 4 for numeric; fractional digits for timestamps
 */
public record SqlType(TypeKind kind, int modifier) {
    private static final int HEADER = 4;
    private static final int LENGTH_MAX = 10_485_760;
    private static final int PRECISION_MAX = 1000;
    private static final int SCALE_MIN = -1000;
    private static final int SCALE_MAX = 1000;
    private static final int SCALE_MASK = 0x7ff;
    private static final int SCALE_SIGN = 0x400;

    private static final Map<TypeKind, SqlType> PLAIN = plainTypes();
    private static final Map<String, TypeKind> NAMES = names();

    public static final SqlType BOOL = of(TypeKind.BOOL);
    public static final SqlType INT2 = of(TypeKind.INT2);
    public static final SqlType INT4 = of(TypeKind.INT4);
    public static final SqlType INT8 = of(TypeKind.INT8);
    public static final SqlType FLOAT4 = of(TypeKind.FLOAT4);
    public static final SqlType FLOAT8 = of(TypeKind.FLOAT8);
    public static final SqlType NUMERIC = of(TypeKind.NUMERIC);
    public static final SqlType TEXT = of(TypeKind.TEXT);
    public static final SqlType VARCHAR = of(TypeKind.VARCHAR);
    public static final SqlType BYTEA = of(TypeKind.BYTEA);
    public static final SqlType NAME = of(TypeKind.NAME);
    public static final SqlType CHAR = of(TypeKind.CHAR);
    public static final SqlType OID = of(TypeKind.OID);
    public static final SqlType DATE = of(TypeKind.DATE);
    public static final SqlType TIMESTAMP = of(TypeKind.TIMESTAMP);
    public static final SqlType TIMESTAMPTZ = of(TypeKind.TIMESTAMPTZ);
    public static final SqlType INTERVAL = of(TypeKind.INTERVAL);
    public static final SqlType UNKNOWN = of(TypeKind.UNKNOWN);

    private static Map<TypeKind, SqlType> plainTypes() {
        Map<TypeKind, SqlType> map = new EnumMap<>(TypeKind.class);
        for (TypeKind kind : TypeKind.values()) {
            map.put(kind, new SqlType(kind, -1));
        }
        return map;
    }

    private static Map<String, TypeKind> names() {
        Map<String, TypeKind> map = new java.util.HashMap<>();
        for (TypeKind kind : TypeKind.values()) {
            if (kind != TypeKind.CHAR) {
                map.put(kind.typname(), kind);
                map.put(kind.sqlName(), kind);
            }
        }
        map.put("\"char\"", TypeKind.CHAR);
        map.put("int", TypeKind.INT4);
        map.put("char", TypeKind.BPCHAR);
        map.put("dec", TypeKind.NUMERIC);
        map.put("decimal", TypeKind.NUMERIC);
        map.put("float", TypeKind.FLOAT8);
        map.put("timestamp", TypeKind.TIMESTAMP);
        map.put("national character", TypeKind.BPCHAR);
        map.put("national character varying", TypeKind.VARCHAR);
        map.put("nchar", TypeKind.BPCHAR);
        map.put("national char", TypeKind.BPCHAR);
        map.put("char varying", TypeKind.VARCHAR);
        return Map.copyOf(map);
    }

    /** The type without a modifier; one shared object per kind. */
    public static SqlType of(TypeKind kind) {
        SqlType type = PLAIN.get(kind);
        if (type == null) {
            throw new AssertionError(kind);
        }
        return type;
    }

    /** {@code varchar(n)}. */
    public static SqlType varchar(int length) {
        return new SqlType(TypeKind.VARCHAR, length + HEADER);
    }

    /** {@code char(n)}. */
    public static SqlType bpchar(int length) {
        return new SqlType(TypeKind.BPCHAR, length + HEADER);
    }

    /** {@code numeric(precision, scale)}. */
    public static SqlType numeric(int precision, int scale) {
        return new SqlType(TypeKind.NUMERIC, ((precision << 16) | (scale & SCALE_MASK)) + HEADER);
    }

    /** The type without a modifier by object identifier, or null. */
    public static @Nullable SqlType byOid(int oid) {
        TypeKind kind = TypeKind.byOid(oid);
        return kind == null ? null : of(kind);
    }

    /**
     * The type of a (lower-cased) name in SQL text with its arguments in parentheses: {@code
     * ("varchar", [10])}. The one-byte type {@code "char"} is asked for with its quotes; {@code
     * char} and {@code character} without arguments are {@code char(1)}, and {@code bpchar} without
     * arguments has no length.
     *
     * @return null when no such type exists; 22023 when the arguments are not in range
     */
    public static @Nullable SqlType byName(String name, List<Integer> arguments) {
        TypeKind kind = NAMES.get(name);
        if (kind == null) {
            return null;
        }
        if (name.equals("float") && !arguments.isEmpty()) {
            return floatOfPrecision(arguments.get(0));
        }
        if (arguments.isEmpty()) {
            boolean oneCharacter = kind == TypeKind.BPCHAR && !name.equals("bpchar");
            return oneCharacter ? bpchar(1) : of(kind);
        }
        return switch (kind) {
            case VARCHAR -> varchar(checkedLength("varchar", arguments));
            case BPCHAR -> bpchar(checkedLength("char", arguments));
            case NUMERIC -> checkedNumeric(arguments);
            case TIMESTAMP, TIMESTAMPTZ -> new SqlType(kind, checkedFraction(kind, arguments));
            case INTERVAL -> new SqlType(kind, IntervalFields.modifier(arguments));
            default ->
                    throw SqlException.of(
                            SqlState.SYNTAX_ERROR,
                            "type modifier is not allowed for type \"" + kind.typname() + "\"");
        };
    }

    private static SqlType floatOfPrecision(int precision) {
        if (precision < 1) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "precision for type float must be at least 1 bit");
        }
        if (precision > 53) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "precision for type float must be less than 54 bits");
        }
        return precision <= 24 ? FLOAT4 : FLOAT8;
    }

    private static int checkedLength(String typname, List<Integer> arguments) {
        if (arguments.size() != 1) {
            throw SqlException.of(SqlState.INVALID_PARAMETER_VALUE, "invalid type modifier");
        }
        int length = arguments.get(0);
        if (length < 1) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "length for type " + typname + " must be at least 1");
        }
        if (length > LENGTH_MAX) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "length for type " + typname + " cannot exceed " + LENGTH_MAX);
        }
        return length;
    }

    private static SqlType checkedNumeric(List<Integer> arguments) {
        if (arguments.size() > 2) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid NUMERIC type modifier");
        }
        int precision = arguments.get(0);
        int scale = arguments.size() == 2 ? arguments.get(1) : 0;
        if (precision < 1 || precision > PRECISION_MAX) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "NUMERIC precision " + precision + " must be between 1 and " + PRECISION_MAX);
        }
        if (scale < SCALE_MIN || scale > SCALE_MAX) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "NUMERIC scale "
                            + scale
                            + " must be between "
                            + SCALE_MIN
                            + " and "
                            + SCALE_MAX);
        }
        return numeric(precision, scale);
    }

    private static int checkedFraction(TypeKind kind, List<Integer> arguments) {
        int digits = arguments.get(0);
        if (arguments.size() != 1 || digits < 0) {
            String name = kind.typname().toUpperCase(Locale.ROOT);
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    name + "(" + digits + ") precision must not be negative");
        }
        return Math.min(digits, 6);
    }

    public Lane lane() {
        return kind.lane();
    }

    /** The type of an array's elements, with the array's modifier; null for what is no array. */
    public @Nullable SqlType element() {
        TypeKind element = kind.elementKind();
        return element == null ? null : new SqlType(element, modifier);
    }

    /** The type of arrays of these, or null. */
    public @Nullable SqlType array() {
        TypeKind array = kind.arrayKind();
        return array == null ? null : new SqlType(array, modifier);
    }

    public boolean isUnknown() {
        return kind == TypeKind.UNKNOWN;
    }

    /** The same kind without its modifier. */
    public SqlType withoutModifier() {
        return of(kind);
    }

    /** Characters allowed by {@code varchar(n)} and {@code char(n)}; -1 without a limit. */
    public int length() {
        return modifier < HEADER ? -1 : modifier - HEADER;
    }

    /** Digits in all of {@code numeric(p, s)}; -1 without a limit. */
    public int precision() {
        return modifier < HEADER ? -1 : ((modifier - HEADER) >> 16) & 0xffff;
    }

    /**
     * Digits after the point of {@code numeric(p, s)}, which may be negative; 0 without a limit.
     */
    public int scale() {
        return modifier < HEADER
                ? 0
                : (((modifier - HEADER) & SCALE_MASK) ^ SCALE_SIGN) - SCALE_SIGN;
    }

    /** The type as {@code format_type(oid, typmod)} shows it. */
    public String formatType() {
        SqlType element = element();
        if (element != null && !kind.isVector()) {
            return element.formatType() + "[]";
        }
        if (modifier < 0) {
            return kind == TypeKind.BPCHAR ? "bpchar" : kind.sqlName();
        }
        return switch (kind) {
            case VARCHAR, BPCHAR -> kind.sqlName() + "(" + length() + ")";
            case NUMERIC -> "numeric(" + precision() + "," + scale() + ")";
            case TIMESTAMP -> "timestamp(" + modifier + ") without time zone";
            case TIMESTAMPTZ -> "timestamp(" + modifier + ") with time zone";
            case INTERVAL -> "interval" + IntervalFields.suffix(modifier);
            default -> kind.sqlName();
        };
    }

    @Override
    public String toString() {
        return formatType();
    }
}
