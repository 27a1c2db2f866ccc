package io.omendb.sql.function;

import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.types.ValueComparator;

/** = &lt;&gt; &lt; &lt;= &gt; &gt;= of every type that has an order. */
final class ComparisonOperators {
    private static final TypeKind[] INTEGERS = {TypeKind.INT2, TypeKind.INT4, TypeKind.INT8};
    private static final TypeKind[] FLOATS = {TypeKind.FLOAT4, TypeKind.FLOAT8};
    private static final TypeKind[] ORDERED = {
        TypeKind.BOOL,
        TypeKind.BYTEA,
        TypeKind.CHAR,
        TypeKind.NAME,
        TypeKind.TEXT,
        TypeKind.OID,
        TypeKind.BPCHAR,
        TypeKind.DATE,
        TypeKind.TIMESTAMP,
        TypeKind.TIMESTAMPTZ,
        TypeKind.INTERVAL,
        TypeKind.NUMERIC,
        TypeKind.OIDVECTOR
    };

    private ComparisonOperators() {}

    static void register(FunctionRegistrar registrar) {
        for (Comparison comparison : Comparison.values()) {
            for (TypeKind left : INTEGERS) {
                for (TypeKind right : INTEGERS) {
                    add(registrar, comparison, left, right);
                }
            }
            for (TypeKind left : FLOATS) {
                for (TypeKind right : FLOATS) {
                    add(registrar, comparison, left, right);
                }
            }
            for (TypeKind kind : ORDERED) {
                add(registrar, comparison, kind, kind);
            }
            add(registrar, comparison, TypeKind.ANYARRAY, TypeKind.ANYARRAY);
            add(registrar, comparison, TypeKind.NAME, TypeKind.TEXT);
            add(registrar, comparison, TypeKind.TEXT, TypeKind.NAME);
        }
        add(registrar, Comparison.EQUAL, TypeKind.XID, TypeKind.XID);
        add(registrar, Comparison.NOT_EQUAL, TypeKind.XID, TypeKind.XID);
    }

    private static void add(
            FunctionRegistrar registrar, Comparison comparison, TypeKind left, TypeKind right) {
        registrar.operator(
                comparison.symbol(),
                TypeKind.BOOL,
                (types, result) -> kernel(comparison, left),
                left,
                right);
    }

    /** The kernel that compares two values of lanes and order like those of a kind. */
    static PredicateKernel kernel(Comparison comparison, TypeKind kind) {
        if (kind.lane() == Lane.LONG) {
            return new LongComparison(comparison);
        }
        if (kind.lane() == Lane.DOUBLE) {
            return new DoubleComparison(comparison);
        }
        ValueComparator comparator =
                kind == TypeKind.ANYARRAY
                        ? ValueComparator.ARRAY
                        : ValueComparator.of(SqlType.of(kind));
        return new ValueComparison(comparison, comparator);
    }
}
