package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.Expression.And;
import io.omendb.sql.syntax.Expression.Between;
import io.omendb.sql.syntax.Expression.Binary;
import io.omendb.sql.syntax.Expression.Collate;
import io.omendb.sql.syntax.Expression.InList;
import io.omendb.sql.syntax.Expression.InQuery;
import io.omendb.sql.syntax.Expression.IsBoolean;
import io.omendb.sql.syntax.Expression.IsDistinctFrom;
import io.omendb.sql.syntax.Expression.IsNull;
import io.omendb.sql.syntax.Expression.Literal;
import io.omendb.sql.syntax.Expression.LiteralKind;
import io.omendb.sql.syntax.Expression.Not;
import io.omendb.sql.syntax.Expression.OperatorName;
import io.omendb.sql.syntax.Expression.Or;
import io.omendb.sql.syntax.Expression.PatternKind;
import io.omendb.sql.syntax.Expression.PatternMatch;
import io.omendb.sql.syntax.Expression.QuantifiedArray;
import io.omendb.sql.syntax.Expression.QuantifiedQuery;
import io.omendb.sql.syntax.Expression.Truth;
import io.omendb.sql.syntax.Expression.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions by operator precedence (Pratt), with PostgreSQL's table of precedences.
 *
 * <p>PostgreSQL's grammar has two kinds of expressions: any (a_expr), and the restricted ones
 * (b_expr) that stand where AND, IN or a column constraint could follow. Both are parsed by one
 * loop; {@code restricted} says which operators it sees.
 */
final class ExpressionParser {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int IS = 4;
    private static final int COMPARE = 5;
    private static final int MATCH = 6;
    private static final int OPERATOR = 8;
    private static final int ADD = 9;
    private static final int MULTIPLY = 10;
    private static final int POWER = 11;
    private static final int AT = 12;
    private static final int COLLATE = 13;
    private static final int SIGN = 14;
    private static final int CAST = 15;

    private final TokenStream tokens;
    private final PrimaryParser primaries;
    private final TypeNameParser types;

    ExpressionParser(TokenStream tokens, QueryParser queries) {
        this.tokens = tokens;
        this.types = new TypeNameParser(tokens, this);
        this.primaries = new PrimaryParser(tokens, this, types, queries);
    }

    TypeNameParser types() {
        return types;
    }

    /** Parses any expression. */
    Expression parse() {
        return parse(0, false, null);
    }

    /** Parses an expression without AND, OR, NOT, IN, LIKE, BETWEEN, IS NULL at its top. */
    Expression restricted() {
        return parse(0, true, null);
    }

    /** Goes on with an expression whose first operand is already parsed. */
    Expression continueWith(Expression first) {
        return parse(0, false, first);
    }

    /** Parses an operand without operators, as in FETCH FIRST n. */
    Expression primary() {
        return primaries.parse();
    }

    List<Expression> list() {
        List<Expression> items = new ArrayList<>();
        do {
            items.add(parse());
        } while (tokens.acceptSymbol(","));
        return items;
    }

    /** Parses the items of ORDER BY. */
    List<SortItem> sortItems() {
        List<SortItem> items = new ArrayList<>();
        do {
            items.add(sortItem());
        } while (tokens.acceptSymbol(","));
        return items;
    }

    private SortItem sortItem() {
        Expression expression = parse();
        SortItem.Direction direction = SortItem.Direction.DEFAULT;
        OperatorName using = null;
        if (tokens.accept("asc")) {
            direction = SortItem.Direction.ASCENDING;
        } else if (tokens.accept("desc")) {
            direction = SortItem.Direction.DESCENDING;
        } else if (tokens.accept("using")) {
            direction = SortItem.Direction.USING;
            using = anyOperator();
        }
        SortItem.Nulls nulls = SortItem.Nulls.DEFAULT;
        if (tokens.accept("nulls", "first")) {
            nulls = SortItem.Nulls.FIRST;
        } else if (tokens.accept("nulls", "last")) {
            nulls = SortItem.Nulls.LAST;
        }
        return new SortItem(expression, direction, using, nulls);
    }

    private Expression parse(int powerMin, boolean restricted, @Nullable Expression first) {
        tokens.enter();
        int levels = 1;
        Expression left = first != null ? first : prefix(restricted);
        // The power of a non-associative operator that ended with an operand: the same cannot
        // follow it.
        int closed = 0;
        while (true) {
            int power = infixPower(restricted);
            if (power == 0 || power < powerMin) {
                break;
            }
            if (power == closed) {
                throw tokens.syntaxError();
            }
            // Each turn makes the tree one level deeper on its left side.
            tokens.enter();
            levels++;
            Token next = tokens.peek();
            left = infix(left, power);
            boolean ends =
                    power == COMPARE
                            || (power == MATCH && !isIn(next))
                            || left instanceof IsDistinctFrom;
            closed = ends ? power : 0;
        }
        tokens.leave(levels);
        return left;
    }

    private static boolean isIn(Token token) {
        return token.isKeyword("in");
    }

