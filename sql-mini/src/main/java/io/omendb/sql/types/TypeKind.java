package io.omendb.sql.types;

import static io.omendb.sql.types.Lane.BYTES;
import static io.omendb.sql.types.Lane.DOUBLE;
import static io.omendb.sql.types.Lane.LONG;

import java.util.EnumMap;
import java.util.Map;
import org.eclipse.collections.api.map.primitive.ImmutableIntObjectMap;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * The built-in types with PostgreSQL's identifiers, names, categories and lengths (the rows of its
 * {@code pg_type}). Values of array and vector types lie as {@link ArrayLayout} draws them.
 */
public enum TypeKind {
    BOOL(16, "bool", "boolean", 1, 'B', true, LONG, 1),
    BYTEA(17, "bytea", "bytea", -1, 'U', false, BYTES, 16),
    CHAR(18, "char", "\"char\"", 1, 'Z', false, BYTES, 16),
    NAME(19, "name", "name", 64, 'S', false, BYTES, 16),
    INT8(20, "int8", "bigint", 8, 'N', false, LONG, 8),
    INT2(21, "int2", "smallint", 2, 'N', false, LONG, 2),
    INT2VECTOR(22, "int2vector", "int2vector", -1, 'A', false, BYTES, 16),
    INT4(23, "int4", "integer", 4, 'N', false, LONG, 4),
    REGPROC(24, "regproc", "regproc", 4, 'N', false, LONG, 4),
    TEXT(25, "text", "text", -1, 'S', true, BYTES, 16),
    OID(26, "oid", "oid", 4, 'N', true, LONG, 4),
    XID(28, "xid", "xid", 4, 'U', false, LONG, 4),
    OIDVECTOR(30, "oidvector", "oidvector", -1, 'A', false, BYTES, 16),
    PG_NODE_TREE(194, "pg_node_tree", "pg_node_tree", -1, 'Z', false, BYTES, 16),
    FLOAT4(700, "float4", "real", 4, 'N', false, DOUBLE, 4),
    FLOAT8(701, "float8", "double precision", 8, 'N', true, DOUBLE, 8),
    UNKNOWN(705, "unknown", "unknown", -2, 'X', false, BYTES, 16),
    ACLITEM(1033, "aclitem", "aclitem", 16, 'U', false, BYTES, 16),
    BPCHAR(1042, "bpchar", "character", -1, 'S', false, BYTES, 16),
    VARCHAR(1043, "varchar", "character varying", -1, 'S', false, BYTES, 16),
    DATE(1082, "date", "date", 4, 'D', false, LONG, 4),
    TIMESTAMP(1114, "timestamp", "timestamp without time zone", 8, 'D', false, LONG, 8),
    TIMESTAMPTZ(1184, "timestamptz", "timestamp with time zone", 8, 'D', true, LONG, 8),
    INTERVAL(1186, "interval", "interval", 16, 'T', true, BYTES, 16),
    NUMERIC(1700, "numeric", "numeric", -1, 'N', false, BYTES, 16),
    REGCLASS(2205, "regclass", "regclass", 4, 'N', false, LONG, 4),
    REGTYPE(2206, "regtype", "regtype", 4, 'N', false, LONG, 4),
    RECORD(2249, "record", "record", -1, 'P', false, BYTES, 16),
    ANY(2276, "any", "\"any\"", 4, 'P', false, BYTES, 16),
    VOID(2278, "void", "void", 4, 'P', false, BYTES, 16),
    ANYARRAY(2277, "anyarray", "anyarray", -1, 'P', false, BYTES, 16),
    ANYELEMENT(2283, "anyelement", "anyelement", 4, 'P', false, BYTES, 16),
    ANYNONARRAY(2776, "anynonarray", "anynonarray", 4, 'P', false, BYTES, 16),
    ANYCOMPATIBLE(5077, "anycompatible", "anycompatible", 4, 'P', false, BYTES, 16),
    ANYCOMPATIBLEARRAY(5078, "anycompatiblearray", "anycompatiblearray", -1, 'P', false, BYTES, 16),
    REGNAMESPACE(4089, "regnamespace", "regnamespace", 4, 'N', false, LONG, 4),
    REGROLE(4096, "regrole", "regrole", 4, 'N', false, LONG, 4),
    BOOL_ARRAY(1000, BOOL),
    BYTEA_ARRAY(1001, BYTEA),
    CHAR_ARRAY(1002, CHAR),
    NAME_ARRAY(1003, NAME),
    INT2_ARRAY(1005, INT2),
    INT2VECTOR_ARRAY(1006, INT2VECTOR),
    INT4_ARRAY(1007, INT4),
    REGPROC_ARRAY(1008, REGPROC),
    TEXT_ARRAY(1009, TEXT),
    XID_ARRAY(1011, XID),
    OIDVECTOR_ARRAY(1013, OIDVECTOR),
    BPCHAR_ARRAY(1014, BPCHAR),
    VARCHAR_ARRAY(1015, VARCHAR),
    INT8_ARRAY(1016, INT8),
    FLOAT4_ARRAY(1021, FLOAT4),
    FLOAT8_ARRAY(1022, FLOAT8),
    OID_ARRAY(1028, OID),
    ACLITEM_ARRAY(1034, ACLITEM),
    TIMESTAMP_ARRAY(1115, TIMESTAMP),
    DATE_ARRAY(1182, DATE),
    TIMESTAMPTZ_ARRAY(1185, TIMESTAMPTZ),
    INTERVAL_ARRAY(1187, INTERVAL),
    NUMERIC_ARRAY(1231, NUMERIC),
    REGCLASS_ARRAY(2210, REGCLASS),
    REGTYPE_ARRAY(2211, REGTYPE),
    REGNAMESPACE_ARRAY(4090, REGNAMESPACE),
    REGROLE_ARRAY(4097, REGROLE);

