package io.omendb.sql.function;

import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The signatures of the window functions that are no aggregates. */
final class PlaceFunctions {
    private static final Map<String, List<FunctionDefinition>> SIGNATURES = signatures();

    private PlaceFunctions() {}

    private static Map<String, List<FunctionDefinition>> signatures() {
        Map<String, List<FunctionDefinition>> map = new TreeMap<>();
        for (PlaceFunction.Kind kind : PlaceFunction.Kind.values()) {
            switch (kind) {
                case ROW_NUMBER, RANK, DENSE_RANK -> add(map, kind, TypeKind.INT8);
                case PERCENT_RANK, CUME_DIST -> add(map, kind, TypeKind.FLOAT8);
                case NTILE -> add(map, kind, TypeKind.INT4, TypeKind.INT4);
                case FIRST_VALUE, LAST_VALUE ->
                        add(map, kind, TypeKind.ANYELEMENT, TypeKind.ANYELEMENT);
                case NTH_VALUE ->
                        add(map, kind, TypeKind.ANYELEMENT, TypeKind.ANYELEMENT, TypeKind.INT4);
                case LAG, LEAD -> {
                    add(map, kind, TypeKind.ANYELEMENT, TypeKind.ANYELEMENT);
                    add(map, kind, TypeKind.ANYELEMENT, TypeKind.ANYELEMENT, TypeKind.INT4);
                    add(
                            map,
                            kind,
                            TypeKind.ANYCOMPATIBLE,
                            TypeKind.ANYCOMPATIBLE,
                            TypeKind.INT4,
                            TypeKind.ANYCOMPATIBLE);
                }
            }
        }
        return map;
    }

    private static void add(
            Map<String, List<FunctionDefinition>> map,
            PlaceFunction.Kind kind,
            TypeKind result,
            TypeKind... arguments) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        map.computeIfAbsent(name, key -> new ArrayList<>())
                .add(
                        new FunctionDefinition(
                                name,
                                List.of(arguments),
                                false,
                                result,
                                Volatility.IMMUTABLE,
                                false,
                                SetFunctions.NONE));
    }

    static List<String> names() {
        return List.copyOf(SIGNATURES.keySet());
    }

    static List<FunctionDefinition> of(String name) {
        return SIGNATURES.getOrDefault(name, List.of());
    }

    static PlaceFunction resolved(ResolvedFunction function) {
        String name = function.definition().name();
        return new PlaceFunction(
                name,
                PlaceFunction.Kind.valueOf(name.toUpperCase(Locale.ROOT)),
                function.argumentTypes(),
                function.returnType());
    }
}