    private Expression prefix(boolean restricted) {
        Token token = tokens.peek();
        if (!restricted && token.isKeyword("not")) {
            tokens.take();
            return new Not(parse(NOT, false, null), token.position());
        }
        if (token.isSymbol("-") || token.isSymbol("+")) {
            tokens.take();
            Expression argument = parse(SIGN, restricted, null);
            if (token.isSymbol("-") && argument instanceof Literal literal && isNumber(literal)) {
                return negate(literal, token.position());
            }
            return new Unary(new OperatorName(null, token.text()), argument, token.position());
        }
        if (token.kind() == Token.Kind.OPERATOR || atQualifiedOperator()) {
            OperatorName operator = anyOperator();
            return new Unary(operator, parse(OPERATOR + 1, restricted, null), token.position());
        }
        return primaries.parse();
    }

    private static boolean isNumber(Literal literal) {
        return literal.kind() == LiteralKind.INTEGER || literal.kind() == LiteralKind.NUMERIC;
    }

    /** A sign before a number belongs to it, or the least bigint could not be written. */
    private static Literal negate(Literal literal, int position) {
        String text = literal.text();
        return new Literal(
                literal.kind(), text.startsWith("-") ? text.substring(1) : "-" + text, position);
    }

    private boolean atQualifiedOperator() {
        return tokens.at("operator") && tokens.peek(1).isSymbol("(");
    }

    private int infixPower(boolean restricted) {
        Token token = tokens.peek();
        switch (token.kind()) {
            case OPERATOR -> {
                return OPERATOR;
            }
            case SYMBOL -> {
                return switch (token.text()) {
                    case "+", "-" -> ADD;
                    case "*", "/", "%" -> MULTIPLY;
                    case "^" -> POWER;
                    case "<", ">", "=", "<=", ">=", "<>" -> COMPARE;
                    case "::" -> CAST;
                    default -> 0;
                };
            }
            case WORD -> {
                return token.category() == null ? 0 : keywordPower(token, restricted);
            }
            default -> {
                return 0;
            }
        }
    }

    private int keywordPower(Token token, boolean restricted) {
        if (token.isKeyword("operator")) {
            return tokens.peek(1).isSymbol("(") ? OPERATOR : 0;
        }
        if (token.isKeyword("is")) {
            int distance = tokens.peek(1).isKeyword("not") ? 2 : 1;
            return !restricted || tokens.peek(distance).isKeyword("distinct") ? IS : 0;
        }
        if (restricted) {
            return 0;
        }
        return switch (token.text()) {
            case "or" -> OR;
            case "and" -> AND;
            case "isnull", "notnull" -> IS;
            case "between", "in", "like", "ilike" -> MATCH;
            case "overlaps" -> MATCH;
            case "similar" -> tokens.peek(1).isKeyword("to") ? MATCH : 0;
            case "not" -> isMatchWord(tokens.peek(1)) ? MATCH : 0;
            case "at" -> tokens.peek(1).isKeyword("time") ? AT : 0;
            case "collate" -> COLLATE;
            default -> 0;
        };
    }

    private static boolean isMatchWord(Token token) {
        return token.isKeyword("between")
                || token.isKeyword("in")
                || token.isKeyword("like")
                || token.isKeyword("ilike")
                || token.isKeyword("similar");
    }

    private Expression infix(Expression left, int power) {
        int position = tokens.position();
        switch (power) {
            case OR -> {
                return new Or(chain(left, "or", OR), position);
            }
            case AND -> {
                return new And(chain(left, "and", AND), position);
            }
            case IS -> {
                return is(left, position);
            }
            case MATCH -> {
                return match(left, position);
            }
            case AT -> {
                tokens.take();
                tokens.expect("time");
                tokens.expect("zone");
                return PrimaryParser.system(
                        "timezone", List.of(parse(AT + 1, false, null), left), position);
            }
            case COLLATE -> {
                tokens.take();
                List<String> name = new ArrayList<>();
                name.add(tokens.columnId());
                while (tokens.acceptSymbol(".")) {
                    name.add(tokens.label());
                }
                return new Collate(left, name, position);
            }
            case CAST -> {
                tokens.take();
                return new Expression.Cast(left, types.parse(), position);
            }
            default -> {
                return operator(left, power, position);
            }
        }
    }

