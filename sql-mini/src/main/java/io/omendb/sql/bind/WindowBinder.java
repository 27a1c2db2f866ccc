package io.omendb.sql.bind;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.function.AggregateDefinition;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.function.WindowFunction;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.plan.WindowCall;
import io.omendb.sql.plan.WindowDefinition;
import io.omendb.sql.plan.WindowFrame;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Expression.CallModifiers;
import io.omendb.sql.syntax.Expression.FunctionCall;
import io.omendb.sql.syntax.Query.NamedWindow;
import io.omendb.sql.syntax.SortItem;
import io.omendb.sql.syntax.WindowSpecification;
import io.omendb.sql.syntax.WindowSpecification.Bound;
import io.omendb.sql.syntax.WindowSpecification.Exclusion;
import io.omendb.sql.syntax.WindowSpecification.Frame;
import io.omendb.sql.syntax.WindowSpecification.FrameUnit;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds the window functions of one SELECT and the windows that they are over. */
final class WindowBinder {
    /** The clause of the arguments of a window function. */
    static final String ARGUMENT = "window function arguments";

    private static final String DEFINITION = "window definitions";

    private final BindContext context;
    private final Scope scope;
    private final @Nullable CommonTables commonTables;
    private final Aggregates aggregates;
    private final List<NamedWindow> named;
    private final Windows windows = new Windows();

    WindowBinder(
            BindContext context,
            Scope scope,
            @Nullable CommonTables commonTables,
            Aggregates aggregates,
            List<NamedWindow> named) {
        this.context = context;
        this.scope = scope;
        this.commonTables = commonTables;
        this.aggregates = aggregates;
        this.named = named;
    }

    Windows windows() {
        return windows;
    }

    private ExpressionBinder inside(String clause) {
        return new ExpressionBinder(context, scope, commonTables, clause, aggregates, null);
    }

    /** The error of a window function where none may stand. */
    static SqlException misplaced(String clause, int position) {
        return switch (clause) {
            case CallBinder.AGGREGATE_ARGUMENT ->
                    BindContext.error(
                            SqlState.GROUPING_ERROR,
                            "aggregate function calls cannot contain window function calls",
                            position);
            case ARGUMENT ->
                    BindContext.error(
                            SqlState.WINDOWING_ERROR,
                            "window function calls cannot be nested",
                            position);
            default ->
                    BindContext.error(
                            SqlState.WINDOWING_ERROR,
                            "window functions are not allowed in " + clause,
                            position);
        };
    }

