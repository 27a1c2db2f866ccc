package io.omendb.sql.bind;

import io.omendb.sql.bind.Scope.Column;
import io.omendb.sql.bind.Scope.Relation;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Expression.Literal;
import io.omendb.sql.syntax.Expression.LiteralKind;
import io.omendb.sql.syntax.Query.DistinctClause;
import io.omendb.sql.syntax.Query.GroupBy;
import io.omendb.sql.syntax.Query.GroupExpression;
import io.omendb.sql.syntax.Query.GroupItem;
import io.omendb.sql.syntax.Query.GroupingSet;
import io.omendb.sql.syntax.Query.LimitClause;
import io.omendb.sql.syntax.Query.Select;
import io.omendb.sql.syntax.Query.SelectItem;
import io.omendb.sql.syntax.SortItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds one SELECT with the ORDER BY and LIMIT that belong to it. An object binds one. */
final class SelectBinder {
    private final BindContext context;
    private final @Nullable Scope outer;
    private final @Nullable CommonTables commonTables;
    private final boolean resolveUnknown;

    private final List<Item> items = new ArrayList<>();
    private final Aggregates aggregates = new Aggregates();

    /** Conditions of WHERE that read the scope around. */
    private final List<BoundExpression> correlated = new ArrayList<>();

    /**
     * @param resolveUnknown whether output of unknown type becomes text; INSERT and UNION find a
     *     better type
     */
    SelectBinder(
            BindContext context,
            @Nullable Scope outer,
            @Nullable CommonTables commonTables,
            boolean resolveUnknown) {
        this.context = context;
        this.outer = outer;
        this.commonTables = commonTables;
        this.resolveUnknown = resolveUnknown;
    }

    /** An output column, hidden ones for sorting included. */
    private record Item(
            BoundExpression expression,
            String name,
            int tableOid,
            int attributeNumber,
            int position) {
        Item with(BoundExpression other) {
            return new Item(other, name, tableOid, attributeNumber, position);
        }

        OutputColumn output() {
            return new OutputColumn(name, expression.type(), tableOid, attributeNumber);
        }
    }

    /** An item of ORDER BY: which output it sorts by. */
    private record Order(int item, SortItem sort) {}

    /**
     * Binds.
     *
     * @param mayCorrelate whether WHERE may read the scope around; the subquery then says with what
     *     conditions
     */
    Subquery bind(
            Select select,
            List<SortItem> orderBy,
            @Nullable LimitClause limit,
            boolean mayCorrelate) {
        FromBinder.Source source = new FromBinder(context, outer, commonTables).bind(select.from());
        Scope scope = source.scope(outer);
        SubqueryJoins joins = new SubqueryJoins(source.plan());
        where(select.where(), scope, joins, mayCorrelate);
        int joined = joins.plan().types().size();
        // A join below a GROUP BY would add columns that are not grouped.
        SubqueryJoins above = select.groupBy() == null && select.having() == null ? joins : null;
        WindowBinder windowBinder =
                new WindowBinder(context, scope, commonTables, aggregates, select.windows());
        Windows windows = windowBinder.windows();
        ExpressionBinder expressions =
                new ExpressionBinder(context, scope, commonTables, "SELECT", aggregates, above)
                        .with(windowBinder);
        for (SelectItem item : select.items()) {
            addItem(item, scope, expressions);
        }
        int visible = items.size();
        List<BoundExpression> keys = groupKeys(select.groupBy(), scope);
        Expression havingSyntax = select.having();
        BoundExpression having =
                havingSyntax == null
                        ? null
                        : new ExpressionBinder(
                                        context, scope, commonTables, "HAVING", aggregates, null)
                                .condition(havingSyntax, "HAVING");
        List<Order> orders = new ArrayList<>();
        for (SortItem sort : orderBy) {
            orders.add(new Order(sortItem(sort, visible, expressions), sort));
        }
        List<Integer> distinctOn = distinctOn(select.distinct(), visible, expressions);
        windowBinder.checkNamed();
        boolean grouped =
                select.groupBy() != null || having != null || !aggregates.calls().isEmpty();
        if (grouped && joins.plan().types().size() > joined) {
            throw SubqueryBinder.correlated(select.position());
        }
        requireLocal(keys, having, windows);
        if (!correlated.isEmpty()) {
            if (select.distinct() != null
                    || limit != null
                    || select.groupBy() != null
                    || having != null
                    || !windows.isEmpty()) {
                throw SubqueryBinder.correlated(select.position());
            }
            return grouped
                    ? correlatedAggregate(scope, joins.plan(), select.position())
                    : correlatedRows(joins);
        }
        Plan plan = joins.plan();
        if (grouped) {
            plan = group(plan, scope, keys, having, windows);
        }
        if (!windows.isEmpty()) {
            Windows.Planned planned = windows.over(plan);
            plan = planned.plan();
            items.replaceAll(item -> item.with(planned.place(item.expression())));
        }
        List<OutputColumn> columns = items.subList(0, visible).stream().map(Item::output).toList();
        plan = order(plan, visible, select.distinct(), distinctOn, orders);
        plan = new LimitBinder(context, scope, commonTables).limit(plan, limit);
        if (items.size() > visible) {
            plan = new Plan.Project(plan, Expressions.columns(plan.types().subList(0, visible)));
        }
        return new Subquery(plan, columns, List.of(), null);
    }

