package io.omendb.sql.expr;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.Cast;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.function.CastDefinition;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.function.ResolvedFunction;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Datum;
import io.omendb.sql.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds bound expressions with the conversions that PostgreSQL would add: what the binder calls
 * for operators, functions, casts and constructs with a common type. A literal of unknown type
 * becomes a constant of the wanted type as soon as the wanted type is known.
 */
public final class ExpressionFactory {
    private final FunctionRegistry registry;
    private final ParameterInference parameters;
    private final SessionFormat format;

    /**
     * @param format settings by which literals such as those of timestamptz are read
     */
    public ExpressionFactory(
            FunctionRegistry registry, ParameterInference parameters, SessionFormat format) {
        this.registry = registry;
        this.parameters = parameters;
        this.format = format;
    }

    /** The literal of a quoted string, whose type is open. */
    public static Constant unknownLiteral(String text) {
        return new Constant(SqlType.UNKNOWN, Datum.ofText(text));
    }

    /** The literal NULL, whose type is open. */
    public static Constant nullLiteral() {
        return new Constant(SqlType.UNKNOWN, Datum.NULL);
    }

    /** A call by name; {@code type(x)} is a cast when no function fits better. */
    public BoundExpression call(String name, List<BoundExpression> arguments) {
        List<SqlType> types = types(arguments);
        if (arguments.size() == 1 && !registry.hasFunction(name)) {
            SqlType type = SqlType.byName(name, List.of());
            if (type != null
                    && type.modifier() < 0
                    && registry.canCoerce(types.get(0), type, CastContext.EXPLICIT)) {
                return cast(arguments.get(0), type, CastContext.EXPLICIT);
            }
        }
        return call(registry.resolve(name, types), arguments);
    }

    /** An operator; {@code left} is null for a prefix operator. */
    public BoundExpression operator(
            String symbol, @Nullable BoundExpression left, BoundExpression right) {
        ResolvedFunction resolved =
                registry.resolveOperator(symbol, left == null ? null : left.type(), right.type());
        return call(resolved, left == null ? List.of(right) : List.of(left, right));
    }

    /** A call whose meaning is known. */
    public BoundExpression call(ResolvedFunction resolved, List<BoundExpression> arguments) {
        List<BoundExpression> converted = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            converted.add(coerce(arguments.get(i), resolved.argumentTypes().get(i)));
        }
        return new Call(resolved.definition(), converted, resolved.returnType());
    }

    private static List<SqlType> types(List<BoundExpression> expressions) {
        List<SqlType> types = new ArrayList<>();
        for (BoundExpression expression : expressions) {
            types.add(expression.type());
        }
        return types;
    }

    /** The implicit conversion to a type; 42846 when there is none. */
    public BoundExpression coerce(BoundExpression expression, SqlType type) {
        return cast(expression, type, CastContext.IMPLICIT);
    }

    /**
     * The conversion to a type with its modifier in a context; the expression itself when it has
     * that type.
     *
     * @throws SqlException 42846 when there is none; the errors of reading a literal
     */
    public BoundExpression cast(BoundExpression expression, SqlType type, CastContext context) {
        BoundExpression converted = castKind(expression, type, context);
        if (type.modifier() < 0 || converted.type().equals(type)) {
            return converted;
        }
        return resize(converted, type, context);
    }

    private BoundExpression castKind(
            BoundExpression expression, SqlType type, CastContext context) {
        SqlType from = expression.type();
        if (from.kind() == type.kind()) {
            return expression;
        }
        if (from.isUnknown()) {
            BoundExpression typed = castUnknown(expression, type, context);
            if (typed != null) {
                return typed;
            }
        }
        CastDefinition definition = registry.resolveCast(from, type, context);
        if (definition == null) {
            throw SqlException.of(
                    SqlState.CANNOT_COERCE,
                    "cannot cast type " + from.kind().sqlName() + " to " + type.kind().sqlName());
        }
        boolean takesModifier = type.kind() == TypeKind.VARCHAR || type.kind() == TypeKind.BPCHAR;
        SqlType result = takesModifier ? type : type.withoutModifier();
        return new Cast(expression, definition, result, context == CastContext.EXPLICIT);
    }

    /**
     * A literal is read, a parameter gets its type; anything else of unknown type is converted like
     * text.
     */
    private @Nullable BoundExpression castUnknown(
            BoundExpression expression, SqlType type, CastContext context) {
        if (expression instanceof ParameterReference reference) {
            SqlType inferred = parameters.infer(reference.index(), type.withoutModifier());
            BoundExpression typed = new ParameterReference(reference.index(), inferred);
            return inferred.kind() == type.kind() ? typed : castKind(typed, type, context);
        }
        if (!(expression instanceof Constant constant)) {
            return null;
        }
        if (constant.value().isNull()) {
            return new Constant(type, Datum.NULL);
        }
        if (type.kind().isRegistered()) {
            return null;
        }
        byte[] text = constant.value().bytes();
        // A string is read whole and fitted to its length by a cast, whose error names no place in
        // the statement.
        SqlType element = type.element();
        boolean ofStrings = (element == null ? type : element).kind().isString();
        SqlType readAs = ofStrings ? type.withoutModifier() : type;
        Vector value = Vector.of(readAs, 1);
        TypeCodec.of(type.kind()).parseText(text, 0, text.length, readAs, format, value, 0);
        return new Constant(readAs, Datum.of(value, 0));
    }

    private BoundExpression resize(BoundExpression expression, SqlType type, CastContext context) {
        CastDefinition definition = registry.resolveCast(expression.type(), type, context);
        if (definition == null) {
            return expression;
        }
        return new Cast(expression, definition, type, context == CastContext.EXPLICIT);
    }

    /**
     * Gives expressions that are still of unknown type the type text, as the output columns of a
     * query get it.
     */
    public BoundExpression resolveUnknown(BoundExpression expression) {
        return expression.type().isUnknown() ? coerce(expression, SqlType.TEXT) : expression;
    }

    /**
     * Converts expressions to their common type; {@code what} names the construct in errors, such
     * as "CASE".
     */
    public List<BoundExpression> unify(List<BoundExpression> expressions, String what) {
        SqlType common = registry.commonType(types(expressions), what);
        List<BoundExpression> converted = new ArrayList<>();
        for (BoundExpression expression : expressions) {
            converted.add(coerce(expression, common));
        }
        return converted;
    }

    /**
     * The expression as a condition; 42804 "argument of WHERE must be type boolean, not type
     * integer".
     */
    public BoundExpression condition(BoundExpression expression, String what) {
        if (!registry.canCoerce(expression.type(), SqlType.BOOL, CastContext.IMPLICIT)) {
            throw SqlException.of(
                    SqlState.DATATYPE_MISMATCH,
                    "argument of "
                            + what
                            + " must be type boolean, not type "
                            + expression.type().kind().sqlName());
        }
        return coerce(expression, SqlType.BOOL);
    }

    /**
     * The value of an INSERT or UPDATE as its column wants it; 42804 "column "c" is of type integer
     * but expression is of type boolean".
     */
    public BoundExpression assign(BoundExpression expression, SqlType type, String column) {
        if (!registry.canCoerce(expression.type(), type, CastContext.ASSIGNMENT)) {
            throw SqlException.of(
                            SqlState.DATATYPE_MISMATCH,
                            "column \""
                                    + column
                                    + "\" is of type "
                                    + type.kind().sqlName()
                                    + " but expression is of type "
                                    + expression.type().kind().sqlName())
                    .withHint("You will need to rewrite or cast the expression.");
        }
        return cast(expression, type, CastContext.ASSIGNMENT);
    }
}
