package io.omendb.sql.bind;

import io.omendb.sql.bind.Scope.Column;
import io.omendb.sql.bind.Scope.Relation;
import io.omendb.sql.catalog.IndexDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.BoundExpression.ColumnReference;
import io.omendb.sql.plan.Expressions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns expressions over the input of an aggregation into expressions over its output: keys become
 * columns, and a column that is no key is 42803, unless a table's whole primary key is among the
 * keys.
 */
final class GroupRewrite {
    private final BindContext context;
    private final Scope scope;
    private final List<BoundExpression> keys;

    GroupRewrite(BindContext context, Scope scope, List<BoundExpression> keys) {
        this.context = context;
        this.scope = scope;
        this.keys = new ArrayList<>(keys);
    }

    /** Returns the keys, with the columns that depend on a primary key at the end. */
    List<BoundExpression> keys() {
        return keys;
    }

    /**
     * Checks an expression and adds the dependent columns it needs to the keys; for all before any
     * is rewritten.
     */
    void check(BoundExpression expression, int position) {
        if (keys.contains(expression)) {
            return;
        }
        if (expression instanceof ColumnReference reference) {
            if (reference.index() >= Windows.BASE) {
                return;
            }
            if (!dependsOnPrimaryKey(reference)) {
                throw ungrouped(reference, context.positionOf(expression, position));
            }
            keys.add(reference);
            return;
        }
        Expressions.mapChildren(
                expression,
                child -> {
                    check(child, position);
                    return child;
                });
    }

    BoundExpression rewrite(BoundExpression expression) {
        int key = keys.indexOf(expression);
        if (key >= 0) {
            return new ColumnReference(key, expression.type());
        }
        if (expression instanceof ColumnReference reference
                && Aggregates.isAggregate(reference.index())) {
            return new ColumnReference(
                    keys.size() + reference.index() - Aggregates.BASE, reference.type());
        }
        return Expressions.mapChildren(expression, this::rewrite);
    }

    private boolean dependsOnPrimaryKey(ColumnReference reference) {
        Relation relation = relationOf(reference);
        TableDefinition table = relation == null ? null : relation.table();
        IndexDefinition primary = table == null ? null : table.primaryKey();
        if (relation == null || primary == null) {
            return false;
        }
        for (int column : primary.columns()) {
            if (!keys.contains(relation.columns().get(column).expression())) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Relation relationOf(ColumnReference reference) {
        for (Relation relation : scope.relations()) {
            for (Column column : relation.columns()) {
                if (column.expression().equals(reference)) {
                    return relation;
                }
            }
        }
        return null;
    }

    private SqlException ungrouped(ColumnReference reference, int position) {
        String name = "?column?";
        Relation relation = relationOf(reference);
        for (Column column : relation == null ? scope.columns() : relation.columns()) {
            if (column.expression().equals(reference)) {
                name = relation == null ? column.name() : relation.alias() + "." + column.name();
            }
        }
        return BindContext.error(
                SqlState.GROUPING_ERROR,
                "column \""
                        + name
                        + "\" must appear in the GROUP BY clause or be used in an aggregate function",
                position);
    }
}
