package io.omendb.sql.syntax;

import io.omendb.sql.syntax.DefinitionOption.ValueKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of options in parentheses: {@code name value} of utilities and {@code name = value} of
 * definitions.
 */
final class OptionParser {
    private final TokenStream tokens;

    OptionParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** Parses {@code (name = value, ns.name = value, name)}. */
    List<DefinitionOption> definitions() {
        List<DefinitionOption> list = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            int position = tokens.position();
            String namespace = null;
            String name = tokens.label();
            if (tokens.acceptSymbol(".")) {
                namespace = name;
                name = tokens.label();
            }
            if (tokens.acceptSymbol("=")) {
                list.add(value(namespace, name, position));
            } else {
                list.add(
                        new DefinitionOption(namespace, name, ValueKind.NONE, List.of(), position));
            }
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return list;
    }

    /** Parses {@code (name value, name)} of EXPLAIN, VACUUM, ANALYZE, COPY. */
    List<DefinitionOption> utilities() {
        List<DefinitionOption> list = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            int position = tokens.position();
            String name = tokens.label();
            if (tokens.atSymbol(",") || tokens.atSymbol(")")) {
                list.add(DefinitionOption.flag(name, position));
            } else if (tokens.atSymbol("(")) {
                list.add(list(name, position));
            } else {
                list.add(value(null, name, position));
            }
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return list;
    }

    private DefinitionOption list(String name, int position) {
        List<String> values = new ArrayList<>();
        tokens.expectSymbol("(");
        do {
            values.add(tokens.atKind(Token.Kind.STRING) ? tokens.string() : tokens.label());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return new DefinitionOption(null, name, ValueKind.LIST, values, position);
    }

    private DefinitionOption value(@Nullable String namespace, String name, int position) {
        if (tokens.acceptSymbol("*")) {
            return new DefinitionOption(namespace, name, ValueKind.STAR, List.of("*"), position);
        }
        ValueKind kind;
        String text;
        if (tokens.atKind(Token.Kind.STRING)) {
            kind = ValueKind.STRING;
            text = tokens.string();
        } else if (tokens.isLabel(tokens.peek())) {
            kind = ValueKind.WORD;
            text = tokens.label();
        } else {
            kind = ValueKind.NUMBER;
            text = number();
        }
        return new DefinitionOption(namespace, name, kind, List.of(text), position);
    }

    /** Takes a number with an optional sign as text. */
    String number() {
        String sign = tokens.acceptSymbol("-") ? "-" : "";
        if (sign.isEmpty()) {
            tokens.acceptSymbol("+");
        }
        if (!tokens.atKind(Token.Kind.INTEGER) && !tokens.atKind(Token.Kind.NUMERIC)) {
            throw tokens.syntaxError();
        }
        return sign + tokens.take().text();
    }
}