    private static final ImmutableIntObjectMap<TypeKind> BY_OID = indexByOid();
    private static final Map<TypeKind, TypeKind> ARRAYS = arraysByElement();

    private final int oid;
    private final String typname;
    private final String sqlName;
    private final int typlen;
    private final char category;
    private final boolean preferred;
    private final Lane lane;
    private final int storageBytes;
    private final @Nullable TypeKind element;

    TypeKind(
            int oid,
            String typname,
            String sqlName,
            int typlen,
            char category,
            boolean preferred,
            Lane lane,
            int storageBytes) {
        this.oid = oid;
        this.typname = typname;
        this.sqlName = sqlName;
        this.typlen = typlen;
        this.category = category;
        this.preferred = preferred;
        this.lane = lane;
        this.storageBytes = storageBytes;
        this.element = null;
    }

    /** The array type of an element type. */
    TypeKind(int oid, TypeKind element) {
        this.oid = oid;
        this.typname = "_" + element.typname;
        this.sqlName = element.sqlName + "[]";
        this.typlen = -1;
        this.category = 'A';
        this.preferred = false;
        this.lane = BYTES;
        this.storageBytes = 16;
        this.element = element;
    }

    private static ImmutableIntObjectMap<TypeKind> indexByOid() {
        MutableIntObjectMap<TypeKind> map = IntObjectMaps.mutable.empty();
        for (TypeKind kind : values()) {
            map.put(kind.oid, kind);
        }
        return map.toImmutable();
    }

    private static Map<TypeKind, TypeKind> arraysByElement() {
        Map<TypeKind, TypeKind> map = new EnumMap<>(TypeKind.class);
        for (TypeKind kind : values()) {
            if (kind.element != null) {
                map.put(kind.element, kind);
            }
        }
        return map;
    }

    /** The kind with this object identifier, or null. */
    public static @Nullable TypeKind byOid(int oid) {
        return BY_OID.get(oid);
    }

    public int oid() {
        return oid;
    }

    /** The internal name, as in {@code pg_type.typname}. */
    public String typname() {
        return typname;
    }

    /**
     * The name of the SQL standard, as error messages and {@code format_type} show it, without a
     * modifier.
     */
    public String sqlName() {
        return sqlName;
    }

    /**
     * {@code pg_type.typlen}: bytes of PostgreSQL's fixed form, -1 for variable length, -2 for C
     * strings.
     */
    public int typlen() {
        return typlen;
    }

    /** {@code pg_type.typcategory}. */
    public char category() {
        return category;
    }

    /** {@code pg_type.typispreferred}: wins within its category when a call is ambiguous. */
    public boolean preferred() {
        return preferred;
    }

    public Lane lane() {
        return lane;
    }

    /**
     * Bytes that a value takes in a row's fixed part: 1, 2, 4, 8, or 16 for a reference to variable
     * bytes.
     */
    public int storageBytes() {
        return storageBytes;
    }

    public boolean isPseudo() {
        return category == 'P';
    }

    /** Text, varchar, char(n) and name. */
    public boolean isString() {
        return category == 'S';
    }

    /** Object identifiers shown by name. */
    public boolean isRegistered() {
        return switch (this) {
            case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> true;
            default -> false;
        };
    }

    /** smallint, integer, bigint. */
    public boolean isInteger() {
        return this == INT2 || this == INT4 || this == INT8;
    }

    /**
     * int2vector and oidvector: arrays of one dimension from 0 on with a text form of their own.
     */
    public boolean isVector() {
        return this == INT2VECTOR || this == OIDVECTOR;
    }

    /** Whether values have elements: arrays and vectors. */
    public boolean isArray() {
        return category == 'A';
    }

    /** The type of an array's elements; null for what is no array. */
    public @Nullable TypeKind elementKind() {
        return switch (this) {
            case INT2VECTOR -> INT2;
            case OIDVECTOR -> OID;
            default -> element;
        };
    }

    /** The type of arrays of these, or null. */
    public @Nullable TypeKind arrayKind() {
        return ARRAYS.get(this);
    }
}