    private void where(
            @Nullable Expression where, Scope scope, SubqueryJoins joins, boolean mayCorrelate) {
        if (where == null) {
            return;
        }
        ExpressionBinder expressions =
                new ExpressionBinder(context, scope, commonTables, "WHERE", null, joins);
        List<Expression> conjuncts =
                where instanceof Expression.And and ? and.arguments() : List.of(where);
        List<BoundExpression> filters = new ArrayList<>();
        String what = conjuncts.size() > 1 ? "AND" : "WHERE";
        for (Expression conjunct : conjuncts) {
            List<BoundExpression> bound = new ArrayList<>();
            if (!expressions.subqueries().bindAsJoin(conjunct, joins, bound)) {
                bound.add(expressions.condition(conjunct, what));
            }
            if (bound.isEmpty()) {
                continue;
            }
            BoundExpression condition = bound.getFirst();
            BoundExpression reference = SubqueryBinder.outerReference(condition);
            if (reference == null) {
                filters.add(condition);
            } else if (mayCorrelate) {
                correlated.add(condition);
            } else {
                throw SubqueryBinder.correlated(context.positionOf(reference, conjunct.position()));
            }
        }
        joins.filter(filters);
    }

    private void addItem(SelectItem item, Scope scope, ExpressionBinder expressions) {
        int position = item.position();
        if (item.expression() instanceof Expression.Star star) {
            addStar(star, scope);
            return;
        }
        BoundExpression bound = expressions.bind(item.expression());
        BoundExpression value = resolveUnknown ? context.factory().resolveUnknown(bound) : bound;
        String name = item.name() != null ? item.name() : ColumnNames.of(item.expression());
        int tableOid = 0;
        int attribute = 0;
        if (item.expression() instanceof Expression.ColumnName columnName) {
            Column column = scope.column(columnName.parts(), position);
            tableOid = column.tableOid();
            attribute = column.attributeNumber();
        }
        items.add(new Item(value, name, tableOid, attribute, position));
    }

    private void addStar(Expression.Star star, Scope scope) {
        for (Column column : starColumns(star, scope)) {
            items.add(
                    new Item(
                            context.placed(copy(column.expression()), star.position()),
                            column.name(),
                            column.tableOid(),
                            column.attributeNumber(),
                            star.position()));
        }
    }

    private static BoundExpression copy(BoundExpression expression) {
        return expression instanceof ColumnReference reference
                ? new ColumnReference(reference.index(), reference.type())
                : expression;
    }

    /** Returns the columns that a star stands for. */
    static List<Column> starColumns(Expression.Star star, Scope scope) {
        if (star.qualifier().isEmpty()) {
            if (scope.relations().isEmpty() && scope.columns().isEmpty()) {
                throw BindContext.error(
                        SqlState.SYNTAX_ERROR,
                        "SELECT * with no tables specified is not valid",
                        star.position());
            }
            return scope.columns();
        }
        Relation relation = scope.relation(star.qualifier(), star.position());
        if (relation == null) {
            throw scope.missingRelation(star.qualifier(), star.position());
        }
        return relation.columns();
    }

    private List<BoundExpression> groupKeys(@Nullable GroupBy groupBy, Scope scope) {
        List<BoundExpression> keys = new ArrayList<>();
        if (groupBy == null) {
            return keys;
        }
        ExpressionBinder expressions =
                new ExpressionBinder(context, scope, commonTables, "GROUP BY", null, null);
        for (GroupItem item : groupBy.items()) {
            switch (item) {
                case GroupingSet set -> {
                    if (!set.kind().equals("()")) {
                        throw BindContext.notSupported(set.kind(), set.position());
                    }
                }
                case GroupExpression(Expression expression) -> {
                    List<Expression> parts =
                            expression instanceof Expression.RowConstructor row
                                    ? row.elements()
                                    : List.of(expression);
                    for (Expression part : parts) {
                        BoundExpression key = groupKey(part, scope, expressions);
                        if (!keys.contains(key)) {
                            keys.add(key);
                        }
                    }
                }
            }
        }
        return keys;
    }

