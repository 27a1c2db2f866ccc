package io.omendb.sql.bind;

import io.omendb.sql.bind.Scope.Column;
import io.omendb.sql.bind.Scope.Relation;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.function.SetFunctionDefinition;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.JoinConditions;
import io.omendb.sql.plan.JoinKind;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.QualifiedName;
import io.omendb.sql.syntax.Query;
import io.omendb.sql.syntax.TableExpression;
import io.omendb.sql.syntax.TableExpression.Alias;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Datum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds FROM: each item becomes a plan and the names of its columns. */
final class FromBinder {
    private final BindContext context;
    private final @Nullable Scope outer;
    private final @Nullable CommonTables commonTables;

    FromBinder(BindContext context, @Nullable Scope outer, @Nullable CommonTables commonTables) {
        this.context = context;
        this.outer = outer;
        this.commonTables = commonTables;
    }

    /** A plan and the names of its columns. */
    record Source(Plan plan, List<Relation> relations, List<Column> columns) {
        Source {
            relations = List.copyOf(relations);
            columns = List.copyOf(columns);
        }

        Scope scope(@Nullable Scope outer) {
            return new Scope(relations, columns, outer);
        }
    }

    /** Binds the whole clause; no items are one row without columns. */
    Source bind(List<TableExpression> items) {
        if (items.isEmpty()) {
            return new Source(Plan.Values.EMPTY_ROW, List.of(), List.of());
        }
        Source source = bind(items.getFirst());
        for (TableExpression item : items.subList(1, items.size())) {
            if (item instanceof TableExpression.DerivedTable derived && derived.lateral()) {
                source = lateral(source, derived);
                continue;
            }
            Source right = bind(item);
            requireDistinct(source, right);
            Plan join = JoinConditions.join(JoinKind.INNER, source.plan(), right.plan(), List.of());
            source = both(join, source, right);
        }
        return source;
    }

    private Source both(Plan join, Source left, Source right) {
        int width = left.plan().types().size();
        List<Relation> relations = new ArrayList<>(left.relations());
        right.relations().forEach(relation -> relations.add(relation.shifted(width)));
        List<Column> columns = new ArrayList<>(left.columns());
        right.columns().forEach(column -> columns.add(column.shifted(width)));
        return new Source(join, relations, columns);
    }

    private static void requireDistinct(Source left, Source right) {
        for (Relation relation : right.relations()) {
            for (Relation other : left.relations()) {
                boolean sameTable =
                        relation.table() == null
                                || other.table() == null
                                || relation.aliased()
                                || other.aliased()
                                || relation.table().oid() == other.table().oid();
                if (relation.alias().equals(other.alias()) && sameTable) {
                    throw SqlException.of(
                            SqlState.DUPLICATE_ALIAS,
                            "table name \"" + relation.alias() + "\" specified more than once");
                }
            }
        }
    }

    private Source bind(TableExpression item) {
        return switch (item) {
            case TableExpression.NamedTable named -> table(named);
            case TableExpression.DerivedTable derived -> derived(derived);
            case TableExpression.FunctionTable function -> function(function);
            case TableExpression.Join join -> join(join);
        };
    }

    private Source table(TableExpression.NamedTable named) {
        QualifiedName name = named.name();
        Alias alias = named.alias();
        CommonTables common =
                name.schema() == null ? CommonTables.find(commonTables, name.name()) : null;
        if (common != null) {
            QueryBinder.Bound bound =
                    new QueryBinder(context, null, common.before()).commonTable(common.table());
            return relation(
                    bound.plan(),
                    bound.columns(),
                    alias == null ? new Alias(name.name(), List.of()) : alias);
        }
        TableDefinition table = requireTable(context, name, name.position());
        String shown = alias == null ? name.name() : alias.name();
        Relation relation = Scope.relation(table, shown, alias != null, 0);
        if (alias != null && !alias.columns().isEmpty()) {
            relation =
                    new Relation(shown, table, true, renamed(relation.columns(), alias, "table"));
        }
        return new Source(Plan.Scan.all(table), List.of(relation), relation.columns());
    }

    /** Finds a table or raises 42P01 at {@code position}: its name's, or 0 for nowhere. */
    static TableDefinition requireTable(BindContext context, QualifiedName name, int position) {
        String schema = name.schema();
        TableDefinition table = context.catalog().table(schema, name.name());
        if (table == null) {
            throw BindContext.error(
                    SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist", position);
        }
        return table;
    }

    private static List<Column> renamed(List<Column> columns, Alias alias, String what) {
        List<String> names = alias.columns();
        if (names.size() > columns.size()) {
            throw SqlException.of(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    what
                            + " \""
                            + alias.name()
                            + "\" has "
                            + columns.size()
                            + " columns available but "
                            + names.size()
                            + " columns specified");
        }
        List<Column> renamed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String name = i < names.size() ? names.get(i) : column.name();
            renamed.add(
                    new Column(
                            name,
                            column.expression(),
                            column.tableOid(),
                            column.attributeNumber()));
        }
        return renamed;
    }

