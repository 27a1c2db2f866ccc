package io.omendb.sql.bind;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.function.AggregateDefinition;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.function.ResolvedFunction;
import io.omendb.sql.plan.AggregateCall;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Expression.CallModifiers;
import io.omendb.sql.syntax.Expression.FunctionCall;
import io.omendb.sql.syntax.Expression.SpecialFunction;
import io.omendb.sql.syntax.SortItem;
import io.omendb.sql.syntax.WindowSpecification;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Binds calls: functions, aggregates, and the functions written without parentheses. */
final class CallBinder {
    /** The clause of the arguments of an aggregate. */
    static final String AGGREGATE_ARGUMENT = "aggregate arguments";

    private final BindContext context;
    private final ExpressionBinder expressions;

    CallBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    BoundExpression call(FunctionCall call) {
        String name = systemName(call.name());
        FunctionRegistry registry = context.registry();
        WindowSpecification over = call.over();
        if (over != null) {
            return window(name, call, over);
        }
        if (registry.hasPlaceFunction(name)) {
            throw BindContext.error(
                    SqlState.WRONG_OBJECT_TYPE,
                    "window function " + name + " requires an OVER clause",
                    call.position());
        }
        if (registry.hasAggregate(name)) {
            return aggregate(name, call);
        }
        CallModifiers modifiers = call.modifiers();
        boolean aggregateOnly =
                modifiers.distinct()
                        || modifiers.star()
                        || !modifiers.orderBy().isEmpty()
                        || modifiers.filter() != null;
        List<BoundExpression> arguments = expressions.bindAll(call.arguments());
        if (aggregateOnly && registry.hasFunction(name)) {
            throw notAnAggregate(name, modifiers, call.position());
        }
        if (registry.hasSetFunction(name)) {
            throw BindContext.notSupported(
                    "a set-returning function outside FROM", call.position());
        }
        if (modifiers.variadic()) {
            throw BindContext.notSupported("VARIADIC", call.position());
        }
        return resolved(call.name(), name, arguments, call.position());
    }

    private BoundExpression window(String name, FunctionCall call, WindowSpecification over) {
        FunctionRegistry registry = context.registry();
        if (!registry.hasAggregate(name) && registry.hasFunction(name)) {
            throw BindContext.error(
                    SqlState.WRONG_OBJECT_TYPE,
                    "OVER specified, but "
                            + name
                            + " is not a window function nor an aggregate function",
                    call.position());
        }
        WindowBinder windows = expressions.windows();
        if (windows == null) {
            throw WindowBinder.misplaced(expressions.clause(), call.position());
        }
        return windows.call(name, call, over);
    }

    /**
     * Returns the bare name, keeping a schema that holds no functions so that the lookup fails with
     * it.
     */
    static String systemName(List<String> name) {
        boolean system =
                name.size() == 1 || (name.size() == 2 && name.getFirst().equals("pg_catalog"));
        return system ? name.getLast() : String.join(".", name);
    }

    private BoundExpression resolved(
            List<String> written, String name, List<BoundExpression> arguments, int position) {
        FunctionRegistry registry = context.registry();
        if (arguments.size() == 1 && !registry.hasFunction(name)) {
            // type(x) is a cast when no function has the name.
            SqlType type = SqlType.byName(name, List.of());
            if (type != null
                    && type.modifier() < 0
                    && registry.canCoerce(
                            arguments.getFirst().type(), type, CastContext.EXPLICIT)) {
                return BindContext.at(
                        position,
                        () ->
                                context.factory()
                                        .cast(arguments.getFirst(), type, CastContext.EXPLICIT));
            }
        }
        boolean qualified = written.size() > 1;
        ResolvedFunction resolved =
                BindContext.at(
                        position,
                        () -> {
                            try {
                                return registry.resolve(name, BindContext.types(arguments));
                            } catch (SqlException e) {
                                throw qualified
                                        ? withWrittenName(e, name, String.join(".", written))
                                        : e;
                            }
                        });
        return expressions.apply(resolved, arguments, position);
    }

    private static SqlException withWrittenName(SqlException e, String name, String written) {
        if (e.state() != SqlState.UNDEFINED_FUNCTION || name.equals(written)) {
            return e;
        }
        SqlException renamed =
                SqlException.of(
                        e.state(),
                        e.message().replace("function " + name + "(", "function " + written + "("));
        String hint = e.hint();
        return hint == null ? renamed : renamed.withHint(hint);
    }

