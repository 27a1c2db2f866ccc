package io.omendb.sql.bind;

import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.SubqueryKind;
import io.omendb.sql.expr.BoundExpression.SubqueryReference;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Expression.OperatorName;
import io.omendb.sql.syntax.Query;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds subqueries: uncorrelated ones become plans that run before, correlated ones joins where
 * that is possible.
 */
final class SubqueryBinder {
    private final BindContext context;
    private final ExpressionBinder expressions;

    SubqueryBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    private Subquery bind(Query query) {
        return new QueryBinder(context, expressions.scope(), expressions.commonTables())
                .subquery(query);
    }

    private Subquery bindOneColumn(Query query, int position) {
        Subquery subquery = bind(query);
        if (subquery.columns().size() != 1) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR, "subquery must return only one column", position);
        }
        return subquery;
    }

    /** Binds the right side of IN, ANY and ALL, which has as many columns as the left side. */
    private Subquery bindCompared(Expression argument, Query query, int position) {
        if (argument instanceof Expression.RowConstructor) {
            throw BindContext.notSupported("comparing a row with the rows of a subquery", position);
        }
        Subquery subquery = bind(query);
        if (subquery.columns().size() != 1) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR, "subquery has too many columns", position);
        }
        return subquery;
    }

    BoundExpression scalar(Expression.ScalarQuery scalar) {
        Subquery subquery = bindOneColumn(scalar.query(), scalar.position());
        SqlType type = subquery.columns().getFirst().type();
        if (!subquery.isCorrelated()) {
            int plan = context.addInitPlan(subquery.plan());
            return new SubqueryReference(plan, SubqueryKind.SCALAR, null, null, type);
        }
        SubqueryJoins joins = expressions.joins();
        if (joins == null) {
            throw correlated(scalar.position());
        }
        return joins.single(subquery);
    }

    /** ARRAY(query): the values of its only column in the order of its rows. */
    BoundExpression array(Expression.ArrayQuery array) {
        Subquery subquery = bindOneColumn(array.query(), array.position());
        if (subquery.isCorrelated()) {
            throw correlated(array.position());
        }
        SqlType value = subquery.columns().getFirst().type();
        SqlType list = value.array();
        SqlType type = list == null && value.kind().isArray() ? value : list;
        if (type == null) {
            throw BindContext.error(
                    SqlState.UNDEFINED_OBJECT,
                    "could not find array type for data type " + value.kind().sqlName(),
                    array.position());
        }
        int plan = context.addInitPlan(subquery.plan());
        SubqueryKind kind = list == null ? SubqueryKind.ARRAY_OF_ARRAYS : SubqueryKind.ARRAY;
        return new SubqueryReference(plan, kind, null, null, type.withoutModifier());
    }

    BoundExpression exists(Expression.Exists exists) {
        Subquery subquery = bind(exists.query());
        if (subquery.isCorrelated()) {
            throw correlated(exists.position());
        }
        int plan = context.addInitPlan(subquery.plan());
        return new SubqueryReference(plan, SubqueryKind.EXISTS, null, null, SqlType.BOOL);
    }

    BoundExpression in(Expression.InQuery in) {
        Subquery subquery = bindCompared(in.argument(), in.query(), in.position());
        if (subquery.isCorrelated()) {
            throw correlated(in.position());
        }
        BoundExpression argument = expressions.bind(in.argument());
        BoundExpression found =
                comparison(
                        argument,
                        new OperatorName(null, "="),
                        subquery.plan(),
                        SubqueryKind.IN,
                        in.position());
        return in.negated() ? new BoundExpression.Not(found) : found;
    }

    BoundExpression quantified(Expression.QuantifiedQuery quantified) {
        Subquery subquery =
                bindCompared(quantified.argument(), quantified.query(), quantified.position());
        if (subquery.isCorrelated()) {
            throw correlated(quantified.position());
        }
        BoundExpression argument = expressions.bind(quantified.argument());
        SubqueryKind kind = quantified.all() ? SubqueryKind.ALL : SubqueryKind.ANY;
        return comparison(
                argument, quantified.operator(), subquery.plan(), kind, quantified.position());
    }

    private BoundExpression comparison(
            BoundExpression argument,
            OperatorName operator,
            Plan plan,
            SubqueryKind kind,
            int position) {
        ColumnReference column = new ColumnReference(0, plan.types().getFirst());
        BoundExpression compared = expressions.operator(operator, argument, column, position);
        if (!(compared instanceof Call call) || call.type().kind() != SqlType.BOOL.kind()) {
            throw BindContext.error(
                    SqlState.WRONG_OBJECT_TYPE,
                    "op ANY/ALL (subquery) requires operator to yield boolean",
                    position);
        }
        BoundExpression right = call.arguments().get(1);
        Plan converted = right.equals(column) ? plan : new Plan.Project(plan, List.of(right));
        int index = context.addInitPlan(converted);
        return new SubqueryReference(
                index,
                kind,
                call.arguments().get(0),
                kind == SubqueryKind.IN ? null : call.definition(),
                SqlType.BOOL);
    }

    /**
     * Binds a top-level condition of WHERE that asks a correlated subquery, as a join that keeps or
     * drops rows.
     *
     * @param filters gets what turns out not to be correlated
     * @return false when it is another condition, which is then bound as any expression
     */
    boolean bindAsJoin(Expression condition, SubqueryJoins joins, List<BoundExpression> filters) {
        boolean negated = false;
        Expression asked = condition;
        while (asked instanceof Expression.Not not) {
            negated = !negated;
            asked = not.argument();
        }
        if (asked instanceof Expression.Exists exists) {
            Subquery subquery = bind(exists.query());
            if (!subquery.isCorrelated()) {
                BoundExpression found =
                        new SubqueryReference(
                                context.addInitPlan(subquery.plan()),
                                SubqueryKind.EXISTS,
                                null,
                                null,
                                SqlType.BOOL);
                filters.add(negated ? new BoundExpression.Not(found) : found);
                return true;
            }
            joins.exists(subquery, negated, List.of());
            return true;
        }
        if (asked instanceof Expression.InQuery in && !in.negated() && !negated) {
            return bindInAsJoin(in, joins, filters);
        }
        return false;
    }

    private boolean bindInAsJoin(
            Expression.InQuery in, SubqueryJoins joins, List<BoundExpression> filters) {
        if (in.argument() instanceof Expression.RowConstructor row) {
            bindRowInAsJoin(row, in, joins);
            return true;
        }
        Subquery subquery = bindCompared(in.argument(), in.query(), in.position());
        BoundExpression argument = expressions.bind(in.argument());
        if (!subquery.isCorrelated()) {
            OperatorName equals = new OperatorName(null, "=");
            filters.add(
                    comparison(argument, equals, subquery.plan(), SubqueryKind.IN, in.position()));
            return true;
        }
        if (outerReference(argument) != null) {
            throw correlated(in.position());
        }
        BoundExpression outer = Expressions.shift(argument, Scope.OUTER);
        ColumnReference column = new ColumnReference(0, subquery.plan().types().getFirst());
        List<BoundExpression> equality = new ArrayList<>();
        equality.add(expressions.operator("=", outer, column, in.position()));
        joins.exists(subquery, false, equality);
        return true;
    }

    private void bindRowInAsJoin(
            Expression.RowConstructor row, Expression.InQuery in, SubqueryJoins joins) {
        Subquery subquery = bind(in.query());
        int width = subquery.columns().size();
        if (width != row.elements().size()) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR,
                    width > row.elements().size()
                            ? "subquery has too many columns"
                            : "subquery has too few columns",
                    in.position());
        }
        List<BoundExpression> equalities = new ArrayList<>();
        List<SqlType> types = subquery.plan().types();
        List<BoundExpression> elements = expressions.bindAll(row.elements());
        for (int i = 0; i < width; i++) {
            BoundExpression element = elements.get(i);
            if (outerReference(element) != null) {
                throw correlated(in.position());
            }
            equalities.add(
                    expressions.operator(
                            "=",
                            Expressions.shift(element, Scope.OUTER),
                            new ColumnReference(i, types.get(i)),
                            in.position()));
        }
        joins.exists(subquery, false, equalities);
    }

    static RuntimeException correlated(int position) {
        return BindContext.notSupported("a correlated subquery in this place", position);
    }

    /** Returns the first place of an expression that reads the scope around, or null. */
    static @Nullable BoundExpression outerReference(BoundExpression expression) {
        BoundExpression[] found = new BoundExpression[1];
        Expressions.forEach(
                expression,
                node -> {
                    if (node instanceof ColumnReference reference
                            && reference.index() >= Scope.OUTER) {
                        found[0] = node;
                    }
                });
        return found[0];
    }
}
