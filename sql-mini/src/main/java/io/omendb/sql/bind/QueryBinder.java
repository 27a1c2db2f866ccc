package io.omendb.sql.bind;

import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.plan.SortKey;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.Expression.Literal;
import io.omendb.sql.syntax.Expression.LiteralKind;
import io.omendb.sql.syntax.Query;
import io.omendb.sql.syntax.Query.CommonTableExpression;
import io.omendb.sql.syntax.Query.QueryBody;
import io.omendb.sql.syntax.Query.SelectItem;
import io.omendb.sql.syntax.SortItem;
import io.omendb.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds queries: WITH, set operations, VALUES, and the clauses around them. */
final class QueryBinder {
    private final BindContext context;
    private final @Nullable Scope outer;
    private final @Nullable CommonTables commonTables;

    /**
     * @param outer the scope around a subquery, or null
     */
    QueryBinder(BindContext context, @Nullable Scope outer, @Nullable CommonTables commonTables) {
        this.context = context;
        this.outer = outer;
        this.commonTables = commonTables;
    }

    /** A plan and its named output. */
    record Bound(Plan plan, List<OutputColumn> columns) {
        Bound {
            columns = List.copyOf(columns);
        }
    }

    /** Binds a query whose output has known types. */
    Bound bind(Query query) {
        return bound(bind(query, false, true));
    }

    /** Binds a query whose output may stay of unknown type where a literal gives it. */
    Bound bindOpen(Query query) {
        return bound(bind(query, false, false));
    }

    /** Binds a subquery of an expression, which may read the scope around. */
    Subquery subquery(Query query) {
        return bind(query, true, true);
    }

    private static Bound bound(Subquery subquery) {
        return new Bound(subquery.plan(), subquery.columns());
    }

    /** Binds a common table expression where it is used: it is repeated there. */
    Bound commonTable(CommonTableExpression table) {
        if (!(table.statement() instanceof Query query)) {
            throw BindContext.notSupported("a data-modifying statement in WITH", table.position());
        }
        Bound bound = bind(query);
        List<String> names = table.columns();
        if (names.size() > bound.columns().size()) {
            throw BindContext.error(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "WITH query \""
                            + table.name()
                            + "\" has "
                            + bound.columns().size()
                            + " columns available but "
                            + names.size()
                            + " columns specified",
                    table.position());
        }
        List<OutputColumn> columns = new ArrayList<>();
        for (int i = 0; i < bound.columns().size(); i++) {
            OutputColumn column = bound.columns().get(i);
            String name = i < names.size() ? names.get(i) : column.name();
            columns.add(
                    new OutputColumn(
                            name, column.type(), column.tableOid(), column.attributeNumber()));
        }
        return new Bound(bound.plan(), columns);
    }

    /** Returns the common tables that a WITH adds to those around it. */
    static @Nullable CommonTables extend(
            Query.@Nullable WithClause with, @Nullable CommonTables around) {
        CommonTables tables = around;
        if (with == null) {
            return tables;
        }
        if (with.recursive()) {
            throw BindContext.notSupported("WITH RECURSIVE", with.position());
        }
        List<String> names = new ArrayList<>();
        for (CommonTableExpression table : with.tables()) {
            if (names.contains(table.name())) {
                throw BindContext.error(
                        SqlState.DUPLICATE_ALIAS,
                        "WITH query name \"" + table.name() + "\" specified more than once",
                        table.position());
            }
            names.add(table.name());
            tables = new CommonTables(table, tables);
        }
        return tables;
    }

    private Subquery bind(Query query, boolean mayCorrelate, boolean resolveUnknown) {
        CommonTables tables = extend(query.with(), commonTables);
        if (!query.locking().isEmpty()) {
            Query.LockingClause locking = query.locking().getFirst();
            throw BindContext.notSupported(
                    "SELECT " + locking.strength().text(), locking.position());
        }
        if (query.body() instanceof Query.Select select) {
            return new SelectBinder(context, outer, tables, resolveUnknown)
                    .bind(select, query.orderBy(), query.limit(), mayCorrelate);
        }
        Bound body = new QueryBinder(context, outer, tables).body(query.body(), resolveUnknown);
        Plan plan = order(body, query);
        plan = new LimitBinder(context, Scope.empty(outer), tables).limit(plan, query.limit());
        return new Subquery(plan, body.columns(), List.of(), null);
    }

