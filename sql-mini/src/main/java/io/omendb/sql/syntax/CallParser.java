package io.omendb.sql.syntax;

import io.omendb.sql.syntax.Expression.CallModifiers;
import io.omendb.sql.syntax.Expression.Cast;
import io.omendb.sql.syntax.Expression.FunctionCall;
import io.omendb.sql.syntax.Expression.Literal;
import io.omendb.sql.syntax.Expression.LiteralKind;
import io.omendb.sql.syntax.Expression.NamedArgument;
import io.omendb.sql.syntax.WindowSpecification.Bound;
import io.omendb.sql.syntax.WindowSpecification.BoundKind;
import io.omendb.sql.syntax.WindowSpecification.Exclusion;
import io.omendb.sql.syntax.WindowSpecification.Frame;
import io.omendb.sql.syntax.WindowSpecification.FrameUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calls, the functions with a syntax of their own, and windows. */
final class CallParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final TypeNameParser types;

    CallParser(TokenStream tokens, ExpressionParser expressions, TypeNameParser types) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.types = types;
    }

    /** Parses from the opening parenthesis of {@code name(...)} to the end of its modifiers. */
    FunctionCall call(List<String> name, int position) {
        tokens.expectSymbol("(");
        boolean star = false;
        boolean distinct = false;
        boolean variadic = false;
        List<Expression> arguments = new ArrayList<>();
        List<SortItem> orderBy = List.of();
        if (tokens.atSymbol("*")) {
            tokens.take();
            star = true;
        } else if (!tokens.atSymbol(")")) {
            distinct = tokens.accept("distinct");
            if (!distinct) {
                tokens.accept("all");
            }
            do {
                variadic = tokens.accept("variadic");
                arguments.add(argument());
            } while (!variadic && tokens.acceptSymbol(","));
            if (tokens.accept("order")) {
                tokens.expect("by");
                orderBy = expressions.sortItems();
            }
        }
        tokens.expectSymbol(")");
        boolean withinGroup = false;
        if (tokens.at("within", "group")) {
            tokens.take();
            tokens.take();
            if (distinct || !orderBy.isEmpty() || variadic) {
                throw tokens.syntaxError();
            }
            withinGroup = true;
            tokens.expectSymbol("(");
            tokens.expect("order");
            tokens.expect("by");
            orderBy = expressions.sortItems();
            tokens.expectSymbol(")");
        }
        Expression filter = null;
        if (tokens.at("filter") && tokens.peek(1).isSymbol("(")) {
            tokens.take();
            tokens.take();
            tokens.expect("where");
            filter = expressions.parse();
            tokens.expectSymbol(")");
        }
        WindowSpecification over = null;
        if (tokens.at("over")
                && (tokens.peek(1).isSymbol("(") || tokens.isColumnId(tokens.peek(1)))) {
            tokens.take();
            over = over();
        }
        CallModifiers modifiers =
                star || distinct || variadic || withinGroup || !orderBy.isEmpty() || filter != null
                        ? new CallModifiers(star, distinct, variadic, withinGroup, orderBy, filter)
                        : CallModifiers.NONE;
        return new FunctionCall(name, arguments, modifiers, over, position);
    }

    private Expression argument() {
        Token following = tokens.peek(1);
        if (tokens.isTypeOrFunctionName(tokens.peek())
                && (following.isSymbol("=>") || following.isSymbol(":="))) {
            int position = tokens.position();
            String name = tokens.take().text();
            tokens.take();
            return new NamedArgument(name, expressions.parse(), position);
        }
        return expressions.parse();
    }

    private WindowSpecification over() {
        if (!tokens.atSymbol("(")) {
            int position = tokens.position();
            return new WindowSpecification(tokens.columnId(), List.of(), List.of(), null, position);
        }
        return window();
    }

    /** Parses a window in parentheses. */
    WindowSpecification window() {
        int position = tokens.position();
        tokens.expectSymbol("(");
        String reference = null;
        if (tokens.isColumnId(tokens.peek())
                && !tokens.at("partition", "by")
                && !tokens.at("range")
                && !tokens.at("rows")
                && !tokens.at("groups")) {
            reference = tokens.columnId();
        }
        List<Expression> partitionBy = List.of();
        if (tokens.accept("partition")) {
            tokens.expect("by");
            partitionBy = expressions.list();
        }
        List<SortItem> orderBy = List.of();
        if (tokens.accept("order")) {
            tokens.expect("by");
            orderBy = expressions.sortItems();
        }
        Frame frame = null;
        if (tokens.at("range") || tokens.at("rows") || tokens.at("groups")) {
            frame = frame();
        }
        tokens.expectSymbol(")");
        return new WindowSpecification(reference, partitionBy, orderBy, frame, position);
    }

    private Frame frame() {
        FrameUnit unit = FrameUnit.valueOf(tokens.take().text().toUpperCase(Locale.ROOT));
        Bound start;
        Bound end = null;
        if (tokens.accept("between")) {
            start = bound();
            tokens.expect("and");
            end = bound();
        } else {
            start = bound();
        }
        Exclusion exclusion = Exclusion.NO_OTHERS;
        if (tokens.accept("exclude")) {
            if (tokens.accept("current")) {
                tokens.expect("row");
                exclusion = Exclusion.CURRENT_ROW;
            } else if (tokens.accept("group")) {
                exclusion = Exclusion.GROUP;
            } else if (tokens.accept("ties")) {
                exclusion = Exclusion.TIES;
            } else {
                tokens.expect("no");
                tokens.expect("others");
            }
        }
        return new Frame(unit, start, end, exclusion);
    }

    private Bound bound() {
        if (tokens.accept("unbounded", "preceding")) {
            return new Bound(BoundKind.UNBOUNDED_PRECEDING, null);
        }
        if (tokens.accept("unbounded", "following")) {
            return new Bound(BoundKind.UNBOUNDED_FOLLOWING, null);
        }
        if (tokens.accept("current", "row")) {
            return new Bound(BoundKind.CURRENT_ROW, null);
        }
        Expression offset = expressions.parse();
        if (tokens.accept("preceding")) {
            return new Bound(BoundKind.PRECEDING, offset);
        }
        tokens.expect("following");
        return new Bound(BoundKind.FOLLOWING, offset);
    }

    /**
     * Parses a form that starts with a keyword, or returns null when the keyword is only a name
     * here.
     */
    @Nullable Expression special(Token token, int position) {
        if (token.isKeyword("collation") && tokens.peek(1).isKeyword("for")) {
            tokens.take();
            tokens.take();
            tokens.expectSymbol("(");
            Expression argument = expressions.parse();
            tokens.expectSymbol(")");
            return PrimaryParser.system("pg_collation_for", List.of(argument), position);
        }
        if (!tokens.peek(1).isSymbol("(")) {
            return null;
        }
        String word = token.text();
        return switch (word) {
            case "cast" -> cast(position);
            case "coalesce" -> new Expression.Coalesce(arguments(), position);
            case "greatest" -> new Expression.MinMax(true, arguments(), position);
            case "least" -> new Expression.MinMax(false, arguments(), position);
            case "grouping" -> new Expression.Grouping(arguments(), position);
            case "nullif" -> nullIf(position);
            case "extract" -> extract(position);
            case "position" -> position(position);
            case "substring" -> substring(position);
            case "overlay" -> overlay(position);
            case "trim" -> trim(position);
            case "normalize" -> normalize(position);
            case "treat",
                    "xmlattributes",
                    "xmlconcat",
                    "xmlelement",
                    "xmlexists",
                    "xmlforest",
                    "xmlparse",
                    "xmlpi",
                    "xmlroot",
                    "xmlserialize",
                    "xmltable" ->
                    throw tokens.notSupported(word.toUpperCase(Locale.ROOT), position);
            default -> null;
        };
    }

    private List<Expression> arguments() {
        tokens.take();
        tokens.expectSymbol("(");
        List<Expression> list = expressions.list();
        tokens.expectSymbol(")");
        return list;
    }

    private void open() {
        tokens.take();
        tokens.expectSymbol("(");
    }

    private Expression cast(int position) {
        open();
        Expression argument = expressions.parse();
        tokens.expect("as");
        TypeName type = types.parse();
        tokens.expectSymbol(")");
        return new Cast(argument, type, position);
    }

    private Expression nullIf(int position) {
        open();
        Expression left = expressions.parse();
        tokens.expectSymbol(",");
        Expression right = expressions.parse();
        tokens.expectSymbol(")");
        return new Expression.NullIf(left, right, position);
    }

    private Expression extract(int position) {
        open();
        Token field = tokens.peek();
        boolean named = field.kind() == Token.Kind.STRING || tokens.isLabel(field);
        if (!named) {
            throw tokens.syntaxError();
        }
        tokens.take();
        tokens.expect("from");
        Expression source = expressions.parse();
        tokens.expectSymbol(")");
        Literal name = new Literal(LiteralKind.STRING, field.text(), field.position());
        return PrimaryParser.system("extract", List.of(name, source), position);
    }

    private Expression position(int position) {
        open();
        Expression needle = expressions.restricted();
        tokens.expect("in");
        Expression haystack = expressions.restricted();
        tokens.expectSymbol(")");
        return PrimaryParser.system("position", List.of(haystack, needle), position);
    }

    private Expression substring(int position) {
        open();
        Expression text = expressions.parse();
        Expression from = null;
        Expression length = null;
        if (tokens.acceptSymbol(",")) {
            List<Expression> list = new ArrayList<>();
            list.add(text);
            list.addAll(expressions.list());
            tokens.expectSymbol(")");
            return new FunctionCall(List.of("substring"), list, CallModifiers.NONE, null, position);
        }
        if (tokens.accept("similar")) {
            Expression pattern = expressions.parse();
            tokens.expect("escape");
            Expression escape = expressions.parse();
            tokens.expectSymbol(")");
            return PrimaryParser.system("substring", List.of(text, pattern, escape), position);
        }
        while (from == null && tokens.at("from") || length == null && tokens.at("for")) {
            if (tokens.take().isKeyword("from")) {
                from = expressions.parse();
            } else {
                length = expressions.parse();
            }
        }
        tokens.expectSymbol(")");
        if (length == null) {
            return PrimaryParser.system(
                    "substring", from == null ? List.of(text) : List.of(text, from), position);
        }
        Expression start = from != null ? from : new Literal(LiteralKind.INTEGER, "1", position);
        return PrimaryParser.system("substring", List.of(text, start, length), position);
    }

    private Expression overlay(int position) {
        open();
        List<Expression> list = new ArrayList<>();
        list.add(expressions.parse());
        if (tokens.acceptSymbol(",")) {
            list.addAll(expressions.list());
        } else {
            tokens.expect("placing");
            list.add(expressions.parse());
            tokens.expect("from");
            list.add(expressions.parse());
            if (tokens.accept("for")) {
                list.add(expressions.parse());
            }
        }
        tokens.expectSymbol(")");
        return PrimaryParser.system("overlay", list, position);
    }

    private Expression trim(int position) {
        open();
        String function = "btrim";
        if (tokens.accept("leading")) {
            function = "ltrim";
        } else if (tokens.accept("trailing")) {
            function = "rtrim";
        } else {
            tokens.accept("both");
        }
        List<Expression> list = new ArrayList<>();
        if (tokens.accept("from")) {
            list.addAll(expressions.list());
        } else {
            Expression first = expressions.parse();
            if (tokens.accept("from")) {
                list.addAll(expressions.list());
                list.add(first);
            } else {
                list.add(first);
                if (tokens.acceptSymbol(",")) {
                    list.addAll(expressions.list());
                }
            }
        }
        tokens.expectSymbol(")");
        return PrimaryParser.system(function, list, position);
    }

    private Expression normalize(int position) {
        open();
        List<Expression> list = new ArrayList<>();
        list.add(expressions.parse());
        if (tokens.acceptSymbol(",")) {
            Token form = tokens.peek();
            switch (form.text()) {
                case "nfc", "nfd", "nfkc", "nfkd" -> tokens.take();
                default -> throw tokens.syntaxError();
            }
            list.add(
                    new Literal(
                            LiteralKind.STRING,
                            form.text().toUpperCase(Locale.ROOT),
                            form.position()));
        }
        tokens.expectSymbol(")");
        return PrimaryParser.system("normalize", list, position);
    }
}
