package io.omendb.sql.syntax;

import io.omendb.sql.syntax.Statement.Unsupported;
import java.util.Locale;
import java.util.Set;

/** Names the statements of PostgreSQL that this system does not have, from their first words. */
final class UnsupportedParser {
    private static final Set<String> STATEMENTS =
            Set.of(
                    "call",
                    "close",
                    "cluster",
                    "comment",
                    "declare",
                    "do",
                    "fetch",
                    "import",
                    "listen",
                    "load",
                    "lock",
                    "merge",
                    "move",
                    "notify",
                    "grant",
                    "reassign",
                    "refresh",
                    "reindex",
                    "revoke",
                    "security",
                    "unlisten");

    /** Statements that go on with the kind of object. */
    private static final Set<String> OBJECT_STATEMENTS =
            Set.of("create", "alter", "drop", "prepare");

    /** Words that stand between CREATE and the kind of object. */
    private static final Set<String> DECORATIONS =
            Set.of(
                    "or",
                    "replace",
                    "global",
                    "local",
                    "temp",
                    "temporary",
                    "unlogged",
                    "unique",
                    "recursive",
                    "trusted",
                    "procedural",
                    "constraint",
                    "default");

    private static final Set<String> OBJECTS =
            Set.of(
                    "aggregate",
                    "cast",
                    "collation",
                    "conversion",
                    "database",
                    "domain",
                    "extension",
                    "function",
                    "group",
                    "index",
                    "language",
                    "operator",
                    "policy",
                    "procedure",
                    "publication",
                    "role",
                    "routine",
                    "rule",
                    "schema",
                    "sequence",
                    "server",
                    "statistics",
                    "subscription",
                    "system",
                    "table",
                    "tablespace",
                    "transaction",
                    "transform",
                    "trigger",
                    "type",
                    "user",
                    "view",
                    "owned");

    /** First words of kinds of objects that have two. */
    private static final Set<String> TWO_WORD_OBJECTS =
            Set.of("access", "event", "foreign", "large", "materialized", "text");

    private final TokenStream tokens;

    UnsupportedParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    Unsupported parse() {
        Token first = tokens.peek();
        int position = first.position();
        String word = first.text();
        if (first.category() != null && STATEMENTS.contains(word)) {
            tokens.take();
            if (tokens.atEndOfStatement() && !word.equals("cluster")) {
                throw tokens.syntaxError();
            }
            return finish(upper(word), position);
        }
        if (first.category() == null || !OBJECT_STATEMENTS.contains(word)) {
            throw tokens.syntaxError();
        }
        tokens.take();
        while (tokens.peek().category() != null && DECORATIONS.contains(tokens.peek().text())) {
            tokens.take();
        }
        Token object = tokens.peek();
        if (object.category() == null) {
            throw tokens.syntaxError();
        }
        String what = upper(word) + " " + upper(object.text());
        if (TWO_WORD_OBJECTS.contains(object.text())) {
            tokens.take();
            return finish(what + " " + upper(tokens.label()), position);
        }
        if (!OBJECTS.contains(object.text())) {
            throw tokens.syntaxError();
        }
        return finish(what, position);
    }

    /** Names an action of ALTER TABLE; the table is already taken. */
    Unsupported alterTable(int position) {
        Token action = tokens.peek();
        if (action.category() == null) {
            throw tokens.syntaxError();
        }
        StringBuilder what = new StringBuilder("ALTER TABLE ").append(upper(action.text()));
        Token second = tokens.peek(1);
        if (second.isKeyword("column") || second.isKeyword("constraint")) {
            what.append(' ').append(upper(second.text()));
        }
        return finish(what.toString(), position);
    }

    private Unsupported finish(String what, int position) {
        tokens.skipToEndOfStatement();
        return new Unsupported(what, position);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