    private List<Expression> chain(Expression left, String keyword, int power) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(left);
        while (tokens.accept(keyword)) {
            arguments.add(parse(power + 1, false, null));
        }
        return arguments;
    }

    private Expression operator(Expression left, int power, int position) {
        OperatorName operator = anyOperator();
        if (tokens.at("any") || tokens.at("some") || tokens.at("all")) {
            return quantified(left, operator, position);
        }
        return new Binary(operator, left, parse(power + 1, false, null), position);
    }

    private Expression quantified(Expression left, OperatorName operator, int position) {
        boolean all = tokens.take().isKeyword("all");
        if (!tokens.atSymbol("(")) {
            throw tokens.syntaxError();
        }
        PrimaryParser.Parenthesized content = primaries.parenthesized();
        Query query = content.query();
        if (query != null) {
            return new QuantifiedQuery(left, operator, all, query, position);
        }
        if (content.items().size() != 1) {
            throw tokens.syntaxError();
        }
        return new QuantifiedArray(left, operator, all, content.items().getFirst(), position);
    }

    /** Takes an operator: a symbol, any other operator, or OPERATOR(schema.op). */
    OperatorName anyOperator() {
        if (atQualifiedOperator()) {
            tokens.take();
            tokens.take();
            String schema = null;
            while (tokens.isColumnId(tokens.peek())) {
                schema = tokens.columnId();
                tokens.expectSymbol(".");
            }
            OperatorName bare = bareOperator();
            tokens.expectSymbol(")");
            return new OperatorName(schema, bare.symbol());
        }
        return bareOperator();
    }

    private OperatorName bareOperator() {
        Token token = tokens.peek();
        boolean symbol =
                token.kind() == Token.Kind.SYMBOL
                        && switch (token.text()) {
                            case "+", "-", "*", "/", "%", "^", "<", ">", "=", "<=", ">=", "<>" ->
                                    true;
                            default -> false;
                        };
        if (!symbol && token.kind() != Token.Kind.OPERATOR) {
            throw tokens.syntaxError();
        }
        tokens.take();
        return new OperatorName(null, token.text());
    }

    private Expression is(Expression left, int position) {
        if (tokens.accept("isnull")) {
            return new IsNull(left, false, position);
        }
        if (tokens.accept("notnull")) {
            return new IsNull(left, true, position);
        }
        tokens.expect("is");
        boolean negated = tokens.accept("not");
        if (tokens.accept("null")) {
            return new IsNull(left, negated, position);
        }
        if (tokens.accept("true")) {
            return new IsBoolean(left, Truth.TRUE, negated, position);
        }
        if (tokens.accept("false")) {
            return new IsBoolean(left, Truth.FALSE, negated, position);
        }
        if (tokens.accept("unknown")) {
            return new IsBoolean(left, Truth.UNKNOWN, negated, position);
        }
        if (tokens.accept("distinct")) {
            tokens.expect("from");
            return new IsDistinctFrom(left, parse(IS + 1, false, null), negated, position);
        }
        throw tokens.syntaxError();
    }

    private Expression match(Expression left, int position) {
        boolean negated = tokens.accept("not");
        Token token = tokens.take();
        return switch (token.text()) {
            case "between" -> {
                boolean symmetric = tokens.accept("symmetric");
                if (!symmetric) {
                    tokens.accept("asymmetric");
                }
                Expression low = restricted();
                tokens.expect("and");
                yield new Between(
                        left, low, parse(MATCH + 1, false, null), symmetric, negated, position);
            }
            case "in" -> {
                if (!tokens.atSymbol("(")) {
                    throw tokens.syntaxError();
                }
                PrimaryParser.Parenthesized content = primaries.parenthesized();
                Query query = content.query();
                yield query != null
                        ? new InQuery(left, query, negated, position)
                        : new InList(left, content.items(), negated, position);
            }
            case "similar" -> {
                tokens.expect("to");
                yield pattern(PatternKind.SIMILAR, left, negated, position);
            }
            case "overlaps" -> overlaps(left, token);
            case "ilike" -> pattern(PatternKind.ILIKE, left, negated, position);
            default -> pattern(PatternKind.LIKE, left, negated, position);
        };
    }

    private Expression overlaps(Expression left, Token word) {
        if (!(left instanceof Expression.RowConstructor first)
                || !tokens.atSymbol("(") && !tokens.at("row")) {
            throw tokens.syntaxError(word);
        }
        List<Expression> periods = new ArrayList<>(period(first, "left", word.position()));
        if (!(primaries.parse() instanceof Expression.RowConstructor second)) {
            throw tokens.syntaxError();
        }
        periods.addAll(period(second, "right", word.position()));
        return PrimaryParser.system("overlaps", periods, word.position());
    }

    private static List<Expression> period(
            Expression.RowConstructor row, String side, int position) {
        if (row.elements().size() != 2) {
            throw SqlException.of(
                            SqlState.SYNTAX_ERROR,
                            "wrong number of parameters on "
                                    + side
                                    + " side of OVERLAPS expression")
                    .withPosition(position);
        }
        return row.elements();
    }

    private Expression pattern(PatternKind kind, Expression left, boolean negated, int position) {
        if (kind != PatternKind.SIMILAR
                && (tokens.at("any") || tokens.at("some") || tokens.at("all"))) {
            String symbol = (negated ? "!~~" : "~~") + (kind == PatternKind.ILIKE ? "*" : "");
            return quantified(left, new OperatorName(null, symbol), position);
        }
        Expression pattern = parse(MATCH + 1, false, null);
        Expression escape = tokens.accept("escape") ? parse(MATCH + 1, false, null) : null;
        return new PatternMatch(kind, left, pattern, escape, negated, position);
    }
}