    /** Binds a call with its OVER clause. */
    BoundExpression call(String name, FunctionCall call, WindowSpecification over) {
        int position = call.position();
        List<BoundExpression> arguments = inside(ARGUMENT).bindAll(call.arguments());
        WindowFunction function = function(name, call, arguments);
        List<BoundExpression> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            SqlType type = function.argumentTypes().get(i);
            converted.add(context.coerce(arguments.get(i), type, position));
        }
        Expression filter = call.modifiers().filter();
        BoundExpression condition =
                filter == null
                        ? null
                        : new ExpressionBinder(context, scope, commonTables, "FILTER", null, null)
                                .condition(filter, "FILTER");
        return windows.add(
                definition(over, named.size()),
                new WindowCall(function, converted, condition),
                position);
    }

    private WindowFunction function(
            String name, FunctionCall call, List<BoundExpression> arguments) {
        int position = call.position();
        CallModifiers modifiers = call.modifiers();
        FunctionRegistry registry = context.registry();
        List<SqlType> types = BindContext.types(arguments);
        boolean aggregate = registry.hasAggregate(name);
        if (modifiers.withinGroup()) {
            throw BindContext.notSupported("WITHIN GROUP", position);
        }
        if (aggregate && !modifiers.star() && arguments.isEmpty()) {
            throw BindContext.error(
                    SqlState.WRONG_OBJECT_TYPE,
                    name + "(*) must be used to call a parameterless aggregate function",
                    position);
        }
        WindowFunction function =
                BindContext.at(
                        position,
                        () ->
                                aggregate
                                        ? registry.resolveAggregate(name, types, false)
                                        : registry.resolvePlaceFunction(name, types));
        String unsupported =
                modifiers.distinct()
                        ? "DISTINCT is not implemented for window functions"
                        : !modifiers.orderBy().isEmpty()
                                ? "aggregate ORDER BY is not implemented for window functions"
                                : modifiers.filter() != null
                                                && !(function instanceof AggregateDefinition)
                                        ? "FILTER is not implemented for non-aggregate window"
                                                + " functions"
                                        : null;
        if (unsupported != null) {
            throw BindContext.error(SqlState.FEATURE_NOT_SUPPORTED, unsupported, position);
        }
        return function;
    }

    /** Binds what the WINDOW clause defines, for its errors: not all of it need be used. */
    void checkNamed() {
        for (int i = 0; i < named.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (named.get(j).name().equals(named.get(i).name())) {
                    throw BindContext.error(
                            SqlState.WINDOWING_ERROR,
                            "window \"" + named.get(i).name() + "\" is already defined",
                            named.get(i).window().position());
                }
            }
            definition(named.get(i).window(), i);
        }
    }

    /**
     * Binds a window.
     *
     * @param known how many of the named windows it may refer to
     */
    private WindowDefinition definition(WindowSpecification window, int known) {
        String name = window.reference();
        Frame frame = window.frame();
        if (name == null) {
            return new WindowDefinition(
                    partition(window), order(window), frame(frame, window.position()));
        }
        int place = place(name, known, window.position());
        WindowSpecification copied = named.get(place).window();
        WindowDefinition base = definition(copied, place);
        if (window.partitionBy().isEmpty() && window.orderBy().isEmpty() && frame == null) {
            return base;
        }
        if (!window.partitionBy().isEmpty()) {
            throw cannot("override PARTITION BY clause of", name, "", window);
        }
        if (!window.orderBy().isEmpty() && !base.orderBy().isEmpty()) {
            throw cannot("override ORDER BY clause of", name, "", window);
        }
        if (copied.frame() != null) {
            throw cannot("copy", name, " because it has a frame clause", window);
        }
        return new WindowDefinition(
                base.partitionBy(),
                window.orderBy().isEmpty() ? base.orderBy() : order(window),
                frame(frame, window.position()));
    }

    private int place(String name, int known, int position) {
        for (int i = 0; i < known; i++) {
            if (named.get(i).name().equals(name)) {
                return i;
            }
        }
        throw BindContext.error(
                SqlState.UNDEFINED_OBJECT, "window \"" + name + "\" does not exist", position);
    }

    private static SqlException cannot(
            String what, String name, String why, WindowSpecification window) {
        return BindContext.error(
                SqlState.WINDOWING_ERROR,
                "cannot " + what + " window \"" + name + "\"" + why,
                window.position());
    }

    private List<BoundExpression> partition(WindowSpecification window) {
        List<BoundExpression> keys = new ArrayList<>();
        for (BoundExpression key : inside(DEFINITION).bindAll(window.partitionBy())) {
            keys.add(context.factory().resolveUnknown(key));
        }
        return keys;
    }

    private List<SortKey> order(WindowSpecification window) {
        ExpressionBinder expressions = inside(DEFINITION);
        List<SortKey> keys = new ArrayList<>();
        for (SortItem item : window.orderBy()) {
            BoundExpression bound = expressions.bind(item.expression());
            keys.add(SortKeys.key(context.factory().resolveUnknown(bound), item));
        }
        return keys;
    }

    private WindowFrame frame(@Nullable Frame frame, int position) {
        if (frame == null) {
            return WindowFrame.DEFAULT;
        }
        Bound start = frame.start();
        Bound end = frame.end();
        checkBounds(start, end, position);
        boolean offsets = start.offset() != null || end != null && end.offset() != null;
        if (frame.exclusion() != Exclusion.NO_OTHERS) {
            throw BindContext.notSupported("EXCLUDE of a window frame", position);
        }
        if (frame.unit() == FrameUnit.GROUPS) {
            throw BindContext.notSupported("a window frame of GROUPS", position);
        }
        if (frame.unit() == FrameUnit.RANGE && offsets) {
            throw BindContext.notSupported("a window frame of RANGE with offsets", position);
        }
        return new WindowFrame(
                frame.unit() == FrameUnit.ROWS ? WindowFrame.Unit.ROWS : WindowFrame.Unit.RANGE,
                bound(start),
                end == null
                        ? new WindowFrame.Bound(WindowFrame.BoundKind.CURRENT_ROW, null)
                        : bound(end));
    }

    private static void checkBounds(Bound start, @Nullable Bound end, int position) {
        WindowSpecification.BoundKind from = start.kind();
        WindowSpecification.BoundKind to =
                end == null ? WindowSpecification.BoundKind.CURRENT_ROW : end.kind();
        String message = null;
        if (from == WindowSpecification.BoundKind.UNBOUNDED_FOLLOWING) {
            message = "frame start cannot be UNBOUNDED FOLLOWING";
        } else if (to == WindowSpecification.BoundKind.UNBOUNDED_PRECEDING) {
            message = "frame end cannot be UNBOUNDED PRECEDING";
        } else if (from == WindowSpecification.BoundKind.FOLLOWING && end == null) {
            message = "frame starting from following row cannot end with current row";
        } else if (from.compareTo(to) > 0) {
            message =
                    from == WindowSpecification.BoundKind.CURRENT_ROW
                            ? "frame starting from current row cannot have preceding rows"
                            : "frame starting from following row cannot have preceding rows";
        }
        if (message != null) {
            throw BindContext.error(SqlState.WINDOWING_ERROR, message, position);
        }
    }

    private WindowFrame.Bound bound(Bound bound) {
        Expression syntax = bound.offset();
        WindowFrame.BoundKind kind = WindowFrame.BoundKind.valueOf(bound.kind().name());
        if (syntax == null) {
            return new WindowFrame.Bound(kind, null);
        }
        BoundExpression offset =
                new ExpressionBinder(context, scope, commonTables, "window ROWS", null, null)
                        .bind(syntax);
        int position = context.positionOf(offset, syntax.position());
        if (Expressions.hasColumns(offset)) {
            throw BindContext.error(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "argument of ROWS must not contain variables",
                    position);
        }
        return new WindowFrame.Bound(kind, LimitBinder.toInt8(context, offset, "ROWS", position));
    }
}
