package io.omendb.engine.catalog;

import io.omendb.engine.catalog.SystemTable.RowProducer;
import io.omendb.sql.types.TypeKind;
import java.util.Map;

/** The rows about types and the classes of operators that order them. */
final class TypeTables {
    private static final int ARRAY_IN_OID = 750;
    private static final int BTREE_OID = 403;

    private TypeTables() {}

    static void register(Map<String, RowProducer> producers) {
        producers.put("pg_catalog.pg_type", TypeTables::types);
        producers.put("pg_catalog.pg_opclass", TypeTables::operatorClasses);
    }

    private static void types(SystemSnapshot snapshot, SystemRows rows) {
        for (TypeKind kind : TypeKind.values()) {
            int element = elementOid(kind);
            rows.add()
                    .set("oid", kind.oid())
                    .set("typname", kind.typname())
                    .set("typnamespace", SystemSchema.PG_CATALOG_OID)
                    .set("typowner", SystemSchema.OWNER_OID)
                    .set("typlen", kind.typlen())
                    .set("typbyval", byValue(kind))
                    .set("typtype", kind.isPseudo() ? "p" : "b")
                    .set("typcategory", String.valueOf(kind.category()))
                    .set("typispreferred", kind.preferred())
                    .set("typisdefined", true)
                    .set("typdelim", ",")
                    .set("typelem", element)
                    .set("typarray", arrayOid(kind))
                    .set("typinput", kind.typname().startsWith("_") ? ARRAY_IN_OID : 0)
                    .set("typalign", alignment(kind))
                    .set("typstorage", storage(kind))
                    .set("typtypmod", -1)
                    .set("typcollation", RelationTables.collation(kind));
        }
    }

    private static int arrayOid(TypeKind kind) {
        TypeKind array = kind.arrayKind();
        return array == null ? 0 : array.oid();
    }

    /** What a subscript gives: the element of an array, and the characters of a name. */
    private static int elementOid(TypeKind kind) {
        TypeKind element = kind == TypeKind.NAME ? TypeKind.CHAR : kind.elementKind();
        return element == null ? 0 : element.oid();
    }

    static boolean byValue(TypeKind kind) {
        return kind.typlen() > 0 && kind.typlen() <= 8;
    }

    static String alignment(TypeKind kind) {
        TypeKind element = kind.elementKind();
        if (element != null) {
            return alignment(element).equals("d") ? "d" : "i";
        }
        return switch (kind) {
            case BOOL, CHAR, NAME, UNKNOWN -> "c";
            case INT2 -> "s";
            case INT8, FLOAT8, TIMESTAMP, TIMESTAMPTZ, INTERVAL, ACLITEM, RECORD -> "d";
            default -> "i";
        };
    }

    static String storage(TypeKind kind) {
        if (kind == TypeKind.NUMERIC) {
            return "m";
        }
        boolean plain = kind.typlen() != -1 || kind.isVector();
        return plain ? "p" : "x";
    }

    /** The btree operator class of a type, 0 where there is none. */
    static int operatorClass(TypeKind kind) {
        return switch (kind) {
            case INT2 -> 1979;
            case INT4 -> 1978;
            case INT8 -> 3124;
            case OID, REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE -> 1981;
            case DATE -> 3122;
            case FLOAT4 -> 10_012;
            case FLOAT8 -> 3123;
            case NUMERIC -> 3125;
            case TEXT, VARCHAR -> 3126;
            case TIMESTAMP -> 3128;
            case TIMESTAMPTZ -> 3127;
            case BOOL -> 10_003;
            case BPCHAR -> 10_004;
            case BYTEA -> 10_006;
            case CHAR -> 10_007;
            case NAME -> 10_028;
            default -> 0;
        };
    }

    private static void operatorClasses(SystemSnapshot snapshot, SystemRows rows) {
        for (TypeKind kind : TypeKind.values()) {
            int oid = operatorClass(kind);
            if (oid != 0 && kind != TypeKind.VARCHAR && !kind.isRegistered()) {
                rows.add()
                        .set("oid", oid)
                        .set("opcmethod", BTREE_OID)
                        .set("opcname", kind.typname() + "_ops")
                        .set("opcnamespace", SystemSchema.PG_CATALOG_OID)
                        .set("opcowner", SystemSchema.OWNER_OID)
                        .set("opcintype", kind.oid())
                        .set("opcdefault", true);
            }
        }
    }
}
