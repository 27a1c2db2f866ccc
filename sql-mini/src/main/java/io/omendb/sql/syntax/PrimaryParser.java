package io.omendb.sql.syntax;

import io.omendb.sql.syntax.Expression.ArrayConstructor;
import io.omendb.sql.syntax.Expression.ArrayQuery;
import io.omendb.sql.syntax.Expression.CallModifiers;
import io.omendb.sql.syntax.Expression.Case;
import io.omendb.sql.syntax.Expression.Cast;
import io.omendb.sql.syntax.Expression.ColumnName;
import io.omendb.sql.syntax.Expression.Exists;
import io.omendb.sql.syntax.Expression.FieldSelection;
import io.omendb.sql.syntax.Expression.FunctionCall;
import io.omendb.sql.syntax.Expression.Literal;
import io.omendb.sql.syntax.Expression.LiteralKind;
import io.omendb.sql.syntax.Expression.Parameter;
import io.omendb.sql.syntax.Expression.RowConstructor;
import io.omendb.sql.syntax.Expression.ScalarQuery;
import io.omendb.sql.syntax.Expression.SpecialFunction;
import io.omendb.sql.syntax.Expression.SpecialValue;
import io.omendb.sql.syntax.Expression.Star;
import io.omendb.sql.syntax.Expression.Subscript;
import io.omendb.sql.syntax.Expression.WhenClause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operands of expressions: literals, names, calls, and what stands in parentheses. */
final class PrimaryParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final TypeNameParser types;
    private final QueryParser queries;
    private final CallParser calls;

    PrimaryParser(
            TokenStream tokens,
            ExpressionParser expressions,
            TypeNameParser types,
            QueryParser queries) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.types = types;
        this.queries = queries;
        this.calls = new CallParser(tokens, expressions, types);
    }

    /** What a pair of parentheses held: a query, or one or more expressions. */
    record Parenthesized(@Nullable Query query, List<Expression> items) {}

    static FunctionCall system(String name, List<Expression> arguments, int position) {
        return new FunctionCall(
                List.of("pg_catalog", name), arguments, CallModifiers.NONE, null, position);
    }

    Expression parse() {
        Token token = tokens.peek();
        int position = token.position();
        switch (token.kind()) {
            case INTEGER -> {
                tokens.take();
                return new Literal(LiteralKind.INTEGER, token.text(), position);
            }
            case NUMERIC -> {
                tokens.take();
                return new Literal(LiteralKind.NUMERIC, token.text(), position);
            }
            case STRING -> {
                tokens.take();
                return new Literal(LiteralKind.STRING, token.text(), position);
            }
            case BITS -> {
                tokens.take();
                return new Literal(LiteralKind.BITS, token.text(), position);
            }
            case PARAMETER -> {
                tokens.take();
                return indirection(new Parameter(Integer.parseInt(token.text()), position));
            }
            case SYMBOL -> {
                if (token.isSymbol("(")) {
                    return indirection(value(parenthesized(), position));
                }
                throw tokens.syntaxError();
            }
            case WORD -> {
                Expression keyword = token.category() == null ? null : keyword(token, position);
                return keyword != null ? keyword : nameOrCall(position);
            }
            case QUOTED_IDENTIFIER -> {
                return nameOrCall(position);
            }
            default -> throw tokens.syntaxError();
        }
    }

    /**
     * Parses a pair of parentheses. Whether nested ones hold a query or an expression that starts
     * with one shows only after the inner closing parenthesis; what was parsed is kept and goes on
     * as the first operand of whichever it is.
     */
    Parenthesized parenthesized() {
        tokens.enter();
        int position = tokens.position();
        boolean nested = tokens.peek(1).isSymbol("(") && tokens.leadsToQuery();
        tokens.expectSymbol("(");
        Parenthesized result;
        if (tokens.atQuery()) {
            result = new Parenthesized(queries.parse(), List.of());
        } else if (nested) {
            int innerPosition = tokens.position();
            Parenthesized inner = parenthesized();
            Query query = inner.query();
            if (query != null && (tokens.atSymbol(")") || queries.atQueryContinuation())) {
                result = new Parenthesized(queries.continueWith(query, position), List.of());
            } else {
                Expression first = indirection(value(inner, innerPosition));
                result = new Parenthesized(null, items(expressions.continueWith(first)));
            }
        } else {
            result = new Parenthesized(null, items(expressions.parse()));
        }
        tokens.expectSymbol(")");
        tokens.leave(1);
        return result;
    }

    private List<Expression> items(Expression first) {
        if (!tokens.atSymbol(",")) {
            return List.of(first);
        }
        List<Expression> items = new ArrayList<>();
        items.add(first);
        while (tokens.acceptSymbol(",")) {
            items.add(expressions.parse());
        }
        return items;
    }

    private static Expression value(Parenthesized content, int position) {
        Query query = content.query();
        if (query != null) {
            return new ScalarQuery(query, position);
        }
        List<Expression> items = content.items();
        return items.size() == 1 ? items.getFirst() : new RowConstructor(items, position);
    }

    private @Nullable Expression keyword(Token token, int position) {
        switch (token.text()) {
            case "null" -> {
                return literal(LiteralKind.NULL, position);
            }
            case "true" -> {
                return literal(LiteralKind.TRUE, position);
            }
            case "false" -> {
                return literal(LiteralKind.FALSE, position);
            }
            case "case" -> {
                return caseExpression(position);
            }
            case "array" -> {
                tokens.take();
                return array(position);
            }
            case "row" -> {
                return tokens.peek(1).isSymbol("(") ? row(position) : null;
            }
            case "exists" -> {
                if (!tokens.peek(1).isSymbol("(")) {
                    return null;
                }
                tokens.take();
                return new Exists(requireQuery(), position);
            }
            case "default" -> {
                tokens.take();
                return new Expression.DefaultValue(position);
            }
            case "current_date",
                    "current_role",
                    "current_user",
                    "session_user",
                    "user",
                    "current_catalog" -> {
                return special(token, position);
            }
            case "current_schema" -> {
                return tokens.peek(1).isSymbol("(") ? null : special(token, position);
            }
            case "current_time", "current_timestamp", "localtime", "localtimestamp" -> {
                return special(token, position);
            }
            default -> {
                if (types.atTypeOfLiteral()) {
                    return typedLiteral(position);
                }
                return calls.special(token, position);
            }
        }
    }

    private Literal literal(LiteralKind kind, int position) {
        tokens.take();
        return new Literal(kind, "", position);
    }

    private Expression special(Token token, int position) {
        tokens.take();
        SpecialValue value =
                switch (token.text()) {
                    case "current_date" -> SpecialValue.CURRENT_DATE;
                    case "current_time" -> SpecialValue.CURRENT_TIME;
                    case "current_timestamp" -> SpecialValue.CURRENT_TIMESTAMP;
                    case "localtime" -> SpecialValue.LOCALTIME;
                    case "localtimestamp" -> SpecialValue.LOCALTIMESTAMP;
                    case "current_role" -> SpecialValue.CURRENT_ROLE;
                    case "current_user" -> SpecialValue.CURRENT_USER;
                    case "session_user" -> SpecialValue.SESSION_USER;
                    case "user" -> SpecialValue.USER;
                    case "current_catalog" -> SpecialValue.CURRENT_CATALOG;
                    default -> SpecialValue.CURRENT_SCHEMA;
                };
        int precision = -1;
        boolean takesPrecision =
                switch (value) {
                    case CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP -> true;
                    default -> false;
                };
        if (takesPrecision && tokens.acceptSymbol("(")) {
            Token digits = tokens.peek();
            if (digits.kind() != Token.Kind.INTEGER || digits.text().length() > 9) {
                throw tokens.syntaxError();
            }
            tokens.take();
            precision = Integer.parseInt(digits.text());
            tokens.expectSymbol(")");
        }
        return new SpecialFunction(value, precision, position);
    }

    private Expression typedLiteral(int position) {
        TypeName type = types.ofLiteral();
        int at = tokens.position();
        String text = tokens.string();
        Literal literal = new Literal(LiteralKind.STRING, text, at);
        if (type.name().equals("interval") && type.modifiers().isEmpty()) {
            type = types.intervalFields(type.position());
        }
        return new Cast(literal, type, position);
    }

    private Query requireQuery() {
        if (!tokens.leadsToQuery()) {
            tokens.expectSymbol("(");
            throw tokens.syntaxError();
        }
        Query query = parenthesized().query();
        if (query == null) {
            throw tokens.syntaxError();
        }
        return query;
    }

    private Expression caseExpression(int position) {
        tokens.take();
        Expression operand = tokens.at("when") ? null : expressions.parse();
        List<WhenClause> branches = new ArrayList<>();
        while (tokens.accept("when")) {
            Expression condition = expressions.parse();
            tokens.expect("then");
            branches.add(new WhenClause(condition, expressions.parse()));
        }
        if (branches.isEmpty()) {
            throw tokens.syntaxError();
        }
        Expression otherwise = tokens.accept("else") ? expressions.parse() : null;
        tokens.expect("end");
        return new Case(operand, branches, otherwise, position);
    }

    private Expression array(int position) {
        if (tokens.atSymbol("(")) {
            return new ArrayQuery(requireQuery(), position);
        }
        return arrayElements(position);
    }

    private Expression arrayElements(int position) {
        tokens.enter();
        tokens.expectSymbol("[");
        List<Expression> elements = new ArrayList<>();
        if (!tokens.atSymbol("]")) {
            do {
                elements.add(
                        tokens.atSymbol("[")
                                ? arrayElements(tokens.position())
                                : expressions.parse());
            } while (tokens.acceptSymbol(","));
        }
        tokens.expectSymbol("]");
        tokens.leave(1);
        return new ArrayConstructor(elements, position);
    }

    private Expression row(int position) {
        tokens.take();
        tokens.expectSymbol("(");
        List<Expression> elements = tokens.atSymbol(")") ? List.of() : expressions.list();
        tokens.expectSymbol(")");
        return new RowConstructor(elements, position);
    }

    /** Parses what starts with a name: a column, a call, or a literal of a named type. */
    private Expression nameOrCall(int position) {
        Token first = tokens.peek();
        boolean column = tokens.isColumnId(first);
        if (!column && !tokens.isTypeOrFunctionName(first)) {
            throw tokens.syntaxError();
        }
        List<String> parts = new ArrayList<>();
        parts.add(tokens.take().text());
        while (tokens.atSymbol(".")) {
            if (tokens.peek(1).isSymbol("*")) {
                tokens.take();
                tokens.take();
                requireColumn(column, first);
                return new Star(parts, position);
            }
            tokens.take();
            parts.add(tokens.label());
        }
        boolean canCall = parts.size() > 1 || tokens.isTypeOrFunctionName(first);
        if (canCall && tokens.atSymbol("(")) {
            Expression call = calls.call(parts, position);
            return tokens.atKind(Token.Kind.STRING)
                            && parts.size() <= 2
                            && call instanceof FunctionCall written
                            && written.over() == null
                            && written.modifiers().equals(CallModifiers.NONE)
                    ? literalOf(parts, written.arguments(), position)
                    : call;
        }
        if (canCall && tokens.atKind(Token.Kind.STRING) && parts.size() <= 2) {
            return literalOf(parts, List.of(), position);
        }
        requireColumn(column, first);
        return indirection(new ColumnName(parts, position));
    }

    private Expression literalOf(List<String> type, List<Expression> modifiers, int position) {
        int at = tokens.position();
        Literal literal = new Literal(LiteralKind.STRING, tokens.take().text(), at);
        String schema = type.size() == 2 ? type.getFirst() : null;
        return new Cast(
                literal,
                new TypeName(schema, type.getLast(), modifiers, 0, false, position),
                position);
    }

    private void requireColumn(boolean column, Token first) {
        // A word such as LEFT is a name only of functions and types: what follows it is what is
        // wrong.
        if (!column) {
            throw tokens.syntaxError(tokens.atSymbol(".") ? first : tokens.peek());
        }
    }

    private Expression indirection(Expression argument) {
        Expression result = argument;
        int levels = 0;
        while (tokens.atSymbol("[") || tokens.atSymbol(".")) {
            tokens.enter();
            levels++;
            int position = tokens.position();
            if (tokens.take().isSymbol(".")) {
                result =
                        new FieldSelection(
                                result, tokens.acceptSymbol("*") ? "*" : tokens.label(), position);
                continue;
            }
            Expression lower =
                    tokens.atSymbol(":") || tokens.atSymbol("]") ? null : expressions.parse();
            boolean slice = tokens.acceptSymbol(":");
            if (!slice && lower == null) {
                throw tokens.syntaxError();
            }
            Expression upper = slice && !tokens.atSymbol("]") ? expressions.parse() : null;
            tokens.expectSymbol("]");
            result = new Subscript(result, lower, upper, slice, position);
        }
        tokens.leave(levels);
        return result;
    }
}
