package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.Keywords.Category;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of a text with any lookahead, the grammar's names, and the bound on nesting. */
final class TokenStream {
    /**
     * How deep syntax may nest. The parser and the binder recurse over the tree: the bound keeps
     * both within a thread's default stack and turns a hostile text into an error, as PostgreSQL's
     * max_stack_depth does.
     */
    static final int DEPTH_MAX = 400;

    private final String sql;
    private final Lexer lexer;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int depth;

    TokenStream(String sql) {
        this.sql = sql;
        this.lexer = new Lexer(sql);
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int distance) {
        int index = next + distance;
        while (tokens.size() <= index) {
            if (!tokens.isEmpty() && tokens.getLast().kind() == Token.Kind.END) {
                return tokens.getLast();
            }
            tokens.add(lexer.next());
        }
        return tokens.get(index);
    }

    Token take() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            next++;
        }
        return token;
    }

    int position() {
        return peek().position();
    }

    /** Returns the text from a token to the last one taken. */
    String textSince(Token first) {
        return sql.substring(first.start(), tokens.get(next - 1).end());
    }

    boolean at(String keyword) {
        return peek().isKeyword(keyword);
    }

    boolean at(String first, String second) {
        return peek().isKeyword(first) && peek(1).isKeyword(second);
    }

    boolean atSymbol(String symbol) {
        return peek().isSymbol(symbol);
    }

    boolean atKind(Token.Kind kind) {
        return peek().kind() == kind;
    }

    boolean atEndOfStatement() {
        return atKind(Token.Kind.END) || atSymbol(";");
    }

    boolean accept(String keyword) {
        if (at(keyword)) {
            take();
            return true;
        }
        return false;
    }

    boolean accept(String first, String second) {
        if (at(first, second)) {
            take();
            take();
            return true;
        }
        return false;
    }

    boolean acceptSymbol(String symbol) {
        if (atSymbol(symbol)) {
            take();
            return true;
        }
        return false;
    }

    void expect(String keyword) {
        if (!accept(keyword)) {
            throw syntaxError();
        }
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw syntaxError();
        }
    }

    SqlException syntaxError() {
        return syntaxError(peek());
    }

    SqlException syntaxError(Token token) {
        String message =
                token.kind() == Token.Kind.END
                        ? "syntax error at end of input"
                        : "syntax error at or near \""
                                + sql.substring(token.start(), token.end())
                                + "\"";
        return SqlException.of(SqlState.SYNTAX_ERROR, message).withPosition(token.position());
    }

    SqlException notSupported(String what, int position) {
        return SqlException.notSupported(what).withPosition(position);
    }

    /** Returns whether the current token, or one further on, can name a column or table. */
    boolean isColumnId(Token token) {
        if (token.kind() == Token.Kind.QUOTED_IDENTIFIER) {
            return true;
        }
        if (token.kind() != Token.Kind.WORD) {
            return false;
        }
        Category category = token.category();
        return category == null
                || category == Category.UNRESERVED
                || category == Category.COLUMN_NAME;
    }

    boolean isTypeOrFunctionName(Token token) {
        if (token.kind() == Token.Kind.QUOTED_IDENTIFIER) {
            return true;
        }
        if (token.kind() != Token.Kind.WORD) {
            return false;
        }
        Category category = token.category();
        return category == null
                || category == Category.UNRESERVED
                || category == Category.TYPE_OR_FUNCTION;
    }

    boolean isLabel(Token token) {
        return token.kind() == Token.Kind.QUOTED_IDENTIFIER || token.kind() == Token.Kind.WORD;
    }

    String columnId() {
        if (!isColumnId(peek())) {
            throw syntaxError();
        }
        return take().text();
    }

    String label() {
        if (!isLabel(peek())) {
            throw syntaxError();
        }
        return take().text();
    }

    /** Takes an output name that stands without AS, or returns null. */
    @Nullable String bareLabel() {
        Token token = peek();
        boolean can =
                token.kind() == Token.Kind.QUOTED_IDENTIFIER
                        || (token.kind() == Token.Kind.WORD
                                && (token.category() == null
                                        || Keywords.isBareLabel(token.text())));
        return can ? take().text() : null;
    }

    /** Takes [schema.]name; a third part would name another database. */
    QualifiedName qualifiedName() {
        int position = position();
        String first = columnId();
        if (!acceptSymbol(".")) {
            return new QualifiedName(null, first, position);
        }
        String second = label();
        if (!acceptSymbol(".")) {
            return new QualifiedName(first, second, position);
        }
        String third = label();
        throw SqlException.of(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "cross-database references are not implemented: \""
                                + first
                                + "."
                                + second
                                + "."
                                + third
                                + "\"")
                .withPosition(position);
    }

    List<String> columnIds() {
        List<String> names = new ArrayList<>();
        expectSymbol("(");
        do {
            names.add(columnId());
        } while (acceptSymbol(","));
        expectSymbol(")");
        return names;
    }

    String string() {
        if (!atKind(Token.Kind.STRING)) {
            throw syntaxError();
        }
        return take().text();
    }

    /**
     * Returns whether the parentheses that open here lead to a query, so that what they hold is one
     * or starts with one.
     */
    boolean leadsToQuery() {
        int distance = 0;
        while (peek(distance).isSymbol("(")) {
            distance++;
        }
        Token token = peek(distance);
        return distance > 0 && startsQuery(token, peek(distance + 1));
    }

    boolean atQuery() {
        return startsQuery(peek(), peek(1));
    }

    private static boolean startsQuery(Token token, Token following) {
        return token.isKeyword("select")
                || token.isKeyword("with")
                || token.isKeyword("table")
                || (token.isKeyword("values") && following.isSymbol("("));
    }

    void enter() {
        enter(1);
    }

    void enter(int levels) {
        depth += levels;
        if (depth > DEPTH_MAX) {
            throw SqlException.of(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
                    .withDetail("A statement may nest " + DEPTH_MAX + " levels deep.")
                    .withPosition(position());
        }
    }

    void leave(int levels) {
        depth -= levels;
    }

    void skipToEndOfStatement() {
        while (!atEndOfStatement()) {
            take();
        }
    }
}
