package io.omendb.sql.bind;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Branch;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.CaseWhen;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.Conjunction;
import io.omendb.sql.expr.BoundExpression.Constant;
import io.omendb.sql.expr.BoundExpression.ParameterReference;
import io.omendb.sql.expr.ExpressionFactory;
import io.omendb.sql.function.CastContext;
import io.omendb.sql.function.ResolvedFunction;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Expression.Literal;
import io.omendb.sql.syntax.Expression.OperatorName;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Datum;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds expressions within one clause of one query. */
final class ExpressionBinder {
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final BindContext context;
    private final Scope scope;
    private final @Nullable CommonTables commonTables;
    private final String clause;
    private final @Nullable Aggregates aggregates;
    private final @Nullable SubqueryJoins joins;
    private final CallBinder calls;
    private final ComparisonBinder comparisons;
    private final SubqueryBinder subqueries;
    private final ArrayBinder arrays;
    private @Nullable WindowBinder windows;
    private boolean ofChange;

    /**
     * @param clause the clause as errors name it, such as WHERE
     * @param aggregates where aggregates are noted; null where none may stand
     * @param joins where correlated subqueries become joins; null where none may stand
     */
    ExpressionBinder(
            BindContext context,
            Scope scope,
            @Nullable CommonTables commonTables,
            String clause,
            @Nullable Aggregates aggregates,
            @Nullable SubqueryJoins joins) {
        this.context = context;
        this.scope = scope;
        this.commonTables = commonTables;
        this.clause = clause;
        this.aggregates = aggregates;
        this.joins = joins;
        this.calls = new CallBinder(context, this);
        this.comparisons = new ComparisonBinder(context, this);
        this.subqueries = new SubqueryBinder(context, this);
        this.arrays = new ArrayBinder(context, this);
    }

    /** Refuses subqueries that would run for each row: the values are worked out by the writer. */
    ExpressionBinder ofChange() {
        ofChange = true;
        return this;
    }

    /** Lets window functions stand in the expressions. */
    ExpressionBinder with(WindowBinder binder) {
        windows = binder;
        return this;
    }

    /** What binds window functions; null where none may stand. */
    @Nullable WindowBinder windows() {
        return windows;
    }

    /** Whether subqueries may run for each row. */
    boolean mayRunPerRow() {
        return !ofChange;
    }

    Scope scope() {
        return scope;
    }

    @Nullable CommonTables commonTables() {
        return commonTables;
    }

    ArrayBinder arrays() {
        return arrays;
    }

    SubqueryBinder subqueries() {
        return subqueries;
    }

    String clause() {
        return clause;
    }

    @Nullable Aggregates aggregates() {
        return aggregates;
    }

    @Nullable SubqueryJoins joins() {
        return joins;
    }

    /**
     * Returns a binder over the same names for the arguments of an aggregate, where no other may
     * stand.
     */
    ExpressionBinder insideAggregate() {
        return new ExpressionBinder(
                context, scope, commonTables, CallBinder.AGGREGATE_ARGUMENT, null, null);
    }