    private Bound body(QueryBody body, boolean resolveUnknown) {
        return switch (body) {
            case Query.Select select ->
                    bound(
                            new SelectBinder(context, outer, commonTables, resolveUnknown)
                                    .bind(select, List.of(), null, false));
            case Query.ValuesList values -> values(values, resolveUnknown);
            case Query.TableCommand command -> table(command);
            case Query.NestedQuery nested -> bound(bind(nested.query(), false, resolveUnknown));
            case Query.SetOperation operation -> setOperation(operation);
        };
    }

    private Bound table(Query.TableCommand command) {
        Expression star = new Expression.Star(List.of(), command.position());
        Query.Select select =
                new Query.Select(
                        null,
                        List.of(new SelectItem(star, null, command.position())),
                        List.of(command.table()),
                        null,
                        null,
                        null,
                        List.of(),
                        command.position());
        return bound(
                new SelectBinder(context, outer, commonTables, true)
                        .bind(select, List.of(), null, false));
    }

    private Bound values(Query.ValuesList values, boolean resolveUnknown) {
        int width = values.rows().getFirst().size();
        ExpressionBinder expressions =
                new ExpressionBinder(
                        context, Scope.empty(outer), commonTables, "VALUES", null, null);
        List<List<BoundExpression>> rows = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            if (row.size() != width) {
                throw BindContext.error(
                        SqlState.SYNTAX_ERROR,
                        "VALUES lists must all be the same length",
                        row.getFirst().position());
            }
            List<BoundExpression> bound = expressions.bindAll(row);
            for (BoundExpression value : bound) {
                BoundExpression reference = SubqueryBinder.outerReference(value);
                if (reference != null) {
                    throw SubqueryBinder.correlated(
                            context.positionOf(reference, values.position()));
                }
            }
            rows.add(new ArrayList<>(bound));
        }
        List<OutputColumn> columns = new ArrayList<>();
        List<SqlType> types = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            int column = c;
            List<BoundExpression> all = rows.stream().map(row -> row.get(column)).toList();
            boolean open = all.stream().allMatch(value -> value.type().isUnknown());
            if (!open || resolveUnknown) {
                List<BoundExpression> unified = context.unify(all, "VALUES", values.position());
                for (int r = 0; r < rows.size(); r++) {
                    rows.get(r).set(column, unified.get(r));
                }
            }
            SqlType type = commonModifier(rows, column);
            types.add(type);
            columns.add(new OutputColumn("column" + (c + 1), type, 0, 0));
        }
        return new Bound(new Plan.Values(types, rows), columns);
    }

    /** The type of a column of values, its modifier only where all rows agree. */
    private static SqlType commonModifier(List<List<BoundExpression>> rows, int column) {
        SqlType type = rows.getFirst().get(column).type();
        for (List<BoundExpression> row : rows) {
            if (!row.get(column).type().equals(type)) {
                return type.withoutModifier();
            }
        }
        return type;
    }

    private Bound setOperation(Query.SetOperation operation) {
        Bound left = body(operation.left(), false);
        Bound right = body(operation.right(), false);
        String name = operation.operator().name();
        if (left.columns().size() != right.columns().size()) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR,
                    "each " + name + " query must have the same number of columns",
                    firstValue(operation.right(), 0));
        }
        List<OutputColumn> columns = new ArrayList<>();
        List<SqlType> types = new ArrayList<>();
        for (int i = 0; i < left.columns().size(); i++) {
            List<SqlType> both =
                    List.of(left.columns().get(i).type(), right.columns().get(i).type());
            SqlType type =
                    BindContext.at(
                            firstValue(operation.right(), i),
                            () -> context.registry().commonType(both, name));
            types.add(type);
            columns.add(new OutputColumn(left.columns().get(i).name(), type, 0, 0));
        }
        Plan.SetOperator operator =
                switch (operation.operator()) {
                    case UNION -> Plan.SetOperator.UNION;
                    case INTERSECT -> Plan.SetOperator.INTERSECT;
                    case EXCEPT -> Plan.SetOperator.EXCEPT;
                };
        Plan plan =
                new Plan.SetOperation(
                        operator,
                        operation.all(),
                        convert(left.plan(), types, operation.left().position()),
                        convert(right.plan(), types, operation.right().position()));
        return new Bound(plan, columns);
    }

    /** Returns where a column of an operand is written, for errors about it. */
    private static int firstValue(QueryBody body, int column) {
        return switch (body) {
            case Query.Select select ->
                    select.items().isEmpty()
                            ? select.position()
                            : select.items()
                                    .get(Math.min(column, select.items().size() - 1))
                                    .position();
            case Query.ValuesList values -> {
                List<Expression> row = values.rows().getFirst();
                yield row.get(Math.min(column, row.size() - 1)).position();
            }
            case Query.TableCommand command -> command.position();
            case Query.NestedQuery nested -> firstValue(nested.query().body(), column);
            case Query.SetOperation operation -> firstValue(operation.left(), column);
        };
    }

    /** Converts the output of a plan; literals of unknown type are read where they stand. */
    Plan convert(Plan plan, List<SqlType> types, int position) {
        if (plan.types().equals(types)) {
            return plan;
        }
        if (plan instanceof Plan.Project project) {
            return new Plan.Project(
                    project.input(), convertAll(project.expressions(), types, position));
        }
        if (plan instanceof Plan.Values values) {
            List<List<BoundExpression>> rows = new ArrayList<>();
            for (List<BoundExpression> row : values.rows()) {
                rows.add(convertAll(row, types, position));
            }
            return new Plan.Values(types, rows);
        }
        return new Plan.Project(
                plan, convertAll(Expressions.columns(plan.types()), types, position));
    }

    private List<BoundExpression> convertAll(
            List<BoundExpression> values, List<SqlType> types, int position) {
        List<BoundExpression> converted = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            converted.add(context.coerce(values.get(i), types.get(i), position));
        }
        return converted;
    }

    /** Sorts the output of anything but a SELECT: only its columns can be named. */
    private Plan order(Bound body, Query query) {
        if (query.orderBy().isEmpty()) {
            return body.plan();
        }
        List<SortKey> keys = new ArrayList<>();
        for (SortItem item : query.orderBy()) {
            int column = outputColumn(item.expression(), body.columns());
            SqlType type = body.plan().types().get(column);
            keys.add(SortKeys.key(new ColumnReference(column, type), item));
        }
        return new Plan.Sort(body.plan(), keys);
    }

    private static int outputColumn(Expression expression, List<OutputColumn> columns) {
        if (expression instanceof Literal literal && literal.kind() == LiteralKind.INTEGER) {
            int ordinal = literal.text().length() > 9 ? -1 : Integer.parseInt(literal.text());
            if (ordinal < 1 || ordinal > columns.size()) {
                throw BindContext.error(
                        SqlState.INVALID_COLUMN_REFERENCE,
                        "ORDER BY position " + literal.text() + " is not in select list",
                        literal.position());
            }
            return ordinal - 1;
        }
        if (expression instanceof Expression.ColumnName name && name.parts().size() == 1) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equals(name.parts().getFirst())) {
                    return i;
                }
            }
            throw BindContext.error(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + name.parts().getFirst() + "\" does not exist",
                    name.position());
        }
        throw BindContext.error(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "invalid UNION/INTERSECT/EXCEPT ORDER BY clause",
                        expression.position())
                .withDetail("Only result column names can be used, not expressions or functions.")
                .withHint(
                        "Add the expression/function to every SELECT, or move the UNION into a FROM clause.");
    }
}
