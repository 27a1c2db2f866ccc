package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.ANY;
import static io.omendb.sql.types.TypeKind.ANYARRAY;
import static io.omendb.sql.types.TypeKind.ANYELEMENT;
import static io.omendb.sql.types.TypeKind.ANYNONARRAY;
import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.BPCHAR;
import static io.omendb.sql.types.TypeKind.BYTEA;
import static io.omendb.sql.types.TypeKind.DATE;
import static io.omendb.sql.types.TypeKind.FLOAT4;
import static io.omendb.sql.types.TypeKind.FLOAT8;
import static io.omendb.sql.types.TypeKind.INT2;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT8;
import static io.omendb.sql.types.TypeKind.INTERVAL;
import static io.omendb.sql.types.TypeKind.NUMERIC;
import static io.omendb.sql.types.TypeKind.OID;
import static io.omendb.sql.types.TypeKind.TEXT;
import static io.omendb.sql.types.TypeKind.TIMESTAMP;
import static io.omendb.sql.types.TypeKind.TIMESTAMPTZ;

import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The signatures of the aggregates. */
final class BuiltinAggregates {
    private static final TypeKind[] ORDERED = {
        INT2,
        INT4,
        INT8,
        FLOAT4,
        FLOAT8,
        NUMERIC,
        TEXT,
        BPCHAR,
        BYTEA,
        DATE,
        TIMESTAMP,
        TIMESTAMPTZ,
        INTERVAL,
        OID
    };
    private static final Map<String, List<Signature>> SIGNATURES = signatures();

    /** One aggregate for one list of argument types. */
    record Signature(
            String name,
            List<TypeKind> arguments,
            TypeKind result,
            AggregateDefinition.StateFactory factory) {
        FunctionDefinition asFunction() {
            return new FunctionDefinition(
                    name, arguments, false, result, Volatility.IMMUTABLE, false, SetFunctions.NONE);
        }
    }

    private BuiltinAggregates() {}

    private static Map<String, List<Signature>> signatures() {
        Map<String, List<Signature>> map = new HashMap<>();
        add(map, "count", INT8, (types, result) -> new CountState());
        add(map, "count", INT8, (types, result) -> new CountState(), ANY);
        sums(map);
        for (TypeKind kind : ORDERED) {
            add(map, "min", kind, (types, result) -> new ExtremeState(result, false), kind);
            add(map, "max", kind, (types, result) -> new ExtremeState(result, true), kind);
        }
        add(map, "min", ANYARRAY, (types, result) -> new ExtremeState(result, false), ANYARRAY);
        add(map, "max", ANYARRAY, (types, result) -> new ExtremeState(result, true), ANYARRAY);
        add(map, "array_agg", ANYARRAY, (types, r) -> ArrayState.of(types.get(0)), ANYNONARRAY);
        add(map, "array_agg", ANYARRAY, (types, r) -> ArrayState.of(types.get(0)), ANYARRAY);
        add(map, "bool_and", BOOL, (types, result) -> new ExtremeState(result, false), BOOL);
        add(map, "every", BOOL, (types, result) -> new ExtremeState(result, false), BOOL);
        add(map, "bool_or", BOOL, (types, result) -> new ExtremeState(result, true), BOOL);
        add(map, "string_agg", TEXT, (types, result) -> new StringAggregateState(), TEXT, TEXT);
        add(map, "string_agg", BYTEA, (types, result) -> new StringAggregateState(), BYTEA, BYTEA);
        for (TypeKind kind : new TypeKind[] {INT2, INT4, INT8}) {
            add(map, "bit_and", kind, (types, result) -> new BitState((a, b) -> a & b), kind);
            add(map, "bit_or", kind, (types, result) -> new BitState((a, b) -> a | b), kind);
            add(map, "bit_xor", kind, (types, result) -> new BitState((a, b) -> a ^ b), kind);
        }
        for (RegressionState.Result regression : RegressionState.Result.values()) {
            add(
                    map,
                    regression.name().toLowerCase(Locale.ROOT),
                    regression == RegressionState.Result.REGR_COUNT ? INT8 : FLOAT8,
                    (types, result) -> new RegressionState(regression),
                    FLOAT8,
                    FLOAT8);
        }
        add(map, "any_value", ANYELEMENT, (types, result) -> new AnyValueState(result), ANYELEMENT);
        variances(map, "var_samp", true, false);
        variances(map, "variance", true, false);
        variances(map, "var_pop", false, false);
        variances(map, "stddev_samp", true, true);
        variances(map, "stddev", true, true);
        variances(map, "stddev_pop", false, true);
        return map;
    }

    private static void sums(Map<String, List<Signature>> map) {
        for (TypeKind kind : new TypeKind[] {INT2, INT4, INT8}) {
            TypeKind sum = kind == INT8 ? NUMERIC : INT8;
            add(map, "sum", sum, (types, result) -> new SumStates.LongSum(result, false), kind);
            add(map, "avg", NUMERIC, (types, result) -> new SumStates.LongSum(result, true), kind);
        }
        for (TypeKind kind : new TypeKind[] {FLOAT4, FLOAT8}) {
            add(map, "sum", kind, (types, result) -> new SumStates.DoubleSum(result, false), kind);
            add(map, "avg", FLOAT8, (types, result) -> new SumStates.DoubleSum(result, true), kind);
        }
        add(map, "sum", INTERVAL, (types, result) -> new IntervalSumState(false), INTERVAL);
        add(map, "avg", INTERVAL, (types, result) -> new IntervalSumState(true), INTERVAL);
        add(map, "sum", NUMERIC, (types, result) -> new SumStates.NumericSum(false), NUMERIC);
        add(map, "avg", NUMERIC, (types, result) -> new SumStates.NumericSum(true), NUMERIC);
    }

    private static void variances(
            Map<String, List<Signature>> map, String name, boolean sample, boolean root) {
        for (TypeKind kind : new TypeKind[] {INT2, INT4, INT8, NUMERIC}) {
            add(
                    map,
                    name,
                    NUMERIC,
                    (types, result) ->
                            new VarianceStates.NumericVariance(types.get(0), sample, root),
                    kind);
        }
        for (TypeKind kind : new TypeKind[] {FLOAT4, FLOAT8}) {
            add(
                    map,
                    name,
                    FLOAT8,
                    (types, result) -> new VarianceStates.DoubleVariance(sample, root),
                    kind);
        }
    }

    private static void add(
            Map<String, List<Signature>> map,
            String name,
            TypeKind result,
            AggregateDefinition.StateFactory factory,
            TypeKind... arguments) {
        map.computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Signature(name, List.of(arguments), result, factory));
    }

    static List<String> names() {
        return SIGNATURES.keySet().stream().sorted().toList();
    }

    static boolean has(String name) {
        return SIGNATURES.containsKey(name);
    }

    static List<Signature> of(String name) {
        return SIGNATURES.getOrDefault(name, List.of());
    }
}
