package io.omendb.sql.bind;

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
 * The names that an expression can see: the relations of FROM, and what lies around a subquery.
 *
 * @param relations what can qualify a column
 * @param columns what a bare name finds and {@code *} stands for: columns merged by USING come
 *     first
 * @param outer the scope around a subquery, or null
 * @param row where the subquery inside notes what it reads, if it runs for each row; null where it
 *     is to become a join
 */
record Scope(
        List<Relation> relations,
        List<Column> columns,
        @Nullable Scope outer,
        @Nullable OuterRow row) {

    /**
     * A column index from here on is one of the scope around, as {@link Column#expression} counts
     * there.
     */
    static final int OUTER = 1 << 24;

    Scope {
        relations = List.copyOf(relations);
        columns = List.copyOf(columns);
    }

    Scope(List<Relation> relations, List<Column> columns, @Nullable Scope outer) {
        this(relations, columns, outer, null);
    }

    /** Returns the same names as a subquery sees them that runs for each row. */
    Scope readBy(OuterRow reader) {
        return new Scope(relations, columns, outer, reader);
    }

    /** A scope without names. */
    static Scope empty(@Nullable Scope outer) {
        return new Scope(List.of(), List.of(), outer);
    }

    /** A named column: its value over the input, and the table column that it is, if it is one. */
    record Column(String name, BoundExpression expression, int tableOid, int attributeNumber) {
        Column shifted(int by) {
            return new Column(name, Expressions.shift(expression, by), tableOid, attributeNumber);
        }
    }

    /** A relation of FROM under its alias; the definition only where it is a table. */
    record Relation(
            String alias, @Nullable TableDefinition table, boolean aliased, List<Column> columns) {
        Relation {
            columns = List.copyOf(columns);
        }

        Relation shifted(int by) {
            return new Relation(
                    alias, table, aliased, columns.stream().map(c -> c.shifted(by)).toList());
        }
    }

    /** Returns the scope of a table's columns at their places. */
    static Scope of(TableDefinition table, String alias, boolean aliased, @Nullable Scope outer) {
        Relation relation = relation(table, alias, aliased, 0);
        return new Scope(List.of(relation), relation.columns(), outer);
    }

    static Relation relation(TableDefinition table, String alias, boolean aliased, int first) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            columns.add(
                    new Column(
                            table.columns().get(i).name(),
                            new ColumnReference(first + i, table.columns().get(i).type()),
                            table.oid(),
                            i + 1));
        }
        return new Relation(alias, table, aliased, columns);
    }

    /** Finds a column by its parts; null when neither this scope nor one around it has it. */
    Column column(List<String> parts, int position) {
        if (parts.size() > 3) {
            throw crossDatabase(parts, position);
        }
        Column found = find(parts, position);
        if (found != null) {
            return found;
        }
        int depth = 1;
        for (Scope scope = outer; scope != null; scope = scope.outer, depth++) {
            Column there = scope.find(parts, position);
            if (there == null) {
                continue;
            }
            OuterRow reader = scope.row;
            if (reader != null) {
                return new Column(
                        there.name(),
                        reader.read(there.expression()),
                        there.tableOid(),
                        there.attributeNumber());
            }
            if (depth > 1 || !(there.expression() instanceof ColumnReference reference)) {
                throw new NotJoinable(
                        BindContext.notSupported(
                                "correlated subqueries over more than one level", position));
            }
            return new Column(
                    there.name(),
                    new ColumnReference(OUTER + reference.index(), reference.type()),
                    there.tableOid(),
                    there.attributeNumber());
        }
        throw missing(parts, position);
    }

    private @Nullable Column find(List<String> parts, int position) {
        String name = parts.getLast();
        if (parts.size() == 1) {
            return only(columns, name, position);
        }
        Relation relation = relation(parts.subList(0, parts.size() - 1), position);
        if (relation == null) {
            return null;
        }
        Column column = only(relation.columns(), name, position);
        if (column == null) {
            throw BindContext.error(
                    SqlState.UNDEFINED_COLUMN,
                    "column " + relation.alias() + "." + name + " does not exist",
                    position);
        }
        return column;
    }

    private static @Nullable Column only(List<Column> columns, String name, int position) {
        Column found = null;
        for (Column column : columns) {
            if (column.name().equals(name)) {
                if (found != null) {
                    throw BindContext.error(
                            SqlState.AMBIGUOUS_COLUMN,
                            "column reference \"" + name + "\" is ambiguous",
                            position);
                }
                found = column;
            }
        }
        return found;
    }

    /** Finds a relation by [schema.]alias in this scope only. */
    @Nullable Relation relation(List<String> qualifier, int position) {
        if (qualifier.size() > 2) {
            throw crossDatabase(qualifier, position);
        }
        for (Relation relation : relations) {
            if (!relation.alias().equals(qualifier.getLast())) {
                continue;
            }
            TableDefinition table = relation.table();
            if (qualifier.size() == 1
                    || (table != null
                            && !relation.aliased()
                            && table.schema().equals(qualifier.getFirst()))) {
                return relation;
            }
        }
        return null;
    }

    private static SqlException crossDatabase(List<String> parts, int position) {
        return BindContext.error(
                SqlState.FEATURE_NOT_SUPPORTED,
                "cross-database references are not implemented: " + String.join(".", parts),
                position);
    }

    private SqlException missing(List<String> parts, int position) {
        if (parts.size() > 1) {
            return missingRelation(parts.subList(0, parts.size() - 1), position);
        }
        for (Relation relation : relations) {
            if (relation.alias().equals(parts.getFirst())) {
                return BindContext.notSupported("a row of a table as a value", position);
            }
        }
        return BindContext.error(
                SqlState.UNDEFINED_COLUMN,
                "column \"" + parts.getFirst() + "\" does not exist",
                position);
    }

    /** Returns 42P01 for a qualifier that is no relation of FROM. */
    SqlException missingRelation(List<String> qualifier, int position) {
        String name = qualifier.getLast();
        for (Scope scope = this; scope != null; scope = scope.outer) {
            for (Relation relation : scope.relations) {
                TableDefinition table = relation.table();
                if (table != null && relation.aliased() && table.name().equals(name)) {
                    return BindContext.error(
                                    SqlState.UNDEFINED_TABLE,
                                    "invalid reference to FROM-clause entry for table \""
                                            + name
                                            + "\"",
                                    position)
                            .withHint(
                                    "Perhaps you meant to reference the table alias \""
                                            + relation.alias()
                                            + "\".");
                }
            }
        }
        return BindContext.error(
                SqlState.UNDEFINED_TABLE,
                "missing FROM-clause entry for table \"" + name + "\"",
                position);
    }
}
