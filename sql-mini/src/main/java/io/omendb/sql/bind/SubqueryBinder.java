package io.omendb.sql.bind;

import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.Call;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.expr.BoundExpression.SubqueryKind;
import io.omendb.sql.expr.BoundExpression.SubqueryReference;
import io.omendb.sql.expr.BoundExpression.SubqueryRun;
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
 * that is possible, and else plans that run for each row.
 */
final class SubqueryBinder {
    private final BindContext context;
    private final ExpressionBinder expressions;

    SubqueryBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    /** A subquery and when it runs; one that is correlated has yet to become a join. */
    private record Asked(Subquery subquery, SubqueryRun run) {}

    /**
     * Binds a query as one that runs before, as one that is to become a join, or as one that runs
     * for each row.
     */
    private Asked ask(Query query, boolean joinable, int position) {
        int plans = context.initPlans().size();
        int reads = context.outerReads();
        try {
            Subquery subquery =
                    new QueryBinder(context, expressions.scope(), expressions.commonTables())
                            .subquery(query);
            if (!subquery.isCorrelated()) {
                boolean beyond = context.outerReads() > reads;
                return new Asked(subquery, new SubqueryRun(beyond, beyond, List.of()));
            }
            if (joinable) {
                return new Asked(subquery, SubqueryRun.ONCE);
            }
            if (!expressions.mayRunPerRow()) {
                throw correlated(position);
            }
        } catch (NotJoinable e) {
            if (!expressions.mayRunPerRow()) {
                throw e;
            }
        }
        context.keepInitPlans(plans);
        return perRow(query);
    }

    private Asked perRow(Query query) {
        int reads = context.outerReads();
        OuterRow row = new OuterRow(context);
        Subquery subquery =
                new QueryBinder(
                                context,
                                expressions.scope().readBy(row),
                                expressions.commonTables())
                        .subquery(query);
        boolean beyond = context.outerReads() - reads > row.reads();
        return new Asked(subquery, new SubqueryRun(true, beyond, row.values()));
    }

    private Asked askOneColumn(Query query, boolean joinable, int position) {
        Asked asked = ask(query, joinable, position);
        if (asked.subquery().columns().size() != 1) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR, "subquery must return only one column", position);
        }
        return asked;
    }

    /** Binds the right side of IN, ANY and ALL, which has as many columns as the left side. */
    private Asked askCompared(Expression argument, Query query, boolean joinable, int position) {
        if (argument instanceof Expression.RowConstructor) {
            throw BindContext.notSupported("comparing a row with the rows of a subquery", position);
        }
        Asked asked = ask(query, joinable, position);
        if (asked.subquery().columns().size() != 1) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR, "subquery has too many columns", position);
        }
        return asked;
    }

    private BoundExpression reference(Asked asked, SubqueryKind kind, SqlType type) {
        int plan = context.addInitPlan(asked.subquery().plan());
        return new SubqueryReference(plan, kind, null, null, type, asked.run());
    }

    BoundExpression scalar(Expression.ScalarQuery scalar) {
        SubqueryJoins joins = expressions.joins();
        Asked asked = askOneColumn(scalar.query(), joins != null, scalar.position());
        if (joins != null && asked.subquery().isCorrelated()) {
            return joins.single(asked.subquery());
        }
        SqlType type = asked.subquery().columns().getFirst().type();
        return reference(asked, SubqueryKind.SCALAR, type);
    }

    /** ARRAY(query): the values of its only column in the order of its rows. */
    BoundExpression array(Expression.ArrayQuery array) {
        Asked asked = askOneColumn(array.query(), false, array.position());
        SqlType value = asked.subquery().columns().getFirst().type();
        SqlType list = value.array();
        SqlType type = list == null && value.kind().isArray() ? value : list;
        if (type == null) {
            throw BindContext.error(
                    SqlState.UNDEFINED_OBJECT,
                    "could not find array type for data type " + value.kind().sqlName(),
                    array.position());
        }
        SubqueryKind kind = list == null ? SubqueryKind.ARRAY_OF_ARRAYS : SubqueryKind.ARRAY;
        return reference(asked, kind, type.withoutModifier());
    }

    BoundExpression exists(Expression.Exists exists) {
        return reference(
                ask(exists.query(), false, exists.position()), SubqueryKind.EXISTS, SqlType.BOOL);
    }

    BoundExpression in(Expression.InQuery in) {
        Asked asked = askCompared(in.argument(), in.query(), false, in.position());
        BoundExpression argument = expressions.bind(in.argument());
        BoundExpression found =
                comparison(
                        argument,
                        new OperatorName(null, "="),
                        asked,
                        SubqueryKind.IN,
                        in.position());
        return in.negated() ? new BoundExpression.Not(found) : found;
    }

    BoundExpression quantified(Expression.QuantifiedQuery quantified) {
        Asked asked =
                askCompared(
                        quantified.argument(), quantified.query(), false, quantified.position());
        BoundExpression argument = expressions.bind(quantified.argument());
        SubqueryKind kind = quantified.all() ? SubqueryKind.ALL : SubqueryKind.ANY;
        return comparison(argument, quantified.operator(), asked, kind, quantified.position());
    }

    private BoundExpression comparison(
            BoundExpression argument,
            OperatorName operator,
            Asked asked,
            SubqueryKind kind,
            int position) {
        Plan plan = asked.subquery().plan();
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
                SqlType.BOOL,
                asked.run());
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
            Asked found = ask(exists.query(), true, exists.position());
            if (found.subquery().isCorrelated()) {
                joins.exists(found.subquery(), negated, List.of());
                return true;
            }
            BoundExpression any = reference(found, SubqueryKind.EXISTS, SqlType.BOOL);
            filters.add(negated ? new BoundExpression.Not(any) : any);
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
        Asked asked = askCompared(in.argument(), in.query(), true, in.position());
        Subquery subquery = asked.subquery();
        BoundExpression argument = expressions.bind(in.argument());
        if (!subquery.isCorrelated()) {
            OperatorName equals = new OperatorName(null, "=");
            filters.add(comparison(argument, equals, asked, SubqueryKind.IN, in.position()));
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
        Asked asked = ask(in.query(), true, in.position());
        Subquery subquery = asked.subquery();
        if (!asked.run().values().isEmpty()) {
            throw correlated(in.position());
        }
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
        return new NotJoinable(
                BindContext.notSupported("a correlated subquery in this place", position));
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