    private BoundExpression groupKey(
            Expression expression, Scope scope, ExpressionBinder expressions) {
        int item = -1;
        if (expression instanceof Literal literal && literal.kind() != LiteralKind.NULL) {
            item = ordinal(literal, "GROUP BY", items.size());
        } else if (expression instanceof Expression.ColumnName name
                && name.parts().size() == 1
                && scope.columns().stream()
                        .noneMatch(c -> c.name().equals(name.parts().getFirst()))) {
            item = named(name, "GROUP BY", items.size());
        }
        if (item < 0) {
            return context.factory().resolveUnknown(expressions.bind(expression));
        }
        BoundExpression key = items.get(item).expression();
        if (!Expressions.columnsAll(key, index -> !Aggregates.isAggregate(index))) {
            throw BindContext.error(
                    SqlState.GROUPING_ERROR,
                    "aggregate functions are not allowed in GROUP BY",
                    items.get(item).position());
        }
        if (!Expressions.columnsAll(key, index -> !Windows.isWindow(index))) {
            throw WindowBinder.misplaced("GROUP BY", items.get(item).position());
        }
        return context.factory().resolveUnknown(key);
    }

    private static int ordinal(Literal literal, String clause, int count) {
        if (literal.kind() != LiteralKind.INTEGER) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR, "non-integer constant in " + clause, literal.position());
        }
        String text = literal.text();
        int ordinal = text.length() > 9 ? -1 : Integer.parseInt(text);
        if (ordinal < 1 || ordinal > count) {
            throw BindContext.error(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    clause + " position " + text + " is not in select list",
                    literal.position());
        }
        return ordinal - 1;
    }

    /** Finds an output column by name, or -1; two different ones of the name are 42702. */
    private int named(Expression.ColumnName name, String clause, int count) {
        int found = -1;
        for (int i = 0; i < count; i++) {
            if (!items.get(i).name().equals(name.parts().getFirst())) {
                continue;
            }
            if (found >= 0 && !items.get(found).expression().equals(items.get(i).expression())) {
                throw BindContext.error(
                        SqlState.AMBIGUOUS_COLUMN,
                        clause + " \"" + name.parts().getFirst() + "\" is ambiguous",
                        name.position());
            }
            found = found < 0 ? i : found;
        }
        return found;
    }

    /**
     * Returns the output that an item of ORDER BY means: an ordinal, a name, or an expression,
     * hidden if need be.
     */
    private int sortItem(SortItem sort, int visible, ExpressionBinder expressions) {
        return outputOf(sort.expression(), "ORDER BY", visible, expressions);
    }

    private int outputOf(
            Expression expression, String clause, int visible, ExpressionBinder expressions) {
        if (expression instanceof Literal literal && literal.kind() != LiteralKind.NULL) {
            return ordinal(literal, clause, visible);
        }
        if (expression instanceof Expression.ColumnName name && name.parts().size() == 1) {
            int item = named(name, clause, visible);
            if (item >= 0) {
                return item;
            }
        }
        BoundExpression bound = context.factory().resolveUnknown(expressions.bind(expression));
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).expression().equals(bound)) {
                return i;
            }
        }
        items.add(new Item(bound, "", 0, 0, expression.position()));
        return items.size() - 1;
    }

    private List<Integer> distinctOn(
            @Nullable DistinctClause distinct, int visible, ExpressionBinder expressions) {
        List<Integer> keys = new ArrayList<>();
        if (distinct != null) {
            for (Expression expression : distinct.on()) {
                keys.add(outputOf(expression, "SELECT DISTINCT ON", visible, expressions));
            }
        }
        return keys;
    }

    private void requireLocal(
            List<BoundExpression> keys, @Nullable BoundExpression having, Windows windows) {
        List<BoundExpression> all = new ArrayList<>(keys);
        windows.forEach((expression, position) -> all.add(expression));
        items.forEach(item -> all.add(item.expression()));
        if (having != null) {
            all.add(having);
        }
        aggregates
                .calls()
                .forEach(call -> {
                    all.addAll(call.arguments());
                    if (call.filter() != null) {
                        all.add(call.filter());
                    }
                });
        for (BoundExpression expression : all) {
            BoundExpression reference = SubqueryBinder.outerReference(expression);
            if (reference != null) {
                throw SubqueryBinder.correlated(context.positionOf(reference, 0));
            }
        }
    }

    private Plan group(
            Plan input,
            Scope scope,
            List<BoundExpression> keys,
            @Nullable BoundExpression having,
            Windows windows) {
        GroupRewrite rewrite = new GroupRewrite(context, scope, keys);
        for (Item item : items) {
            rewrite.check(item.expression(), item.position());
        }
        if (having != null) {
            rewrite.check(having, 0);
        }
        windows.forEach(rewrite::check);
        items.replaceAll(item -> item.with(rewrite.rewrite(item.expression())));
        windows.replaceAll(rewrite::rewrite);
        Plan plan = new Plan.Aggregate(input, rewrite.keys(), aggregates.calls());
        return having == null ? plan : new Plan.Filter(plan, rewrite.rewrite(having));
    }

    private Plan order(
            Plan input,
            int visible,
            @Nullable DistinctClause distinct,
            List<Integer> distinctOn,
            List<Order> orders) {
        Plan plan = new Plan.Project(input, items.stream().map(Item::expression).toList());
        boolean plain = distinct != null && distinct.on().isEmpty();
        if (plain) {
            for (Order order : orders) {
                if (order.item() >= visible) {
                    throw BindContext.error(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "for SELECT DISTINCT, ORDER BY expressions must appear in select list",
                            ExpressionBinder.startOf(order.sort().expression()));
                }
            }
            plan = new Plan.Distinct(plan, Expressions.columns(plan.types().subList(0, visible)));
        }
        List<SortKey> keys = new ArrayList<>();
        for (Order order : orders) {
            ColumnReference column =
                    new ColumnReference(order.item(), items.get(order.item()).expression().type());
            keys.add(SortKeys.key(column, order.sort()));
        }
        if (!keys.isEmpty()) {
            plan = new Plan.Sort(plan, keys);
        }
        if (!distinctOn.isEmpty()) {
            requireOrderOf(distinctOn, orders, distinct);
            List<BoundExpression> on = new ArrayList<>();
            for (int item : distinctOn) {
                on.add(new ColumnReference(item, items.get(item).expression().type()));
            }
            plan = new Plan.Distinct(plan, on);
        }
        return plan;
    }

    private static void requireOrderOf(
            List<Integer> distinctOn, List<Order> orders, @Nullable DistinctClause distinct) {
        for (int i = 0; i < Math.min(orders.size(), distinctOn.size()); i++) {
            if (!distinctOn.contains(orders.get(i).item())) {
                throw BindContext.error(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        "SELECT DISTINCT ON expressions must match initial ORDER BY expressions",
                        distinct == null ? 0 : distinct.on().getFirst().position());
            }
        }
    }

    /** The rows of a correlated subquery, each with all its columns for the conditions. */
    private Subquery correlatedRows(SubqueryJoins joins) {
        Plan input = joins.plan();
        List<BoundExpression> output =
                new ArrayList<>(items.stream().map(Item::expression).toList());
        int first = output.size();
        output.addAll(Expressions.columns(input.types()));
        List<BoundExpression> conditions = new ArrayList<>();
        for (BoundExpression condition : correlated) {
            conditions.add(
                    Expressions.remap(
                            condition, index -> index >= Scope.OUTER ? index : index + first));
        }
        List<OutputColumn> columns = items.stream().map(Item::output).toList();
        return new Subquery(new Plan.Project(input, output), columns, conditions, null);
    }

    /**
     * A correlated subquery that aggregates all its rows: the same for every value of what it is
     * tied by, as groups. The group that is not there stands for an aggregate over nothing.
     */
    private Subquery correlatedAggregate(Scope scope, Plan input, int position) {
        CorrelatedKeys keys = CorrelatedKeys.of(correlated);
        if (keys == null || items.size() != 1) {
            throw SubqueryBinder.correlated(position);
        }
        GroupRewrite rewrite = new GroupRewrite(context, scope, List.of());
        Item item = items.getFirst();
        rewrite.check(item.expression(), item.position());
        int keyCount = keys.inner().size();
        BoundExpression value =
                Expressions.remap(
                        item.expression(),
                        index ->
                                Aggregates.isAggregate(index)
                                        ? keyCount + index - Aggregates.BASE
                                        : index);
        List<BoundExpression> output = new ArrayList<>();
        output.add(value);
        for (int i = 0; i < keyCount; i++) {
            output.add(new ColumnReference(i, keys.inner().get(i).type()));
        }
        Plan plan =
                new Plan.Project(
                        new Plan.Aggregate(input, keys.inner(), aggregates.calls()), output);
        return new Subquery(
                plan,
                List.of(item.output()),
                keys.conditions(1),
                CorrelatedKeys.overNothing(item.expression(), aggregates));
    }
}
