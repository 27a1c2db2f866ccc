package io.omendb.sql.function;

import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects definitions while the registry is being built. */
final class FunctionRegistrar {
    private final Map<String, List<FunctionDefinition>> functions;
    private final Map<String, List<FunctionDefinition>> operators;

    FunctionRegistrar(
            Map<String, List<FunctionDefinition>> functions,
            Map<String, List<FunctionDefinition>> operators) {
        this.functions = functions;
        this.operators = operators;
    }

    /** A strict immutable function. */
    void function(String name, TypeKind result, KernelFactory kernel, TypeKind... arguments) {
        function(name, result, Volatility.IMMUTABLE, true, kernel, arguments);
    }

    void function(
            String name,
            TypeKind result,
            Volatility volatility,
            boolean strict,
            KernelFactory kernel,
            TypeKind... arguments) {
        add(
                functions,
                new FunctionDefinition(
                        name, List.of(arguments), false, result, volatility, strict, kernel));
    }

    /** A function that sees its null arguments and takes the last parameter any number of times. */
    void variadic(
            String name,
            TypeKind result,
            Volatility volatility,
            KernelFactory kernel,
            TypeKind... arguments) {
        add(
                functions,
                new FunctionDefinition(
                        name, List.of(arguments), true, result, volatility, false, kernel));
    }

    /** A strict immutable operator with one or two operands. */
    void operator(String symbol, TypeKind result, KernelFactory kernel, TypeKind... arguments) {
        operator(symbol, result, Volatility.IMMUTABLE, kernel, arguments);
    }

    void operator(
            String symbol,
            TypeKind result,
            Volatility volatility,
            KernelFactory kernel,
            TypeKind... arguments) {
        add(
                operators,
                new FunctionDefinition(
                        symbol, List.of(arguments), false, result, volatility, true, kernel));
    }

    /** An immutable operator that sees its null operands. */
    void nullableOperator(
            String symbol, TypeKind result, KernelFactory kernel, TypeKind... arguments) {
        add(
                operators,
                new FunctionDefinition(
                        symbol,
                        List.of(arguments),
                        false,
                        result,
                        Volatility.IMMUTABLE,
                        false,
                        kernel));
    }

    private static void add(
            Map<String, List<FunctionDefinition>> map, FunctionDefinition definition) {
        map.computeIfAbsent(definition.name(), name -> new ArrayList<>()).add(definition);
    }
}