    private static SqlException notAnAggregate(String name, CallModifiers modifiers, int position) {
        String what =
                modifiers.star()
                        ? name + "(*) specified, but " + name + " is not an aggregate function"
                        : modifiers.distinct()
                                ? "DISTINCT specified, but "
                                        + name
                                        + " is not an aggregate function"
                                : modifiers.filter() != null
                                        ? "FILTER specified, but "
                                                + name
                                                + " is not an aggregate function"
                                        : "ORDER BY specified, but "
                                                + name
                                                + " is not an aggregate function";
        return BindContext.error(SqlState.WRONG_OBJECT_TYPE, what, position);
    }

    private BoundExpression aggregate(String name, FunctionCall call) {
        int position = call.position();
        Aggregates aggregates = expressions.aggregates();
        if (aggregates == null) {
            throw BindContext.error(
                    SqlState.GROUPING_ERROR,
                    expressions.clause().equals(AGGREGATE_ARGUMENT)
                            ? "aggregate function calls cannot be nested"
                            : "aggregate functions are not allowed in " + expressions.clause(),
                    position);
        }
        CallModifiers modifiers = call.modifiers();
        if (modifiers.withinGroup()) {
            throw BindContext.notSupported("WITHIN GROUP", position);
        }
        if (!modifiers.star() && call.arguments().isEmpty()) {
            throw BindContext.error(
                    SqlState.WRONG_OBJECT_TYPE,
                    name + "(*) must be used to call a parameterless aggregate function",
                    position);
        }
        ExpressionBinder inside = expressions.insideAggregate();
        List<BoundExpression> arguments = inside.bindAll(call.arguments());
        AggregateDefinition definition =
                BindContext.at(
                        position,
                        () ->
                                context.registry()
                                        .resolveAggregate(
                                                name,
                                                BindContext.types(arguments),
                                                modifiers.distinct()));
        List<BoundExpression> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            converted.add(
                    context.coerce(arguments.get(i), definition.argumentTypes().get(i), position));
        }
        Expression filterSyntax = modifiers.filter();
        BoundExpression filter =
                filterSyntax == null ? null : inside.condition(filterSyntax, "FILTER");
        List<SortKey> orderBy = new ArrayList<>();
        for (SortItem item : modifiers.orderBy()) {
            BoundExpression key = context.factory().resolveUnknown(inside.bind(item.expression()));
            if (modifiers.distinct() && !converted.contains(key)) {
                throw BindContext.error(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list",
                        item.expression().position());
            }
            orderBy.add(SortKeys.key(key, item));
        }
        return aggregates.add(new AggregateCall(definition, converted, filter, orderBy));
    }

    BoundExpression special(SpecialFunction function) {
        int position = function.position();
        return switch (function.value()) {
            case CURRENT_TIMESTAMP -> now(TypeKind.TIMESTAMPTZ, function);
            case LOCALTIMESTAMP -> now(TypeKind.TIMESTAMP, function);
            case CURRENT_DATE -> now(TypeKind.DATE, function);
            case CURRENT_TIME -> throw BindContext.notSupported("type timetz", position);
            case LOCALTIME -> throw BindContext.notSupported("type time", position);
            case CURRENT_ROLE, CURRENT_USER, USER -> function("current_user", position);
            case SESSION_USER -> function("session_user", position);
            case CURRENT_CATALOG -> function("current_database", position);
            case CURRENT_SCHEMA -> function("current_schema", position);
        };
    }

    private BoundExpression now(TypeKind kind, SpecialFunction function) {
        int precision = kind == TypeKind.DATE ? -1 : Math.min(function.precision(), 6);
        SqlType type = new SqlType(kind, precision);
        BoundExpression now = function("now", function.position());
        return BindContext.at(
                function.position(), () -> context.factory().cast(now, type, CastContext.EXPLICIT));
    }

    private BoundExpression function(String name, int position) {
        ResolvedFunction resolved =
                BindContext.at(position, () -> context.registry().resolve(name, List.of()));
        return expressions.apply(resolved, List.of(), position);
    }
}
