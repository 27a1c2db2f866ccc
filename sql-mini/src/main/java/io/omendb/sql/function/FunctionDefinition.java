package io.omendb.sql.function;

import io.omendb.sql.types.TypeKind;

import java.util.List;

/**
 * A function or an operator with one signature.
 *
 * @param name lower case; for operators the symbol
 * @param argumentKinds types of the parameters; ANY and ANYELEMENT take every type
 * @param variadic whether the last parameter takes any number of arguments, at least one
 * @param returnKind ANYELEMENT for the type of the arguments given to ANYELEMENT
 * @param strict whether the result is null when any argument is
 */
public record FunctionDefinition(
        String name,
        List<TypeKind> argumentKinds,
        boolean variadic,
        TypeKind returnKind,
        Volatility volatility,
        boolean strict,
        KernelFactory kernel) {

    public FunctionDefinition {
        argumentKinds = List.copyOf(argumentKinds);
    }

    /** The parameter type at an argument position, the variadic one repeated. */
    public TypeKind argumentKind(int position) {
        return argumentKinds.get(Math.min(position, argumentKinds.size() - 1));
    }

    /** Whether the function can be called with so many arguments. */
    public boolean accepts(int count) {
        return variadic ? count >= argumentKinds.size() : count == argumentKinds.size();
    }

    @Override
    public String toString() {
        return name + argumentKinds;
    }
}
