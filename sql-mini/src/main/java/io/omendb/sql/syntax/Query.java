package io.omendb.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query with the clauses that belong to the whole of it.
 *
 * @param with the WITH clause, or null
 * @param limit the LIMIT, OFFSET and FETCH clauses, or null
 * @param locking FOR UPDATE and its kin
 */
public record Query(
        @Nullable WithClause with,
        QueryBody body,
        List<SortItem> orderBy,
        @Nullable LimitClause limit,
        List<LockingClause> locking,
        int position)
        implements Statement {
    public Query {
        orderBy = List.copyOf(orderBy);
        locking = List.copyOf(locking);
    }

    /** WITH [RECURSIVE]. */
    public record WithClause(boolean recursive, List<CommonTableExpression> tables, int position) {
        public WithClause {
            tables = List.copyOf(tables);
        }
    }

    /** Whether a common table expression is computed once; null means that the planner chooses. */
    public record CommonTableExpression(
            String name,
            List<String> columns,
            @Nullable Boolean materialized,
            Statement statement,
            int position) {
        public CommonTableExpression {
            columns = List.copyOf(columns);
        }
    }

    /** LIMIT and OFFSET; a null limit is LIMIT ALL or none. */
    public record LimitClause(
            @Nullable Expression limit,
            @Nullable Expression offset,
            boolean withTies,
            int position) {}

    /** How strongly rows are locked. */
    public enum LockStrength {
        KEY_SHARE("FOR KEY SHARE"),
        SHARE("FOR SHARE"),
        NO_KEY_UPDATE("FOR NO KEY UPDATE"),
        UPDATE("FOR UPDATE");

        private final String text;

        LockStrength(String text) {
            this.text = text;
        }

        /** Returns the clause as SQL writes it. */
        public String text() {
            return text;
        }
    }

    /** What to do about a row that another transaction has locked. */
    public enum LockWait {
        BLOCK,
        NOWAIT,
        SKIP_LOCKED
    }

    /** FOR UPDATE and its kin. */
    public record LockingClause(
            LockStrength strength, List<String> tables, LockWait waiting, int position) {
        public LockingClause {
            tables = List.copyOf(tables);
        }
    }

    /** What can stand on one side of UNION. */
    public sealed interface QueryBody {
        /** Returns the 1-based character position. */
        int position();
    }

    /** One item of a select list; name is the alias as written, or null. */
    public record SelectItem(Expression expression, @Nullable String name, int position) {}

    /** DISTINCT: absent, plain or ON. */
    public record DistinctClause(List<Expression> on, int position) {
        public DistinctClause {
            on = List.copyOf(on);
        }
    }

    /** A named window. */
    public record NamedWindow(String name, WindowSpecification window) {}

    /** SELECT ... FROM ... WHERE ... GROUP BY ... HAVING ... WINDOW. */
    public record Select(
            @Nullable DistinctClause distinct,
            List<SelectItem> items,
            List<TableExpression> from,
            @Nullable Expression where,
            @Nullable GroupBy groupBy,
            @Nullable Expression having,
            List<NamedWindow> windows,
            int position)
            implements QueryBody {
        public Select {
            items = List.copyOf(items);
            from = List.copyOf(from);
            windows = List.copyOf(windows);
        }
    }

    /** GROUP BY; grouping sets are told by {@link GroupingSet}. */
    public record GroupBy(boolean distinct, List<GroupItem> items, int position) {
        public GroupBy {
            items = List.copyOf(items);
        }
    }

    /** An item of GROUP BY. */
    public sealed interface GroupItem {}

    /** A plain expression. */
    public record GroupExpression(Expression expression) implements GroupItem {}

    /** (), ROLLUP, CUBE, GROUPING SETS. */
    public record GroupingSet(String kind, List<GroupItem> items, int position)
            implements GroupItem {
        public GroupingSet {
            items = List.copyOf(items);
        }
    }

    /** VALUES (...), (...). */
    public record ValuesList(List<List<Expression>> rows, int position) implements QueryBody {
        public ValuesList {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** TABLE t. */
    public record TableCommand(TableExpression.NamedTable table, int position)
            implements QueryBody {}

    /** A query in parentheses with clauses of its own. */
    public record NestedQuery(Query query, int position) implements QueryBody {}

    /** The set operations. */
    public enum SetOperator {
        UNION,
        INTERSECT,
        EXCEPT
    }

    /** UNION, INTERSECT, EXCEPT; {@code all} keeps duplicates. */
    public record SetOperation(
            SetOperator operator, boolean all, QueryBody left, QueryBody right, int position)
            implements QueryBody {}
}
