package io.omendb.sql.bind;

import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.function.ArrayConcatenation;
import io.omendb.sql.function.ArrayQuantifier;
import io.omendb.sql.function.ArraySubscript;
import io.omendb.sql.function.ArraySubscript.Bounds;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.function.FunctionDefinition;
import io.omendb.sql.function.ResolvedFunction;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Datum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds ARRAY[...], subscripts, and comparisons with ANY and ALL elements of an array. */
final class ArrayBinder {
    private static final int DIMENSIONS_MAX = 6;
    private static final Datum ONE = Datum.ofLong(1);

    private final BindContext context;
    private final ExpressionBinder expressions;

    ArrayBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    /**
     * @param wanted the array type that a cast around asks for, to which the elements are
     *     converted; null for their common type
     */
    BoundExpression constructor(Expression.ArrayConstructor array, @Nullable SqlType wanted) {
        SqlType wantedElement = wanted == null ? null : wanted.element();
        List<BoundExpression> elements = new ArrayList<>();
        boolean nested = false;
        for (Expression element : array.elements()) {
            BoundExpression bound =
                    element instanceof Expression.ArrayConstructor inner
                            ? context.placed(constructor(inner, wanted), inner.position())
                            : expressions.bind(element);
            nested |= bound.type().kind().isArray() && !bound.type().kind().isVector();
            elements.add(bound);
        }
        if (wanted != null && wantedElement != null) {
            return typed(array, elements, nested ? wanted : wantedElement, wanted);
        }
        if (elements.isEmpty()) {
            throw BindContext.error(
                            SqlState.INDETERMINATE_DATATYPE,
                            "cannot determine type of empty array",
                            array.position())
                    .withHint(
                            "Explicitly cast to the desired type, for example ARRAY[]::integer[].");
        }
        List<BoundExpression> unified = context.unify(elements, "ARRAY", array.position());
        SqlType element = unified.getFirst().type().withoutModifier();
        SqlType type = nested ? element : element.array();
        if (type == null) {
            throw BindContext.error(
                    SqlState.UNDEFINED_OBJECT,
                    "could not find array type for data type " + element.kind().sqlName(),
                    array.position());
        }
        return call(nested, unified, type);
    }

    private BoundExpression typed(
            Expression.ArrayConstructor array,
            List<BoundExpression> elements,
            SqlType elementType,
            SqlType type) {
        List<BoundExpression> converted = new ArrayList<>();
        for (BoundExpression element : elements) {
            int position = context.positionOf(element, array.position());
            converted.add(
                    BindContext.at(
                            position,
                            () ->
                                    context.factory()
                                            .cast(element, elementType, CastContext.EXPLICIT)));
        }
        return call(elementType.kind().isArray(), converted, type);
    }

    private static BoundExpression call(
            boolean nested, List<BoundExpression> elements, SqlType type) {
        return new Call(
                nested ? ArrayConcatenation.OF_ARRAYS : ArrayConcatenation.OF_ELEMENTS,
                elements,
                type);
    }

    BoundExpression subscript(Expression.Subscript last) {
        List<Expression.Subscript> chain = new ArrayList<>();
        Expression container = last;
        while (container instanceof Expression.Subscript subscript) {
            chain.addFirst(subscript);
            container = subscript.argument();
        }
        BoundExpression array = expressions.bind(container);
        SqlType element = array.type().element();
        if (element == null) {
            throw BindContext.error(
                    SqlState.DATATYPE_MISMATCH,
                    "cannot subscript type "
                            + array.type().kind().sqlName()
                            + " because it does not support subscripting",
                    container.position());
        }
        if (chain.size() > DIMENSIONS_MAX) {
            throw BindContext.error(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "number of array dimensions ("
                            + chain.size()
                            + ") exceeds the maximum allowed ("
                            + DIMENSIONS_MAX
                            + ")",
                    last.position());
        }
        boolean slice = chain.stream().anyMatch(Expression.Subscript::slice);
        return slice ? slice(array, chain) : element(array, element, chain);
    }