    private Source relation(Plan plan, List<OutputColumn> output, @Nullable Alias alias) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            OutputColumn column = output.get(i);
            columns.add(
                    new Column(
                            column.name(),
                            new ColumnReference(i, column.type()),
                            column.tableOid(),
                            column.attributeNumber()));
        }
        if (alias == null) {
            return new Source(plan, List.of(), columns);
        }
        List<Column> named = renamed(columns, alias, "table");
        return new Source(plan, List.of(new Relation(alias.name(), null, true, named)), named);
    }

    private Source derived(TableExpression.DerivedTable derived) {
        if (derived.lateral()) {
            throw BindContext.notSupported("LATERAL", derived.position());
        }
        // One level further from what is around: only a query that runs for each row reads that.
        Scope around = outer == null ? null : Scope.empty(outer);
        QueryBinder.Bound bound =
                new QueryBinder(context, around, commonTables).bind(derived.query());
        return relation(bound.plan(), bound.columns(), derived.alias());
    }

    /**
     * LATERAL without a FROM of its own computes columns of the row on its left: a projection that
     * adds them. Any other is refused.
     */
    private Source lateral(Source left, TableExpression.DerivedTable derived) {
        Query query = derived.query();
        boolean plain =
                query.with() == null
                        && query.orderBy().isEmpty()
                        && query.limit() == null
                        && query.body() instanceof Query.Select select
                        && select.from().isEmpty()
                        && select.where() == null
                        && select.groupBy() == null
                        && select.having() == null
                        && select.distinct() == null;
        if (!plain) {
            throw BindContext.notSupported("LATERAL", derived.position());
        }
        ExpressionBinder expressions =
                new ExpressionBinder(
                        context, left.scope(outer), commonTables, "LATERAL", null, null);
        List<BoundExpression> values = new ArrayList<>(Expressions.columns(left.plan().types()));
        List<OutputColumn> output = new ArrayList<>();
        for (Query.SelectItem item : ((Query.Select) query.body()).items()) {
            BoundExpression value =
                    context.factory().resolveUnknown(expressions.bind(item.expression()));
            requireLocal(value, item.position());
            values.add(value);
            String name = item.name() != null ? item.name() : ColumnNames.of(item.expression());
            output.add(new OutputColumn(name, value.type(), 0, 0));
        }
        Source right = relation(Plan.Values.EMPTY_ROW, output, derived.alias());
        requireDistinct(left, right);
        return both(new Plan.Project(left.plan(), values), left, right);
    }

    private Source function(TableExpression.FunctionTable function) {
        if (!(function.call() instanceof Expression.FunctionCall call)) {
            throw BindContext.notSupported("this function in FROM", function.position());
        }
        String name = CallBinder.systemName(call.name());
        Alias alias = function.alias();
        Alias shown = alias == null ? new Alias(call.name().getLast(), List.of()) : alias;
        ExpressionBinder expressions =
                new ExpressionBinder(
                        context, Scope.empty(outer), commonTables, "functions in FROM", null, null);
        Plan plan;
        if (context.registry().hasSetFunction(name)) {
            List<BoundExpression> arguments = expressions.bindAll(call.arguments());
            SetFunctionDefinition definition =
                    BindContext.at(
                            call.position(),
                            () ->
                                    context.registry()
                                            .resolveSetFunction(
                                                    name, BindContext.types(arguments)));
            List<BoundExpression> converted = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                converted.add(
                        context.coerce(
                                arguments.get(i),
                                definition.argumentTypes().get(i),
                                call.position()));
            }
            converted.forEach(argument -> requireLocal(argument, call.position()));
            plan = new Plan.FunctionScan(definition, converted, function.withOrdinality());
        } else {
            // A function of one value is a table of one row.
            BoundExpression value = context.factory().resolveUnknown(expressions.bind(call));
            requireLocal(value, call.position());
            List<BoundExpression> row = new ArrayList<>(List.of(value));
            if (function.withOrdinality()) {
                row.add(new BoundExpression.Constant(SqlType.INT8, Datum.ofLong(1)));
            }
            plan = new Plan.Project(Plan.Values.EMPTY_ROW, row);
        }
        // The function's column has the name of its alias.
        List<OutputColumn> output = new ArrayList<>();
        output.add(new OutputColumn(shown.name(), plan.types().getFirst(), 0, 0));
        if (function.withOrdinality()) {
            output.add(new OutputColumn("ordinality", SqlType.INT8, 0, 0));
        }
        return relation(plan, output, shown);
    }

    private void requireLocal(BoundExpression expression, int position) {
        BoundExpression reference = SubqueryBinder.outerReference(expression);
        if (reference != null) {
            throw SubqueryBinder.correlated(context.positionOf(reference, position));
        }
    }

    private Source join(TableExpression.Join join) {
        Source left = bind(join.left());
        boolean unconditional = join.kind() == TableExpression.JoinKind.CROSS;
        if (unconditional
                && join.right() instanceof TableExpression.DerivedTable derived
                && derived.lateral()) {
            return lateral(left, derived);
        }
        Source right = bind(join.right());
        requireDistinct(left, right);
        JoinKind kind =
                switch (join.kind()) {
                    case CROSS, INNER -> JoinKind.INNER;
                    case LEFT -> JoinKind.LEFT;
                    case RIGHT -> JoinKind.RIGHT;
                    case FULL -> JoinKind.FULL;
                };
        List<String> using = join.natural() ? commonNames(left, right) : join.using();
        Source bound =
                using.isEmpty()
                        ? onCondition(kind, join, left, right)
                        : usingColumns(kind, join, using, left, right);
        Alias alias = join.alias();
        if (alias == null) {
            return bound;
        }
        List<Column> named = renamed(bound.columns(), alias, "join expression");
        Relation relation = new Relation(alias.name(), null, true, named);
        return new Source(bound.plan(), List.of(relation), named);
    }

    private Source onCondition(
            JoinKind kind, TableExpression.Join join, Source left, Source right) {
        Source product = both(left.plan(), left, right);
        List<BoundExpression> conditions = new ArrayList<>();
        Expression condition = join.condition();
        if (condition != null) {
            ExpressionBinder expressions =
                    new ExpressionBinder(
                            context,
                            product.scope(outer),
                            commonTables,
                            "JOIN conditions",
                            null,
                            null);
            BoundExpression bound = expressions.condition(condition, "JOIN/ON");
            requireLocal(bound, condition.position());
            Expressions.conjuncts(bound, conditions);
        }
        Plan plan = JoinConditions.join(kind, left.plan(), right.plan(), conditions);
        return new Source(plan, product.relations(), product.columns());
    }

    private static List<String> commonNames(Source left, Source right) {
        List<String> names = new ArrayList<>();
        for (Column column : left.columns()) {
            if (right.columns().stream().anyMatch(other -> other.name().equals(column.name()))) {
                names.add(column.name());
            }
        }
        return names;
    }

    private Source usingColumns(
            JoinKind kind,
            TableExpression.Join join,
            List<String> names,
            Source left,
            Source right) {
        int width = left.plan().types().size();
        int position = join.position();
        ExpressionBinder expressions =
                new ExpressionBinder(
                        context, Scope.empty(null), commonTables, "JOIN/USING", null, null);
        List<BoundExpression> conditions = new ArrayList<>();
        List<Column> merged = new ArrayList<>();
        for (String name : names) {
            Column ofLeft = using(left.columns(), name, "left");
            Column ofRight = using(right.columns(), name, "right").shifted(width);
            conditions.add(
                    expressions.operator("=", ofLeft.expression(), ofRight.expression(), position));
            merged.add(merge(kind, name, ofLeft, ofRight, position));
        }
        Plan plan = JoinConditions.join(kind, left.plan(), right.plan(), conditions);
        List<Column> columns = new ArrayList<>(merged);
        left.columns().stream()
                .filter(column -> !names.contains(column.name()))
                .forEach(columns::add);
        right.columns().stream()
                .filter(column -> !names.contains(column.name()))
                .forEach(column -> columns.add(column.shifted(width)));
        return new Source(plan, both(plan, left, right).relations(), columns);
    }

    private static Column using(List<Column> columns, String name, String side) {
        Column found = null;
        for (Column column : columns) {
            if (column.name().equals(name)) {
                if (found != null) {
                    throw SqlException.of(
                            SqlState.AMBIGUOUS_COLUMN,
                            "common column name \""
                                    + name
                                    + "\" appears more than once in "
                                    + side
                                    + " table");
                }
                found = column;
            }
        }
        if (found == null) {
            throw SqlException.of(
                    SqlState.UNDEFINED_COLUMN,
                    "column \""
                            + name
                            + "\" specified in USING clause does not exist in "
                            + side
                            + " table");
        }
        return found;
    }

    /**
     * The column that USING makes of two: the one that cannot be null-extended, or the first that
     * is not null.
     */
    private Column merge(JoinKind kind, String name, Column left, Column right, int position) {
        return switch (kind) {
            case INNER, LEFT -> left;
            case RIGHT -> right;
            default -> {
                List<BoundExpression> both =
                        context.unify(
                                List.of(left.expression(), right.expression()),
                                "JOIN/USING",
                                position);
                yield new Column(
                        name, new BoundExpression.Coalesce(both, both.getFirst().type()), 0, 0);
            }
        };
    }
}
