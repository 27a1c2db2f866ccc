package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names as SQL writes them: folded to lower case, or in double quotes. */
final class Identifiers {
    /** Reserved words, which need quotes even where their letters do not. */
    private static final Set<String> RESERVED =
            Set.of(
                    "all",
                    "analyse",
                    "analyze",
                    "and",
                    "any",
                    "array",
                    "as",
                    "asc",
                    "asymmetric",
                    "authorization",
                    "binary",
                    "both",
                    "case",
                    "cast",
                    "check",
                    "collate",
                    "collation",
                    "column",
                    "concurrently",
                    "constraint",
                    "create",
                    "cross",
                    "current_catalog",
                    "current_date",
                    "current_role",
                    "current_schema",
                    "current_time",
                    "current_timestamp",
                    "current_user",
                    "default",
                    "deferrable",
                    "desc",
                    "distinct",
                    "do",
                    "else",
                    "end",
                    "except",
                    "false",
                    "fetch",
                    "for",
                    "foreign",
                    "freeze",
                    "from",
                    "full",
                    "grant",
                    "group",
                    "having",
                    "ilike",
                    "in",
                    "initially",
                    "inner",
                    "intersect",
                    "into",
                    "is",
                    "isnull",
                    "join",
                    "lateral",
                    "leading",
                    "left",
                    "like",
                    "limit",
                    "localtime",
                    "localtimestamp",
                    "natural",
                    "not",
                    "notnull",
                    "null",
                    "offset",
                    "on",
                    "only",
                    "or",
                    "order",
                    "outer",
                    "overlaps",
                    "placing",
                    "primary",
                    "references",
                    "returning",
                    "right",
                    "select",
                    "session_user",
                    "similar",
                    "some",
                    "symmetric",
                    "system_user",
                    "table",
                    "tablesample",
                    "then",
                    "to",
                    "trailing",
                    "true",
                    "union",
                    "unique",
                    "user",
                    "using",
                    "variadic",
                    "verbose",
                    "when",
                    "where",
                    "window",
                    "with");

    private Identifiers() {}

    /** The name with quotes if it needs them. */
    static String quote(String name) {
        boolean plain = !name.isEmpty() && !RESERVED.contains(name);
        for (int i = 0; i < name.length() && plain; i++) {
            char c = name.charAt(i);
            plain = c >= 'a' && c <= 'z' || c == '_' || i > 0 && c >= '0' && c <= '9';
        }
        return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** The parts of a dotted name; 42602 when it is none. */
    static List<String> parse(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            StringBuilder part = new StringBuilder();
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            if (quoted) {
                at++;
                while (at < text.length()
                        && (text.charAt(at) != '"' || text.startsWith("\"\"", at))) {
                    at += text.charAt(at) == '"' ? 1 : 0;
                    part.append(text.charAt(at++));
                }
                at++;
            } else {
                while (at < text.length() && text.charAt(at) != '.') {
                    part.append(text.charAt(at++));
                }
            }
            if (part.isEmpty()
                    || at < text.length() && text.charAt(at) != '.'
                    || at > text.length()) {
                throw SqlException.of(SqlState.INVALID_NAME, "invalid name syntax");
            }
            parts.add(quoted ? part.toString() : part.toString().strip().toLowerCase(Locale.ROOT));
            at++;
        }
        return parts;
    }
}