    private BoundExpression element(
            BoundExpression array, SqlType element, List<Expression.Subscript> chain) {
        List<BoundExpression> arguments = new ArrayList<>();
        arguments.add(array);
        for (Expression.Subscript subscript : chain) {
            arguments.add(index(subscript.lower(), subscript.position()));
        }
        return new Call(ArraySubscript.ELEMENT, arguments, element);
    }

    private BoundExpression slice(BoundExpression array, List<Expression.Subscript> chain) {
        List<BoundExpression> arguments = new ArrayList<>();
        arguments.add(array);
        List<Bounds> bounds = new ArrayList<>();
        for (Expression.Subscript subscript : chain) {
            Expression lower = subscript.lower();
            Expression upper = subscript.upper();
            if (!subscript.slice()) {
                // Among slices a single subscript is the upper bound of one that begins at 1.
                arguments.add(new BoundExpression.Constant(SqlType.INT4, ONE));
                arguments.add(index(lower, subscript.position()));
                bounds.add(new Bounds(true, true));
                continue;
            }
            if (lower != null) {
                arguments.add(index(lower, subscript.position()));
            }
            if (upper != null) {
                arguments.add(index(upper, subscript.position()));
            }
            bounds.add(new Bounds(lower != null, upper != null));
        }
        SqlType type = array.type();
        if (type.kind().isVector()) {
            SqlType element = type.element();
            SqlType plain = element == null ? null : element.array();
            type = plain == null ? type : plain;
        }
        return new Call(ArraySubscript.slice(bounds), arguments, type);
    }

    private BoundExpression index(@Nullable Expression syntax, int position) {
        if (syntax == null) {
            throw new AssertionError("a subscript without an index");
        }
        BoundExpression bound = expressions.bind(syntax);
        if (!context.registry().canCoerce(bound.type(), SqlType.INT4, CastContext.ASSIGNMENT)) {
            throw BindContext.error(
                    SqlState.DATATYPE_MISMATCH,
                    "array subscript must have type integer",
                    syntax.position());
        }
        return BindContext.at(
                position,
                () -> context.factory().cast(bound, SqlType.INT4, CastContext.ASSIGNMENT));
    }

    /** Binds {@code x op ANY|ALL (array)}, the array being any value. */
    BoundExpression quantified(Expression.QuantifiedArray quantified) {
        int position = quantified.position();
        BoundExpression argument = expressions.bind(quantified.argument());
        BoundExpression array = expressions.bind(quantified.array());
        SqlType given = array.type();
        SqlType element = given.isUnknown() ? given : given.element();
        if (element == null) {
            throw BindContext.error(
                    SqlState.WRONG_OBJECT_TYPE,
                    "op ANY/ALL (array) requires array on right side",
                    position);
        }
        ResolvedFunction resolved =
                BindContext.at(
                        position,
                        () ->
                                context.registry()
                                        .resolveOperator(
                                                quantified.operator().symbol(),
                                                argument.type(),
                                                element));
        FunctionDefinition operator = resolved.definition();
        SqlType right = resolved.argumentTypes().get(1);
        SqlType arrayType = right.array();
        if (resolved.returnType().kind() != TypeKind.BOOL) {
            throw BindContext.error(
                    SqlState.WRONG_OBJECT_TYPE,
                    "op ANY/ALL (array) requires operator to yield boolean",
                    position);
        }
        if (arrayType == null) {
            throw BindContext.error(
                    SqlState.UNDEFINED_OBJECT,
                    "could not find array type for data type " + right.kind().sqlName(),
                    position);
        }
        boolean sameElements = element.kind() == right.kind();
        BoundExpression values = sameElements ? array : context.coerce(array, arrayType, position);
        BoundExpression value = context.coerce(argument, resolved.argumentTypes().get(0), position);
        ArrayQuantifier quantifier = new ArrayQuantifier(operator, quantified.all());
        return new Call(quantifier.definition(), List.of(value, values), SqlType.BOOL);
    }
}
