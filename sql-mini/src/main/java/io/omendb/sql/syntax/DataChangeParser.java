package io.omendb.sql.syntax;

import io.omendb.sql.syntax.Query.SelectItem;
import io.omendb.sql.syntax.Query.WithClause;
import io.omendb.sql.syntax.Statement.Assignment;
import io.omendb.sql.syntax.Statement.ConflictUpdate;
import io.omendb.sql.syntax.Statement.Delete;
import io.omendb.sql.syntax.Statement.Insert;
import io.omendb.sql.syntax.Statement.OnConflict;
import io.omendb.sql.syntax.Statement.Overriding;
import io.omendb.sql.syntax.Statement.TargetColumn;
import io.omendb.sql.syntax.Statement.Update;
import io.omendb.sql.syntax.TableExpression.Alias;
import io.omendb.sql.syntax.TableExpression.NamedTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE and DELETE, and the choice between them and a query after WITH. */
final class DataChangeParser {
    private final TokenStream tokens;
    private final QueryParser queries;

    DataChangeParser(TokenStream tokens, QueryParser queries) {
        this.tokens = tokens;
        this.queries = queries;
    }

    boolean atPreparable() {
        return tokens.atQuery()
                || tokens.at("values")
                || tokens.atSymbol("(")
                || tokens.at("insert")
                || tokens.at("update")
                || tokens.at("delete")
                || tokens.at("merge");
    }

    /** Parses a query, INSERT, UPDATE or DELETE, with its WITH. */
    Statement preparable() {
        int position = tokens.position();
        WithClause with = tokens.at("with") ? queries.with() : null;
        if (tokens.at("insert")) {
            return insert(with, position);
        }
        if (tokens.at("update")) {
            return update(with, position);
        }
        if (tokens.at("delete")) {
            return delete(with, position);
        }
        if (tokens.at("merge")) {
            throw tokens.notSupported("MERGE", position);
        }
        return queries.parse(with, position);
    }

    private Insert insert(@Nullable WithClause with, int position) {
        tokens.expect("insert");
        tokens.expect("into");
        QualifiedName table = tokens.qualifiedName();
        String alias = tokens.accept("as") ? tokens.columnId() : null;
        List<TargetColumn> columns = List.of();
        if (tokens.atSymbol("(") && !tokens.leadsToQuery()) {
            columns = columns();
        }
        Overriding overriding = Overriding.NONE;
        if (tokens.accept("overriding")) {
            overriding = tokens.accept("user") ? Overriding.USER_VALUE : Overriding.SYSTEM_VALUE;
            if (overriding == Overriding.SYSTEM_VALUE) {
                tokens.expect("system");
            }
            tokens.expect("value");
        }
        Query source = null;
        if (columns.isEmpty() && overriding == Overriding.NONE && tokens.at("default", "values")) {
            tokens.take();
            tokens.take();
        } else {
            source = queries.parse();
        }
        OnConflict conflict = tokens.at("on") ? onConflict() : null;
        return new Insert(
                with, table, alias, columns, overriding, source, conflict, returning(), position);
    }

    private OnConflict onConflict() {
        int position = tokens.position();
        tokens.expect("on");
        tokens.expect("conflict");
        List<Expression> target = List.of();
        Expression targetWhere = null;
        String constraint = null;
        if (tokens.acceptSymbol("(")) {
            target = queries.expressions().list();
            tokens.expectSymbol(")");
            targetWhere = tokens.accept("where") ? queries.expressions().parse() : null;
        } else if (tokens.accept("on")) {
            tokens.expect("constraint");
            constraint = tokens.columnId();
        }
        tokens.expect("do");
        if (tokens.accept("nothing")) {
            return new OnConflict(target, targetWhere, constraint, null, position);
        }
        tokens.expect("update");
        tokens.expect("set");
        List<Assignment> assignments = assignments();
        Expression where = tokens.accept("where") ? queries.expressions().parse() : null;
        return new OnConflict(
                target, targetWhere, constraint, new ConflictUpdate(assignments, where), position);
    }

    private Update update(@Nullable WithClause with, int position) {
        tokens.expect("update");
        NamedTable table = target();
        tokens.expect("set");
        List<Assignment> assignments = assignments();
        List<TableExpression> from = tokens.accept("from") ? queries.from().list() : List.of();
        Expression where = where();
        return new Update(with, table, assignments, from, where, returning(), position);
    }

    private Delete delete(@Nullable WithClause with, int position) {
        tokens.expect("delete");
        tokens.expect("from");
        NamedTable table = target();
        List<TableExpression> using = tokens.accept("using") ? queries.from().list() : List.of();
        Expression where = where();
        return new Delete(with, table, using, where, returning(), position);
    }

    private NamedTable target() {
        int position = tokens.position();
        NamedTable table = queries.from().relation();
        String alias = null;
        if (tokens.accept("as")) {
            alias = tokens.columnId();
        } else if (tokens.isColumnId(tokens.peek()) && !tokens.at("set")) {
            alias = tokens.columnId();
        }
        Alias named = alias == null ? null : new Alias(alias, List.of());
        return new NamedTable(table.name(), table.only(), named, position);
    }

    private @Nullable Expression where() {
        if (!tokens.accept("where")) {
            return null;
        }
        if (tokens.at("current", "of")) {
            throw tokens.notSupported("WHERE CURRENT OF", tokens.position());
        }
        return queries.expressions().parse();
    }

    private List<SelectItem> returning() {
        return tokens.accept("returning") ? queries.selectItems() : List.of();
    }

    private List<Assignment> assignments() {
        List<Assignment> assignments = new ArrayList<>();
        do {
            int position = tokens.position();
            boolean multiple = tokens.atSymbol("(");
            List<TargetColumn> columns = multiple ? columns() : List.of(column());
            tokens.expectSymbol("=");
            assignments.add(
                    new Assignment(columns, multiple, queries.expressions().parse(), position));
        } while (tokens.acceptSymbol(","));
        return assignments;
    }

    /** Parses target columns in parentheses. */
    List<TargetColumn> columns() {
        tokens.expectSymbol("(");
        List<TargetColumn> columns = new ArrayList<>();
        do {
            columns.add(column());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return columns;
    }

    private TargetColumn column() {
        int position = tokens.position();
        TargetColumn column = new TargetColumn(tokens.columnId(), position);
        if (tokens.atSymbol(".") || tokens.atSymbol("[")) {
            throw tokens.notSupported("assigning to a part of a column", tokens.position());
        }
        return column;
    }
}
