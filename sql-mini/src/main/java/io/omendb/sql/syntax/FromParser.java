package io.omendb.sql.syntax;

import io.omendb.sql.syntax.TableExpression.Alias;
import io.omendb.sql.syntax.TableExpression.DerivedTable;
import io.omendb.sql.syntax.TableExpression.FunctionTable;
import io.omendb.sql.syntax.TableExpression.Join;
import io.omendb.sql.syntax.TableExpression.JoinKind;
import io.omendb.sql.syntax.TableExpression.NamedTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The FROM clause. */
final class FromParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final QueryParser queries;

    FromParser(TokenStream tokens, ExpressionParser expressions, QueryParser queries) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.queries = queries;
    }

    /** Parses the items of FROM or USING. */
    List<TableExpression> list() {
        List<TableExpression> items = new ArrayList<>();
        do {
            items.add(item());
        } while (tokens.acceptSymbol(","));
        return items;
    }

    private TableExpression item() {
        tokens.enter();
        TableExpression table = joins(primary());
        tokens.leave(1);
        return table;
    }

    private TableExpression joins(TableExpression first) {
        TableExpression left = first;
        int levels = 0;
        while (atJoin()) {
            tokens.enter();
            levels++;
            left = join(left);
        }
        tokens.leave(levels);
        return left;
    }

    private boolean atJoin() {
        return tokens.at("join")
                || tokens.at("inner")
                || tokens.at("cross")
                || tokens.at("natural")
                || tokens.at("left")
                || tokens.at("right")
                || tokens.at("full");
    }

    private TableExpression join(TableExpression left) {
        int position = tokens.position();
        if (tokens.accept("cross")) {
            tokens.expect("join");
            return new Join(
                    JoinKind.CROSS, left, primary(), false, List.of(), null, null, position);
        }
        boolean natural = tokens.accept("natural");
        JoinKind kind = joinKind();
        tokens.expect("join");
        if (natural) {
            return new Join(kind, left, primary(), true, List.of(), null, null, position);
        }
        // A join without its condition yet lets the right side be a join: the next condition is the
        // inner one's.
        TableExpression right = joins(primary());
        if (tokens.accept("on")) {
            Expression condition = expressions.parse();
            return new Join(kind, left, right, false, List.of(), condition, null, position);
        }
        tokens.expect("using");
        List<String> columns = tokens.columnIds();
        Alias alias = tokens.accept("as") ? new Alias(tokens.columnId(), List.of()) : null;
        return new Join(kind, left, right, false, columns, null, alias, position);
    }

    private JoinKind joinKind() {
        if (tokens.accept("inner")) {
            return JoinKind.INNER;
        }
        JoinKind kind =
                tokens.accept("left")
                        ? JoinKind.LEFT
                        : tokens.accept("right")
                                ? JoinKind.RIGHT
                                : tokens.accept("full") ? JoinKind.FULL : JoinKind.INNER;
        if (kind != JoinKind.INNER) {
            tokens.accept("outer");
        }
        return kind;
    }

    private TableExpression primary() {
        int position = tokens.position();
        if (tokens.accept("lateral")) {
            return tokens.atSymbol("(")
                    ? derived(query(), true, position)
                    : function(true, position);
        }
        if (tokens.atSymbol("(")) {
            return parenthesized();
        }
        if (tokens.at("rows", "from") && tokens.peek(2).isSymbol("(")) {
            throw tokens.notSupported("ROWS FROM", position);
        }
        if (atFunction()) {
            return function(false, position);
        }
        NamedTable table = relation();
        Alias alias = alias();
        if (tokens.at("tablesample")) {
            throw tokens.notSupported("TABLESAMPLE", tokens.position());
        }
        return new NamedTable(table.name(), table.only(), alias, position);
    }

    private boolean atFunction() {
        int distance = 0;
        while (tokens.isLabel(tokens.peek(distance)) && tokens.peek(distance + 1).isSymbol(".")) {
            distance += 2;
        }
        return tokens.isLabel(tokens.peek(distance))
                && tokens.peek(distance + 1).isSymbol("(")
                && !tokens.at("only");
    }

    private Query query() {
        if (!tokens.leadsToQuery()) {
            tokens.expectSymbol("(");
            throw tokens.syntaxError();
        }
        tokens.expectSymbol("(");
        Query query = queries.parse();
        tokens.expectSymbol(")");
        return query;
    }

    /** What a pair of parentheses in FROM held. */
    private sealed interface Content {}

    private record QueryContent(Query query) implements Content {}

    private record TableContent(TableExpression table) implements Content {}

    private TableExpression parenthesized() {
        int position = tokens.position();
        return switch (content()) {
            case QueryContent(Query query) -> derived(query, false, position);
            case TableContent(TableExpression table) -> aliased(table);
        };
    }

    private Content content() {
        tokens.enter();
        int position = tokens.position();
        boolean nested = tokens.peek(1).isSymbol("(") && tokens.leadsToQuery();
        tokens.expectSymbol("(");
        Content result;
        if (tokens.atQuery()) {
            result = new QueryContent(queries.parse());
        } else if (nested) {
            int innerPosition = tokens.position();
            Content inner = content();
            if (inner instanceof QueryContent(Query query)
                    && (tokens.atSymbol(")") || queries.atQueryContinuation())) {
                result = new QueryContent(queries.continueWith(query, position));
            } else {
                TableExpression first =
                        switch (inner) {
                            case QueryContent(Query query) -> derived(query, false, innerPosition);
                            case TableContent(TableExpression table) -> aliased(table);
                        };
                result = new TableContent(requireJoin(joins(first)));
            }
        } else {
            result = new TableContent(requireJoin(item()));
        }
        tokens.expectSymbol(")");
        tokens.leave(1);
        return result;
    }

    /** Only a join may stand in parentheses of its own. */
    private TableExpression requireJoin(TableExpression table) {
        if (!(table instanceof Join)) {
            throw tokens.syntaxError();
        }
        return table;
    }

    private TableExpression aliased(TableExpression table) {
        Alias alias = alias();
        if (alias == null || !(table instanceof Join join)) {
            return table;
        }
        return new Join(
                join.kind(),
                join.left(),
                join.right(),
                join.natural(),
                join.using(),
                join.condition(),
                alias,
                join.position());
    }

    private TableExpression derived(Query query, boolean lateral, int position) {
        return new DerivedTable(query, lateral, alias(), position);
    }

    private TableExpression function(boolean lateral, int position) {
        Expression call = expressions.primary();
        boolean ordinality = tokens.accept("with", "ordinality");
        return new FunctionTable(call, lateral, ordinality, alias(), position);
    }

    /** Parses [ONLY] name [*] without an alias. */
    NamedTable relation() {
        int position = tokens.position();
        boolean only = tokens.accept("only");
        boolean parenthesis = only && tokens.acceptSymbol("(");
        QualifiedName name = tokens.qualifiedName();
        if (parenthesis) {
            tokens.expectSymbol(")");
        } else if (!only) {
            tokens.acceptSymbol("*");
        }
        return new NamedTable(name, only, null, position);
    }

    private @Nullable Alias alias() {
        if (tokens.accept("as")) {
            if (tokens.atSymbol("(")) {
                throw tokens.notSupported("a column definition list", tokens.position());
            }
        } else if (!tokens.isColumnId(tokens.peek())) {
            return null;
        }
        String name = tokens.columnId();
        if (!tokens.atSymbol("(")) {
            return new Alias(name, List.of());
        }
        Token following = tokens.peek(2);
        if (tokens.isColumnId(tokens.peek(1))
                && !following.isSymbol(",")
                && !following.isSymbol(")")) {
            throw tokens.notSupported("a column definition list", tokens.position());
        }
        return new Alias(name, tokens.columnIds());
    }
}
