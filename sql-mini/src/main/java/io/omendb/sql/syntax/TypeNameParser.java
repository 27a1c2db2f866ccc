package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Types: SQL's spellings of several words, and names with modifiers. */
final class TypeNameParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    TypeNameParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** Parses a type with SETOF and brackets. */
    TypeName parse() {
        boolean setOf = tokens.accept("setof");
        TypeName type = simple();
        int dimensions = 0;
        if (tokens.accept("array")) {
            dimensions = 1;
            if (tokens.acceptSymbol("[")) {
                integer();
                tokens.expectSymbol("]");
            }
        } else {
            while (tokens.acceptSymbol("[")) {
                dimensions++;
                if (!tokens.atSymbol("]")) {
                    integer();
                }
                tokens.expectSymbol("]");
            }
        }
        return setOf || dimensions > 0 ? type.asArray(dimensions, setOf) : type;
    }

    /**
     * Returns whether a keyword here starts SQL's own spelling of a type and a literal of it may
     * follow.
     */
    boolean atTypeOfLiteral() {
        Token token = tokens.peek();
        if (token.category() == null) {
            return false;
        }
        Token following = tokens.peek(1);
        return switch (token.text()) {
            case "double" -> following.isKeyword("precision");
            case "int", "integer", "smallint", "bigint", "real", "boolean" ->
                    following.kind() == Token.Kind.STRING;
            case "float",
                    "decimal",
                    "dec",
                    "numeric",
                    "bit",
                    "character",
                    "char",
                    "varchar",
                    "nchar",
                    "national",
                    "time",
                    "timestamp",
                    "interval" ->
                    following.kind() == Token.Kind.STRING
                            || following.isSymbol("(")
                            || following.isKeyword("varying")
                            || following.isKeyword("with")
                            || following.isKeyword("without")
                            || (token.isKeyword("national")
                                    && (following.isKeyword("character")
                                            || following.isKeyword("char")));
            default -> false;
        };
    }

    /** Parses the type before a literal, where CHARACTER without a length takes any. */
    TypeName ofLiteral() {
        Token first = tokens.peek();
        boolean bare =
                (first.isKeyword("character")
                                || first.isKeyword("char")
                                || first.isKeyword("nchar"))
                        && tokens.peek(1).kind() == Token.Kind.STRING;
        if (!bare) {
            return simple();
        }
        tokens.take();
        return TypeName.system("bpchar", List.of(), first.position());
    }

    /** Parses a type without SETOF and brackets. */
    TypeName simple() {
        Token token = tokens.peek();
        int position = token.position();
        TypeName standard = token.category() == null ? null : standard(token, position);
        if (standard != null) {
            return standard;
        }
        if (!tokens.isTypeOrFunctionName(token)) {
            throw tokens.syntaxError();
        }
        String name = tokens.take().text();
        String schema = null;
        while (tokens.acceptSymbol(".")) {
            if (schema != null) {
                throw SqlException.of(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                "cross-database references are not implemented: "
                                        + schema
                                        + "."
                                        + name)
                        .withPosition(position);
            }
            schema = name;
            name = tokens.label();
        }
        return new TypeName(schema, name, modifiers(), 0, false, position);
    }

    private @Nullable TypeName standard(Token token, int position) {
        String keyword = token.text();
        String fixed =
                switch (keyword) {
                    case "int", "integer" -> "int4";
                    case "smallint" -> "int2";
                    case "bigint" -> "int8";
                    case "real" -> "float4";
                    case "boolean" -> "bool";
                    default -> null;
                };
        if (fixed != null) {
            tokens.take();
            return TypeName.system(fixed, List.of(), position);
        }
        switch (keyword) {
            case "decimal", "dec", "numeric" -> {
                tokens.take();
                return TypeName.system("numeric", modifiers(), position);
            }
            case "float" -> {
                tokens.take();
                return floatType(position);
            }
            case "double" -> {
                if (!tokens.peek(1).isKeyword("precision")) {
                    return null;
                }
                tokens.take();
                tokens.take();
                return TypeName.system("float8", List.of(), position);
            }
            case "bit" -> {
                tokens.take();
                boolean varying = tokens.accept("varying");
                List<Expression> length = modifiers();
                return TypeName.system(
                        varying ? "varbit" : "bit",
                        varying || !length.isEmpty() ? length : one(position),
                        position);
            }
            case "varchar" -> {
                tokens.take();
                return TypeName.system("varchar", modifiers(), position);
            }
            case "character", "char", "nchar" -> {
                tokens.take();
                return character(position);
            }
            case "national" -> {
                tokens.take();
                if (!tokens.accept("character")) {
                    tokens.expect("char");
                }
                return character(position);
            }
            case "time", "timestamp" -> {
                tokens.take();
                return time(keyword, position);
            }
            case "interval" -> {
                tokens.take();
                List<Expression> precision = modifiers();
                return precision.isEmpty()
                        ? intervalFields(position)
                        : intervalOf(precision, position);
            }
            default -> {
                return null;
            }
        }
    }

    private TypeName character(int position) {
        if (tokens.accept("varying")) {
            return TypeName.system("varchar", modifiers(), position);
        }
        List<Expression> length = modifiers();
        return TypeName.system("bpchar", length.isEmpty() ? one(position) : length, position);
    }

    private TypeName floatType(int position) {
        if (!tokens.acceptSymbol("(")) {
            return TypeName.system("float8", List.of(), position);
        }
        int at = tokens.position();
        int bits = integer();
        tokens.expectSymbol(")");
        if (bits < 1) {
            throw SqlException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "precision for type float must be at least 1 bit")
                    .withPosition(at);
        }
        if (bits > 53) {
            throw SqlException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "precision for type float must be less than 54 bits")
                    .withPosition(at);
        }
        return TypeName.system(bits <= 24 ? "float4" : "float8", List.of(), position);
    }

    private TypeName time(String keyword, int position) {
        List<Expression> precision = modifiers();
        boolean zone = false;
        if (tokens.at("with", "time") || tokens.at("without", "time")) {
            zone = tokens.take().isKeyword("with");
            tokens.take();
            tokens.expect("zone");
        }
        return TypeName.system(zone ? keyword + "tz" : keyword, precision, position);
    }

    /**
     * Parses the fields after INTERVAL as PostgreSQL's mask, which is the first modifier of the
     * type.
     */
    TypeName intervalFields(int position) {
        int from = intervalField();
        if (from < 0) {
            return TypeName.system("interval", List.of(), position);
        }
        int to = from;
        if (tokens.accept("to")) {
            to = intervalField();
            if (from < 2 ? from != 0 || to != 1 : to <= from) {
                throw tokens.syntaxError();
            }
        }
        int mask = 0;
        for (int field = from; field <= to; field++) {
            mask |= INTERVAL_MASKS[field];
        }
        List<Expression> list = new ArrayList<>();
        list.add(number(mask, position));
        if (to == 5 && tokens.atSymbol("(")) {
            list.addAll(modifiers());
        }
        return TypeName.system("interval", list, position);
    }

    private static final String[] INTERVAL_FIELDS = {
        "year", "month", "day", "hour", "minute", "second"
    };
    private static final int[] INTERVAL_MASKS = {1 << 2, 1 << 1, 1 << 3, 1 << 10, 1 << 11, 1 << 12};

    private int intervalField() {
        for (int i = 0; i < INTERVAL_FIELDS.length; i++) {
            if (tokens.accept(INTERVAL_FIELDS[i])) {
                return i;
            }
        }
        return -1;
    }

    private static TypeName intervalOf(List<Expression> precision, int position) {
        List<Expression> list = new ArrayList<>();
        list.add(number(0x7FFF, position));
        list.addAll(precision);
        return TypeName.system("interval", list, position);
    }

    private List<Expression> modifiers() {
        if (!tokens.acceptSymbol("(")) {
            return List.of();
        }
        List<Expression> list = expressions.list();
        tokens.expectSymbol(")");
        return list;
    }

    private int integer() {
        Token token = tokens.peek();
        if (token.kind() != Token.Kind.INTEGER || token.text().length() > 9) {
            throw tokens.syntaxError();
        }
        tokens.take();
        return Integer.parseInt(token.text());
    }

    private static List<Expression> one(int position) {
        return List.of(number(1, position));
    }

    private static Expression number(int value, int position) {
        return new Expression.Literal(
                Expression.LiteralKind.INTEGER, String.format(Locale.ROOT, "%d", value), position);
    }
}
