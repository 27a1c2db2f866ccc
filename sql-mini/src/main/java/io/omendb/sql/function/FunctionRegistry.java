package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.factory.Maps;
import org.jspecify.annotations.Nullable;

/**
 * All functions, operators, casts and aggregates with the rules by which a call finds its meaning:
 * chapters "Operators" to "UNION, CASE, and Related Constructs" under "Type Conversion" of
 * PostgreSQL's manual. Immutable, shared by all threads.
 */
public final class FunctionRegistry {
    private static final FunctionRegistry STANDARD = new FunctionRegistry();

    private final Map<String, List<FunctionDefinition>> functions = Maps.mutable.empty();
    private final Map<String, List<FunctionDefinition>> operators = Maps.mutable.empty();
    private final CastTable casts = new CastTable();
    private final OverloadResolution resolution = new OverloadResolution(casts);

    private FunctionRegistry() {
        BuiltinFunctions.registerAll(new FunctionRegistrar(functions, operators));
    }

    /** The built-in functions. */
    public static FunctionRegistry standard() {
        return STANDARD;
    }

    /** Whether any function, not aggregate, has this name. */
    public boolean hasFunction(String name) {
        return functions.containsKey(name);
    }

    public boolean hasAggregate(String name) {
        return BuiltinAggregates.has(name);
    }

    public boolean hasSetFunction(String name) {
        return SetFunctions.has(name);
    }

    /** Whether a window function, not an aggregate, has this name. */
    public boolean hasPlaceFunction(String name) {
        return !PlaceFunctions.of(name).isEmpty();
    }

    /** The names of all window functions that are not aggregates, sorted. */
    public List<String> placeFunctionNames() {
        return PlaceFunctions.names();
    }

    /** The names of all functions that are not aggregates, sorted. */
    public List<String> functionNames() {
        return functions.keySet().stream().sorted().toList();
    }

    /** The names of all aggregates, sorted. */
    public List<String> aggregateNames() {
        return BuiltinAggregates.names();
    }

    /** The symbols of all operators, sorted. */
    public List<String> operatorSymbols() {
        return operators.keySet().stream().sorted().toList();
    }

    /**
     * Finds the function for a call; 42883 when there is none, 42725 when several fit equally well.
     */
    public ResolvedFunction resolve(String name, List<SqlType> argumentTypes) {
        List<FunctionDefinition> candidates = functions.getOrDefault(name, List.of());
        FunctionDefinition found = resolution.function(candidates, argumentTypes);
        if (found != null) {
            return resolution.resolved(found, argumentTypes);
        }
        throw unresolved(name, candidates, argumentTypes);
    }

    private SqlException unresolved(
            String name, List<FunctionDefinition> candidates, List<SqlType> argumentTypes) {
        String call = name + "(" + OverloadResolution.list(argumentTypes) + ")";
        if (resolution.isAmbiguous(candidates, argumentTypes)) {
            return SqlException.of(
                            SqlState.AMBIGUOUS_FUNCTION, "function " + call + " is not unique")
                    .withHint(
                            "Could not choose a best candidate function."
                                    + " You might need to add explicit type casts.");
        }
        return SqlException.of(SqlState.UNDEFINED_FUNCTION, "function " + call + " does not exist")
                .withHint(
                        "No function matches the given name and argument types. "
                                + "You might need to add explicit type casts.");
    }

    /** Finds the operator; {@code left} is null for a prefix operator. */
    public ResolvedFunction resolveOperator(String symbol, @Nullable SqlType left, SqlType right) {
        List<SqlType> types = left == null ? List.of(right) : List.of(left, right);
        List<FunctionDefinition> candidates = operators.getOrDefault(symbol, List.of());
        FunctionDefinition found = resolution.operator(candidates, types);
        if (found != null) {
            return resolution.resolved(found, types);
        }
        String call =
                (left == null ? "" : OverloadResolution.name(left) + " ")
                        + symbol
                        + " "
                        + OverloadResolution.name(right);
        if (resolution.isAmbiguous(candidates, types)) {
            throw SqlException.of(SqlState.AMBIGUOUS_FUNCTION, "operator is not unique: " + call)
                    .withHint(
                            "Could not choose a best candidate operator. You might need to add explicit type casts.");
        }
        throw SqlException.of(SqlState.UNDEFINED_FUNCTION, "operator does not exist: " + call)
                .withHint(
                        "No operator matches the given name and argument type"
                                + (left == null ? "" : "s")
                                + ". You might need to add "
                                + (left == null ? "an " : "")
                                + "explicit type cast"
                                + (left == null ? "." : "s."));
    }

    /**
     * The conversion between two types in a context, or null when there is none. Asked for the same
     * kind, it gives the length coercion, and null when the modifier of {@code to} asks for
     * nothing.
     */
    public @Nullable CastDefinition resolveCast(SqlType from, SqlType to, CastContext context) {
        return casts.find(from, to, context);
    }

