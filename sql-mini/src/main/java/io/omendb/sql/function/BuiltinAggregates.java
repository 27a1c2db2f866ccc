package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.ANY;
import static io.omendb.sql.types.TypeKind.INT8;

import io.omendb.sql.types.TypeKind;
import java.util.HashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The signatures of the aggregates. */
final class BuiltinAggregates {
    private static final Map<String, List<Signature>> SIGNATURES = signatures();

    /** One aggregate for one list of argument types. */
    record Signature(
            String name, List<TypeKind> arguments, TypeKind result, AggregateDefinition.StateFactory factory) {
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
        return map;
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

    static boolean has(String name) {
        return SIGNATURES.containsKey(name);
    }

    static List<Signature> of(String name) {
        return SIGNATURES.getOrDefault(name, List.of());
    }
}
