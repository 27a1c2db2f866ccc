package io.omendb.sql.bind;

import io.omendb.sql.bind.BoundStatement.Assignment;
import io.omendb.sql.bind.BoundStatement.BoundDelete;
import io.omendb.sql.bind.BoundStatement.BoundInsert;
import io.omendb.sql.bind.BoundStatement.BoundUpdate;
import io.omendb.sql.bind.BoundStatement.ConflictAction;
import io.omendb.sql.bind.BoundStatement.Returning;
import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.ColumnDefinition.Identity;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.Expressions;
import io.omendb.sql.plan.Plan;
import io.omendb.sql.syntax.Expression;
import io.omendb.sql.syntax.QualifiedName;
import io.omendb.sql.syntax.Query;
import io.omendb.sql.syntax.Query.SelectItem;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.syntax.Statement.Overriding;
import io.omendb.sql.syntax.Statement.TargetColumn;
import io.omendb.sql.syntax.TableExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds INSERT, UPDATE and DELETE. */
final class DataChangeBinder {
    private final BindContext context;
    private final DefaultBinder defaults;

    DataChangeBinder(BindContext context) {
        this.context = context;
        this.defaults = new DefaultBinder(context);
    }

    /** Finds a table whose rows can be changed, or raises an error at its name. */
    TableDefinition requireChangeable(QualifiedName name) {
        return requireChangeable(name, name.position());
    }

    /**
     * As {@link #requireChangeable(QualifiedName)}; errors point at {@code position}, 0 for
     * nowhere.
     */
    TableDefinition requireChangeable(QualifiedName name, int position) {
        TableDefinition table = FromBinder.requireTable(context, name, position);
        switch (table.kind()) {
            case TABLE -> {
                return table;
            }
            case SYSTEM ->
                    throw BindContext.error(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            "permission denied: \"" + table.name() + "\" is a system catalog",
                            0);
            case VIEW -> throw BindContext.notSupported("changing rows of a view", position);
        }
        throw new AssertionError(table.kind());
    }

    BoundInsert insert(Statement.Insert insert) {
        CommonTables tables = QueryBinder.extend(insert.with(), null);
        TableDefinition table = requireChangeable(insert.table());
        List<TargetColumn> written = insert.columns();
        int[] targets =
                written.isEmpty()
                        ? Plan.Scan.all(table).columns()
                        : targets(table, insert.table().name(), written);
        Query source = insert.source();
        Plan plan;
        int given;
        if (source == null) {
            given = 0;
            plan = defaults.fill(table, Plan.Values.EMPTY_ROW, new int[0], List.of());
        } else if (literalRows(source) instanceof Query.ValuesList values) {
            given = values.rows().getFirst().size();
            requireCount(insert, targets, given);
            plan = rows(table, values, Arrays.copyOf(targets, given), insert.overriding(), tables);
        } else {
            QueryBinder.Bound bound = new QueryBinder(context, null, tables).bindOpen(source);
            given = bound.columns().size();
            requireCount(insert, targets, given);
            plan =
                    fromQuery(
                            table,
                            bound,
                            Arrays.copyOf(targets, given),
                            insert.overriding(),
                            source);
        }
        int[] assigned = Arrays.copyOf(targets, given);
        String alias = insert.alias() == null ? insert.table().name() : insert.alias();
        ConflictAction conflict =
                conflict(table, alias, insert.alias() != null, insert.onConflict(), tables);
        Returning returning =
                returning(table, alias, insert.alias() != null, insert.returning(), tables);
        return new BoundInsert(table, assigned, plan, conflict, returning, context.initPlans());
    }

    /** VALUES with nothing around it: its rows take the columns' types and may say DEFAULT. */
    private static Query.@Nullable QueryBody literalRows(Query query) {
        boolean bare =
                query.with() == null
                        && query.orderBy().isEmpty()
                        && query.limit() == null
                        && query.locking().isEmpty();
        return bare && query.body() instanceof Query.ValuesList values ? values : null;
    }