    /** Whether a value of the one type can stand where the other is wanted. */
    public boolean canCoerce(SqlType from, SqlType to, CastContext context) {
        return casts.canCoerce(from.kind(), to.kind(), context);
    }

    /**
     * The common type of CASE, COALESCE, UNION, VALUES and IN, {@code what} naming the construct in
     * the error 42804. All unknown gives text.
     */
    public SqlType commonType(List<SqlType> types, String what) {
        SqlType chosen = null;
        boolean same = true;
        for (SqlType type : types) {
            if (chosen == null) {
                chosen = type;
            } else if (!type.equals(chosen)) {
                same = false;
            }
        }
        if (chosen == null) {
            throw new IllegalArgumentException("no types");
        }
        if (same && !chosen.isUnknown()) {
            return chosen;
        }
        TypeKind kind = TypeKind.UNKNOWN;
        for (SqlType type : types) {
            TypeKind next = type.kind();
            if (next == TypeKind.UNKNOWN || next == kind) {
                continue;
            }
            if (kind == TypeKind.UNKNOWN) {
                kind = next;
            } else if (kind.category() != next.category()) {
                throw SqlException.of(
                        SqlState.DATATYPE_MISMATCH,
                        what
                                + " types "
                                + kind.sqlName()
                                + " and "
                                + next.sqlName()
                                + " cannot be matched");
            } else if (!kind.preferred()
                    && casts.canCoerce(kind, next, CastContext.IMPLICIT)
                    && !casts.canCoerce(next, kind, CastContext.IMPLICIT)) {
                kind = next;
            }
        }
        if (kind == TypeKind.UNKNOWN) {
            return SqlType.TEXT;
        }
        SqlType common = SqlType.of(kind);
        for (SqlType type : types) {
            if (!type.isUnknown() && !canCoerce(type, common, CastContext.IMPLICIT)) {
                throw SqlException.of(
                        SqlState.CANNOT_COERCE,
                        what
                                + " could not convert type "
                                + type.kind().sqlName()
                                + " to "
                                + kind.sqlName());
            }
        }
        return common;
    }

    /** Finds the aggregate; no argument types stand for {@code count(*)}. */
    public AggregateDefinition resolveAggregate(
            String name, List<SqlType> argumentTypes, boolean distinct) {
        List<BuiltinAggregates.Signature> signatures = BuiltinAggregates.of(name);
        List<FunctionDefinition> candidates = new ArrayList<>();
        for (BuiltinAggregates.Signature signature : signatures) {
            candidates.add(signature.asFunction());
        }
        FunctionDefinition found = resolution.function(candidates, argumentTypes);
        if (found == null) {
            throw unresolved(name, candidates, argumentTypes);
        }
        ResolvedFunction resolved = resolution.resolved(found, argumentTypes);
        return new AggregateDefinition(
                name,
                resolved.argumentTypes(),
                resolved.returnType(),
                distinct,
                signatures.get(candidates.indexOf(found)).factory());
    }

    /** Finds the window function that is no aggregate. */
    public PlaceFunction resolvePlaceFunction(String name, List<SqlType> argumentTypes) {
        List<FunctionDefinition> candidates = PlaceFunctions.of(name);
        FunctionDefinition found = resolution.function(candidates, argumentTypes);
        if (found == null) {
            throw unresolved(name, candidates, argumentTypes);
        }
        return PlaceFunctions.resolved(resolution.resolved(found, argumentTypes));
    }

    /** Finds the function of FROM. */
    public SetFunctionDefinition resolveSetFunction(String name, List<SqlType> argumentTypes) {
        List<SetFunctionDefinition> definitions = SetFunctions.of(name);
        List<FunctionDefinition> candidates = new ArrayList<>();
        for (SetFunctionDefinition definition : definitions) {
            List<TypeKind> kinds = definition.argumentTypes().stream().map(SqlType::kind).toList();
            candidates.add(
                    new FunctionDefinition(
                            name,
                            kinds,
                            false,
                            definition.returnType().kind(),
                            Volatility.VOLATILE,
                            true,
                            SetFunctions.NONE));
        }
        FunctionDefinition found = resolution.function(candidates, argumentTypes);
        if (found == null) {
            throw SqlException.of(
                    SqlState.UNDEFINED_FUNCTION,
                    "function "
                            + name
                            + "("
                            + OverloadResolution.list(argumentTypes)
                            + ") does not exist");
        }
        SetFunctionDefinition definition = definitions.get(candidates.indexOf(found));
        ResolvedFunction resolved = resolution.resolved(found, argumentTypes);
        return new SetFunctionDefinition(
                name, resolved.argumentTypes(), resolved.returnType(), definition.generator());
    }
}