    List<BoundExpression> bindAll(List<Expression> expressions) {
        List<BoundExpression> bound = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            bound.add(bind(expression));
        }
        return bound;
    }

    /** Binds a condition: of type boolean, or what can be read as one. */
    BoundExpression condition(Expression expression, String what) {
        return toCondition(bind(expression), what, expression.position());
    }

    BoundExpression toCondition(BoundExpression bound, String what, int position) {
        return BindContext.at(
                context.positionOf(bound, position),
                () -> context.factory().condition(bound, what));
    }

    BoundExpression bind(Expression expression) {
        BoundExpression bound = dispatch(expression);
        return context.placed(bound, startOf(expression));
    }

    /** Errors about an operand point at where it starts. */
    static int startOf(Expression expression) {
        return switch (expression) {
            case Expression.Binary binary -> startOf(binary.left());
            case Expression.And and -> startOf(and.arguments().getFirst());
            case Expression.Or or -> startOf(or.arguments().getFirst());
            case Expression.IsNull test -> startOf(test.argument());
            case Expression.Cast cast ->
                    cast.argument() instanceof Literal literal
                            ? literal.position()
                            : Math.min(startOf(cast.argument()), cast.position());
            default -> expression.position();
        };
    }

    private BoundExpression dispatch(Expression expression) {
        return switch (expression) {
            case Literal literal -> literal(literal);
            case Expression.ColumnName name -> column(name);
            case Expression.Parameter parameter ->
                    new ParameterReference(
                            parameter.number() - 1,
                            context.parameters().use(parameter.number(), parameter.position()));
            case Expression.Cast cast -> cast(cast);
            case Expression.Unary unary ->
                    operator(unary.operator(), null, bind(unary.argument()), unary.position());
            case Expression.Binary binary -> comparisons.binary(binary);
            case Expression.And and -> conjunction(true, and.arguments(), "AND");
            case Expression.Or or -> conjunction(false, or.arguments(), "OR");
            case Expression.Not not -> new BoundExpression.Not(condition(not.argument(), "NOT"));
            case Expression.IsNull test -> comparisons.isNull(test);
            case Expression.IsBoolean test ->
                    new BoundExpression.IsBoolean(
                            condition(
                                    test.argument(),
                                    "IS " + (test.negated() ? "NOT " : "") + test.truth()),
                            switch (test.truth()) {
                                case TRUE -> Boolean.TRUE;
                                case FALSE -> Boolean.FALSE;
                                case UNKNOWN -> null;
                            },
                            test.negated());
            case Expression.IsDistinctFrom test -> comparisons.isDistinctFrom(test);
            case Expression.Between between -> comparisons.between(between);
            case Expression.InList in -> comparisons.inList(in);
            case Expression.PatternMatch match -> comparisons.pattern(match);
            case Expression.QuantifiedArray quantified -> comparisons.quantified(quantified);
            case Expression.InQuery in -> subqueries.in(in);
            case Expression.QuantifiedQuery quantified -> subqueries.quantified(quantified);
            case Expression.Exists exists -> subqueries.exists(exists);
            case Expression.ScalarQuery query -> subqueries.scalar(query);
            case Expression.Case choice -> caseWhen(choice);
            case Expression.Coalesce coalesce -> {
                List<BoundExpression> arguments =
                        context.unify(
                                bindAll(coalesce.arguments()), "COALESCE", coalesce.position());
                yield new BoundExpression.Coalesce(arguments, sharedType(arguments));
            }
            case Expression.NullIf nullIf -> nullIf(nullIf);
            case Expression.MinMax choice -> {
                String name = choice.greatest() ? "GREATEST" : "LEAST";
                List<BoundExpression> arguments =
                        context.unify(bindAll(choice.arguments()), name, choice.position());
                yield new BoundExpression.MinMax(
                        choice.greatest(), arguments, sharedType(arguments));
            }
            case Expression.Collate collate -> collate(collate);
            case Expression.FunctionCall call -> calls.call(call);
            case Expression.SpecialFunction function -> calls.special(function);
            case Expression.Star star ->
                    throw BindContext.error(
                            SqlState.SYNTAX_ERROR,
                            "row expansion via \"*\" is not supported here",
                            star.position());
            case Expression.DefaultValue value ->
                    throw BindContext.error(
                            SqlState.SYNTAX_ERROR,
                            "DEFAULT is not allowed in this context",
                            value.position());
            case Expression.ArrayQuery array -> subqueries.array(array);
            case Expression.ArrayConstructor array -> arrays.constructor(array, null);
            case Expression.RowConstructor row ->
                    throw BindContext.notSupported("a row constructor as a value", row.position());
            case Expression.Subscript subscript -> arrays.subscript(subscript);
            case Expression.FieldSelection field ->
                    throw BindContext.notSupported(
                            "selecting a field of a composite value", field.position());
            case Expression.NamedArgument argument ->
                    throw BindContext.notSupported(
                            "named notation of arguments", argument.position());
            case Expression.Grouping grouping ->
                    throw BindContext.notSupported("GROUPING", grouping.position());
        };
    }

    private BoundExpression literal(Literal literal) {
        return switch (literal.kind()) {
            case NULL -> ExpressionFactory.nullLiteral();
            case TRUE -> new Constant(SqlType.BOOL, Datum.ofBoolean(true));
            case FALSE -> new Constant(SqlType.BOOL, Datum.ofBoolean(false));
            case STRING -> ExpressionFactory.unknownLiteral(literal.text());
            case INTEGER -> integer(literal);
            case NUMERIC -> numeric(literal);
            case BITS -> throw BindContext.notSupported("type bit", literal.position());
        };
    }

    private BoundExpression integer(Literal literal) {
        BigInteger value = new BigInteger(literal.text());
        if (value.compareTo(LONG_MIN) < 0 || value.compareTo(LONG_MAX) > 0) {
            return numeric(literal);
        }
        long number = value.longValue();
        return new Constant(
                number == (int) number ? SqlType.INT4 : SqlType.INT8, Datum.ofLong(number));
    }

    private BoundExpression numeric(Literal literal) {
        BoundExpression text = ExpressionFactory.unknownLiteral(literal.text());
        return BindContext.at(
                literal.position(),
                () -> context.factory().cast(text, SqlType.NUMERIC, CastContext.EXPLICIT));
    }

    private BoundExpression column(Expression.ColumnName name) {
        if (clause.equals(DefaultBinder.CLAUSE)) {
            throw BindContext.error(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "cannot use column reference in DEFAULT expression",
                    name.position());
        }
        BoundExpression value = scope.column(name.parts(), name.position()).expression();
        // A node of its own, so that an error about it can point at this place.
        return value instanceof ColumnReference reference
                ? new ColumnReference(reference.index(), reference.type())
                : value;
    }

    private BoundExpression cast(Expression.Cast cast) {
        SqlType type = TypeBinder.bind(cast.type());
        BoundExpression argument =
                cast.argument() instanceof Expression.ArrayConstructor array
                                && type.kind().isArray()
                                && !type.kind().isVector()
                        ? context.placed(arrays.constructor(array, type), array.position())
                        : bind(cast.argument());
        int position =
                argument.type().isUnknown()
                        ? context.positionOf(argument, cast.position())
                        : cast.position();
        return BindContext.at(
                position, () -> context.factory().cast(argument, type, CastContext.EXPLICIT));
    }

    /** Applies an operator; a null left side is a prefix operator. */
    BoundExpression operator(
            OperatorName name,
            @Nullable BoundExpression left,
            BoundExpression right,
            int position) {
        String schema = name.schema();
        if (schema != null && !schema.equals("pg_catalog")) {
            throw BindContext.error(
                    SqlState.UNDEFINED_FUNCTION,
                    "operator does not exist: "
                            + (left == null ? "" : left.type().kind().sqlName() + " ")
                            + schema
                            + "."
                            + name.symbol()
                            + " "
                            + right.type().kind().sqlName(),
                    position);
        }
        ResolvedFunction resolved =
                BindContext.at(
                        position,
                        () ->
                                context.registry()
                                        .resolveOperator(
                                                name.symbol(),
                                                left == null ? null : left.type(),
                                                right.type()));
        return apply(resolved, left == null ? List.of(right) : List.of(left, right), position);
    }

    BoundExpression operator(
            String symbol, BoundExpression left, BoundExpression right, int position) {
        return operator(new OperatorName(null, symbol), left, right, position);
    }

    /** Makes the call of a resolved function, its arguments converted. */
    Call apply(ResolvedFunction resolved, List<BoundExpression> arguments, int position) {
        List<BoundExpression> converted = new ArrayList<>(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            converted.add(
                    context.coerce(arguments.get(i), resolved.argumentTypes().get(i), position));
        }
        return new Call(resolved.definition(), converted, resolved.returnType());
    }

    private BoundExpression conjunction(boolean isAnd, List<Expression> arguments, String what) {
        List<BoundExpression> bound = new ArrayList<>(arguments.size());
        for (Expression argument : arguments) {
            bound.add(condition(argument, what));
        }
        return new Conjunction(isAnd, bound);
    }

    private BoundExpression caseWhen(Expression.Case choice) {
        Expression operandSyntax = choice.operand();
        BoundExpression operand = operandSyntax == null ? null : bind(operandSyntax);
        if (operand != null && operand.type().isUnknown()) {
            operand = context.coerce(operand, SqlType.TEXT, choice.position());
        }
        List<BoundExpression> conditions = new ArrayList<>();
        List<BoundExpression> results = new ArrayList<>();
        for (Expression.WhenClause branch : choice.branches()) {
            int position = branch.condition().position();
            conditions.add(
                    operand == null
                            ? condition(branch.condition(), "CASE/WHEN")
                            : operator("=", operand, bind(branch.condition()), position));
            results.add(bind(branch.result()));
        }
        Expression otherwise = choice.otherwise();
        if (otherwise != null) {
            // The common type is sought from ELSE on: it decides between types that convert to each
            // other.
            results.addFirst(bind(otherwise));
        }
        List<BoundExpression> unified = context.unify(results, "CASE", choice.position());
        int first = otherwise == null ? 0 : 1;
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            branches.add(new Branch(conditions.get(i), unified.get(first + i)));
        }
        SqlType type = sharedType(unified);
        boolean bare = otherwise == null && type.modifier() >= 0;
        return new CaseWhen(
                branches,
                otherwise == null ? null : unified.getFirst(),
                bare ? type.withoutModifier() : type);
    }

    /** The type of expressions of one kind: with its modifier only if all have the same. */
    private static SqlType sharedType(List<BoundExpression> unified) {
        SqlType first = unified.getFirst().type();
        for (BoundExpression expression : unified) {
            if (!expression.type().equals(first)) {
                return first.withoutModifier();
            }
        }
        return first;
    }

    private BoundExpression nullIf(Expression.NullIf nullIf) {
        BoundExpression left = bind(nullIf.left());
        BoundExpression equality = operator("=", left, bind(nullIf.right()), nullIf.position());
        // What comes out is the operand of the comparison, which may have been converted for it.
        BoundExpression value = equality instanceof Call call ? call.arguments().getFirst() : left;
        return new BoundExpression.NullIf(value, equality);
    }

    private BoundExpression collate(Expression.Collate collate) {
        String name = collate.collation().getLast();
        boolean known =
                name.equals("default")
                        || name.equals("C")
                        || name.equals("POSIX")
                        || name.equals("ucs_basic");
        if (!known) {
            throw SqlException.of(
                            SqlState.UNDEFINED_OBJECT,
                            "collation \"" + name + "\" for encoding \"UTF8\" does not exist")
                    .withPosition(collate.position());
        }
        // All collations that exist here order by code point: none changes a value or a comparison.
        return bind(collate.argument());
    }
}