    private static void requireCount(Statement.Insert insert, int[] targets, int given) {
        if (given > targets.length) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR,
                    "INSERT has more expressions than target columns",
                    insert.source() == null
                            ? insert.position()
                            : extraPosition(insert.source(), targets.length));
        }
        if (!insert.columns().isEmpty() && given < targets.length) {
            throw BindContext.error(
                    SqlState.SYNTAX_ERROR,
                    "INSERT has more target columns than expressions",
                    insert.columns().get(given).position());
        }
    }

    private static int extraPosition(Query source, int index) {
        if (source.body() instanceof Query.ValuesList values
                && values.rows().getFirst().size() > index) {
            return values.rows().getFirst().get(index).position();
        }
        return source.body() instanceof Query.Select select && select.items().size() > index
                ? select.items().get(index).position()
                : source.position();
    }

    private static int[] targets(TableDefinition table, String shown, List<TargetColumn> columns) {
        int[] targets = new int[columns.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = column(table, shown, columns.get(i));
            for (int j = 0; j < i; j++) {
                if (targets[j] == targets[i]) {
                    throw BindContext.error(
                            SqlState.DUPLICATE_COLUMN,
                            "column \"" + columns.get(i).name() + "\" specified more than once",
                            columns.get(i).position());
                }
            }
        }
        return targets;
    }

    private static int column(TableDefinition table, String shown, TargetColumn column) {
        int index = table.columnIndex(column.name());
        if (index < 0) {
            throw BindContext.error(
                    SqlState.UNDEFINED_COLUMN,
                    "column \"" + column.name() + "\" of relation \"" + shown + "\" does not exist",
                    column.position());
        }
        return index;
    }

    private Plan rows(
            TableDefinition table,
            Query.ValuesList values,
            int[] targets,
            Overriding overriding,
            @Nullable CommonTables tables) {
        ExpressionBinder expressions =
                new ExpressionBinder(context, Scope.empty(null), tables, "VALUES", null, null);
        List<List<BoundExpression>> rows = new ArrayList<>();
        for (List<Expression> row : values.rows()) {
            if (row.size() != targets.length) {
                throw BindContext.error(
                        SqlState.SYNTAX_ERROR,
                        "VALUES lists must all be the same length",
                        row.getFirst().position());
            }
            @Nullable BoundExpression[] full =
                    new @Nullable BoundExpression[table.columns().size()];
            for (int i = 0; i < targets.length; i++) {
                ColumnDefinition column = table.columns().get(targets[i]);
                boolean byDefault = row.get(i) instanceof Expression.DefaultValue;
                if (byDefault || ignoresGiven(column, overriding)) {
                    full[targets[i]] = defaults.of(column);
                } else {
                    requireWritable(column, overriding);
                    full[targets[i]] = assign(expressions, row.get(i), column);
                }
            }
            rows.add(defaults.complete(table, full));
        }
        return new Plan.Values(Plan.Scan.all(table).types(), rows);
    }

    private static boolean ignoresGiven(ColumnDefinition column, Overriding overriding) {
        return overriding == Overriding.USER_VALUE && column.identity() != Identity.NONE;
    }

    private static void requireWritable(ColumnDefinition column, Overriding overriding) {
        if (column.identity() == Identity.ALWAYS && overriding != Overriding.SYSTEM_VALUE) {
            throw BindContext.error(
                            SqlState.GENERATED_ALWAYS,
                            "cannot insert a non-DEFAULT value into column \""
                                    + column.name()
                                    + "\"",
                            0)
                    .withDetail(
                            "Column \""
                                    + column.name()
                                    + "\" is an identity column defined as GENERATED ALWAYS.")
                    .withHint("Use OVERRIDING SYSTEM VALUE to override.");
        }
    }

    private BoundExpression assign(
            ExpressionBinder expressions, Expression syntax, ColumnDefinition column) {
        BoundExpression value = expressions.bind(syntax);
        return assign(value, column, syntax.position());
    }

    private BoundExpression assign(BoundExpression value, ColumnDefinition column, int position) {
        return BindContext.at(
                context.positionOf(value, position),
                () -> context.factory().assign(value, column.type(), column.name()));
    }

    private Plan fromQuery(
            TableDefinition table,
            QueryBinder.Bound bound,
            int[] targets,
            Overriding overriding,
            Query source) {
        Plan plan = bound.plan();
        // The values of a projection are converted in place, so that a literal is read as what the
        // column is.
        boolean open = plan instanceof Plan.Project;
        List<BoundExpression> values =
                plan instanceof Plan.Project project
                        ? project.expressions()
                        : Expressions.columns(plan.types());
        List<BoundExpression> assigned = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            ColumnDefinition column = table.columns().get(targets[i]);
            if (ignoresGiven(column, overriding)) {
                assigned.add(defaults.of(column));
                continue;
            }
            requireWritable(column, overriding);
            assigned.add(assign(values.get(i), column, source.position()));
        }
        Plan input = open ? ((Plan.Project) plan).input() : plan;
        return defaults.fill(table, input, targets, assigned);
    }

    private ConflictAction conflict(
            TableDefinition table,
            String alias,
            boolean aliased,
            Statement.@Nullable OnConflict conflict,
            @Nullable CommonTables tables) {
        if (conflict == null) {
            return new BoundStatement.RaiseConflict();
        }
        IndexDefinition index = arbiter(table, conflict);
        Statement.ConflictUpdate update = conflict.update();
        if (update == null) {
            return new BoundStatement.IgnoreConflict(index);
        }
        if (index == null) {
            throw BindContext.error(
                            SqlState.SYNTAX_ERROR,
                            "ON CONFLICT DO UPDATE requires inference specification or constraint name",
                            conflict.position())
                    .withHint("For example, ON CONFLICT (column_name).");
        }
        int width = table.columns().size();
        List<Scope.Relation> relations =
                List.of(
                        Scope.relation(table, alias, aliased, 0),
                        Scope.relation(table, "excluded", true, width));
        Scope scope = new Scope(relations, relations.getFirst().columns(), null);
        List<Assignment> assignments =
                assignments(table, alias, update.assignments(), scope, tables);
        Expression whereSyntax = update.where();
        BoundExpression where =
                whereSyntax == null
                        ? null
                        : new ExpressionBinder(context, scope, tables, "WHERE", null, null)
                                .ofChange()
                                .condition(whereSyntax, "WHERE");
        return new BoundStatement.UpdateConflict(index, assignments, where);
    }

    private static @Nullable IndexDefinition arbiter(
            TableDefinition table, Statement.OnConflict conflict) {
        String constraint = conflict.constraint();
        if (constraint != null) {
            for (IndexDefinition index : table.indexes()) {
                if (index.unique() && index.name().equals(constraint)) {
                    return index;
                }
            }
            throw BindContext.error(
                    SqlState.UNDEFINED_OBJECT,
                    "constraint \""
                            + constraint
                            + "\" for table \""
                            + table.name()
                            + "\" does not exist",
                    0);
        }
        if (conflict.target().isEmpty()) {
            return null;
        }
        List<Integer> columns = new ArrayList<>();
        for (Expression expression : conflict.target()) {
            if (!(expression instanceof Expression.ColumnName name) || name.parts().size() != 1) {
                throw BindContext.notSupported(
                        "an expression as conflict target", expression.position());
            }
            TargetColumn column = new TargetColumn(name.parts().getFirst(), name.position());
            int index = table.columnIndex(column.name());
            if (index < 0) {
                throw BindContext.error(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + column.name() + "\" does not exist",
                        column.position());
            }
            if (!columns.contains(index)) {
                columns.add(index);
            }
        }
        for (IndexDefinition index : table.indexes()) {
            List<Integer> keys = Arrays.stream(index.columns()).boxed().toList();
            if (index.unique() && keys.size() == columns.size() && keys.containsAll(columns)) {
                return index;
            }
        }
        throw BindContext.error(
                SqlState.INVALID_COLUMN_REFERENCE,
                "there is no unique or exclusion constraint matching the ON CONFLICT specification",
                0);
    }

    BoundUpdate update(Statement.Update update) {
        CommonTables tables = QueryBinder.extend(update.with(), null);
        TableDefinition table = requireChangeable(update.table().name());
        if (!update.from().isEmpty()) {
            throw BindContext.notSupported("UPDATE ... FROM", update.from().getFirst().position());
        }
        String alias = alias(update.table());
        boolean aliased = update.table().alias() != null;
        Scope scope = Scope.of(table, alias, aliased, null);
        List<Assignment> assignments =
                assignments(
                        table, update.table().name().name(), update.assignments(), scope, tables);
        List<BoundExpression> conjuncts = where(update.where(), scope, tables);
        Returning returning = returning(table, alias, aliased, update.returning(), tables);
        return new BoundUpdate(table, conjuncts, assignments, returning, context.initPlans());
    }

    private static String alias(TableExpression.NamedTable table) {
        TableExpression.Alias alias = table.alias();
        return alias == null ? table.name().name() : alias.name();
    }

    BoundDelete delete(Statement.Delete delete) {
        CommonTables tables = QueryBinder.extend(delete.with(), null);
        TableDefinition table = requireChangeable(delete.table().name());
        if (!delete.using().isEmpty()) {
            throw BindContext.notSupported(
                    "DELETE ... USING", delete.using().getFirst().position());
        }
        String alias = alias(delete.table());
        boolean aliased = delete.table().alias() != null;
        Scope scope = Scope.of(table, alias, aliased, null);
        List<BoundExpression> conjuncts = where(delete.where(), scope, tables);
        Returning returning = returning(table, alias, aliased, delete.returning(), tables);
        return new BoundDelete(table, conjuncts, returning, context.initPlans());
    }

    private List<BoundExpression> where(
            @Nullable Expression where, Scope scope, @Nullable CommonTables tables) {
        List<BoundExpression> conjuncts = new ArrayList<>();
        if (where != null) {
            ExpressionBinder expressions =
                    new ExpressionBinder(context, scope, tables, "WHERE", null, null).ofChange();
            Expressions.conjuncts(expressions.condition(where, "WHERE"), conjuncts);
        }
        return conjuncts;
    }

    private List<Assignment> assignments(
            TableDefinition table,
            String shown,
            List<Statement.Assignment> written,
            Scope scope,
            @Nullable CommonTables tables) {
        ExpressionBinder expressions =
                new ExpressionBinder(context, scope, tables, "UPDATE", null, null).ofChange();
        List<Assignment> assignments = new ArrayList<>();
        for (Statement.Assignment assignment : written) {
            List<Expression> values = values(assignment);
            for (int i = 0; i < values.size(); i++) {
                TargetColumn target = assignment.columns().get(i);
                int column = column(table, shown, target);
                if (assignments.stream().anyMatch(other -> other.column() == column)) {
                    throw BindContext.error(
                            SqlState.SYNTAX_ERROR,
                            "multiple assignments to same column \"" + target.name() + "\"",
                            0);
                }
                assignments.add(
                        new Assignment(
                                column, assigned(expressions, values.get(i), table, column)));
            }
        }
        return assignments;
    }

    private BoundExpression assigned(
            ExpressionBinder expressions, Expression value, TableDefinition table, int index) {
        ColumnDefinition column = table.columns().get(index);
        if (value instanceof Expression.DefaultValue) {
            return defaults.of(column);
        }
        if (column.identity() == Identity.ALWAYS) {
            throw BindContext.error(
                            SqlState.GENERATED_ALWAYS,
                            "column \"" + column.name() + "\" can only be updated to DEFAULT",
                            0)
                    .withDetail(
                            "Column \""
                                    + column.name()
                                    + "\" is an identity column defined as GENERATED ALWAYS.");
        }
        return assign(expressions, value, column);
    }

    /** Returns the values of an assignment, one for each column. */
    private static List<Expression> values(Statement.Assignment assignment) {
        if (!assignment.multiple()) {
            return List.of(assignment.value());
        }
        int count = assignment.columns().size();
        if (assignment.value() instanceof Expression.RowConstructor row) {
            if (row.elements().size() != count) {
                throw BindContext.error(
                        SqlState.SYNTAX_ERROR,
                        "number of columns does not match number of values",
                        row.position());
            }
            return row.elements();
        }
        if (count == 1 && !(assignment.value() instanceof Expression.ScalarQuery)) {
            return List.of(assignment.value());
        }
        if (assignment.value() instanceof Expression.ScalarQuery) {
            throw BindContext.notSupported(
                    "assigning the columns of a subquery", assignment.value().position());
        }
        throw BindContext.error(
                SqlState.FEATURE_NOT_SUPPORTED,
                "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression",
                assignment.value().position());
    }

    private Returning returning(
            TableDefinition table,
            String alias,
            boolean aliased,
            List<SelectItem> items,
            @Nullable CommonTables tables) {
        if (items.isEmpty()) {
            return Returning.NONE;
        }
        Scope scope = Scope.of(table, alias, aliased, null);
        ExpressionBinder expressions =
                new ExpressionBinder(context, scope, tables, "RETURNING", null, null).ofChange();
        List<BoundExpression> values = new ArrayList<>();
        List<OutputColumn> columns = new ArrayList<>();
        for (SelectItem item : items) {
            if (item.expression() instanceof Expression.Star star) {
                for (Scope.Column column : SelectBinder.starColumns(star, scope)) {
                    values.add(column.expression());
                    columns.add(output(column.name(), column.expression(), table));
                }
                continue;
            }
            BoundExpression value =
                    context.factory().resolveUnknown(expressions.bind(item.expression()));
            String name = item.name() != null ? item.name() : ColumnNames.of(item.expression());
            values.add(value);
            columns.add(output(name, value, table));
        }
        return new Returning(values, columns);
    }

    private static OutputColumn output(String name, BoundExpression value, TableDefinition table) {
        return value instanceof ColumnReference reference
                ? new OutputColumn(name, value.type(), table.oid(), reference.index() + 1)
                : new OutputColumn(name, value.type(), 0, 0);
    }

    /**
     * Returns the output of COPY FROM's fields: each a column of its own type, the others by
     * default.
     */
    List<BoundExpression> copySource(TableDefinition table, List<Integer> columns) {
        @Nullable BoundExpression[] full = new @Nullable BoundExpression[table.columns().size()];
        for (int i = 0; i < columns.size(); i++) {
            full[columns.get(i)] =
                    new ColumnReference(i, table.columns().get(columns.get(i)).type());
        }
        return defaults.complete(table, full);
    }

    /** Binds the condition of COPY FROM over the table's columns. */
    @Nullable BoundExpression copyWhere(TableDefinition table, @Nullable Expression where) {
        return where == null
                ? null
                : new ExpressionBinder(
                                context,
                                Scope.of(table, table.name(), false, null),
                                null,
                                "COPY FROM WHERE conditions",
                                null,
                                null)
                        .condition(where, "WHERE");
    }
}
