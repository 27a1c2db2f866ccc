package io.omendb.sql.expr;

import io.omendb.sql.function.CastContext;
import io.omendb.sql.function.FunctionRegistry;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Datum;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads a small language for golden tables: {@code f(x, y)}, {@code (x + y)}, {@code (- x)},
 * numbers, quoted strings, null, true, false, and casts {@code x::type}. It knows no precedence:
 * operators stand in parentheses.
 */
public final class ExpressionReader {
    private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|";

    private final TestSession session;
    private final ExpressionFactory factory;
    private String text = "";
    private int at;

    public ExpressionReader(TestSession session) {
        this.session = session;
        factory =
                new ExpressionFactory(
                        FunctionRegistry.standard(), (index, type) -> type, session.format);
    }

    /** The text form of the value, or "null". */
    public String value(String source) {
        BoundExpression expression = factory.resolveUnknown(read(source));
        Evaluator evaluator = ExpressionCompiler.compile(expression, 1, session);
        Batch none = Batch.of(List.of(), 1);
        Vector result = evaluator.evaluate(none, none, RowSet.all(1));
        return result.nulls[0]
                ? "null"
                : TypeCodec.of(expression.type().kind())
                        .text(result, 0, expression.type(), session.format);
    }

    public BoundExpression read(String source) {
        text = source;
        at = 0;
        BoundExpression expression = expression();
        if (at != text.length()) {
            throw new IllegalArgumentException("left over: " + text.substring(at));
        }
        return expression;
    }

    private void spaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean take(String token) {
        spaces();
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private BoundExpression expression() {
        BoundExpression expression = primary();
        while (take("::")) {
            expression = factory.cast(expression, type(), CastContext.EXPLICIT);
        }
        spaces();
        return expression;
    }

    private SqlType type() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String name = text.substring(start, at);
        List<Integer> arguments = new ArrayList<>();
        if (at < text.length() && text.charAt(at) == '(') {
            int end = text.indexOf(')', at);
            for (String argument : text.substring(at + 1, end).split(",")) {
                arguments.add(Integer.parseInt(argument.strip()));
            }
            at = end + 1;
        }
        return Objects.requireNonNull(SqlType.byName(name, arguments), name);
    }

    private BoundExpression primary() {
        spaces();
        char c = text.charAt(at);
        if (c == '(') {
            at++;
            return operation();
        }
        if (c == '\'') {
            StringBuilder string = new StringBuilder();
            for (at++; text.charAt(at) != '\'' || text.startsWith("''", at); at++) {
                at += text.charAt(at) == '\'' ? 1 : 0;
                string.append(text.charAt(at));
            }
            at++;
            return ExpressionFactory.unknownLiteral(string.toString());
        }
        if (Character.isDigit(c) || c == '-') {
            return number();
        }
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return named(text.substring(start, at));
    }

    private BoundExpression named(String name) {
        switch (name) {
            case "null":
                return ExpressionFactory.nullLiteral();
            case "true", "false":
                return new BoundExpression.Constant(
                        SqlType.BOOL, Datum.ofBoolean(name.equals("true")));
            default:
                if (!take("(")) {
                    throw new IllegalArgumentException("name without arguments: " + name);
                }
                List<BoundExpression> arguments = new ArrayList<>();
                while (!take(")")) {
                    arguments.add(expression());
                    take(",");
                }
                return factory.call(name, arguments);
        }
    }

    private BoundExpression number() {
        int start = at++;
        while (at < text.length()
                && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String digits = text.substring(start, at);
        SqlType type =
                digits.indexOf('.') >= 0
                        ? SqlType.NUMERIC
                        : Long.parseLong(digits) == (int) Long.parseLong(digits)
                                ? SqlType.INT4
                                : SqlType.INT8;
        return factory.cast(ExpressionFactory.unknownLiteral(digits), type, CastContext.IMPLICIT);
    }

    private String operator() {
        spaces();
        int start = at;
        while (OPERATOR_CHARACTERS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private BoundExpression operation() {
        spaces();
        if (OPERATOR_CHARACTERS.indexOf(text.charAt(at)) >= 0
                && !Character.isDigit(text.charAt(at + 1))) {
            String symbol = operator();
            BoundExpression operand = expression();
            take(")");
            return factory.operator(symbol, null, operand);
        }
        BoundExpression left = expression();
        if (take(")")) {
            return left;
        }
        String symbol = operator();
        BoundExpression right = expression();
        if (!take(")")) {
            throw new IllegalArgumentException("no ) in " + text);
        }
        return factory.operator(symbol, left, right);
    }
}
