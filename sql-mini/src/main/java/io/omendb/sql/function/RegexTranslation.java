package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * PostgreSQL's advanced regular expressions in the words of the JDK. The two agree but for a few
 * escapes, bracket classes, and what is not special inside brackets. Matching is leftmost-first
 * here, leftmost-longest there.
 */
final class RegexTranslation {
    private RegexTranslation() {}

    static Pattern compile(String source, int flags) {
        try {
            return Pattern.compile(
                    translate(source), flags | Pattern.DOTALL | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException e) {
            throw SqlException.of(
                    SqlState.INVALID_REGULAR_EXPRESSION,
                    "invalid regular expression: " + reason(e.getDescription()));
        }
    }

    /** PostgreSQL's words for the mistakes that people make; others in the library's words. */
    private static String reason(String description) {
        if (description.startsWith("Unclosed group")
                || description.startsWith("Unmatched closing ')'")) {
            return "parentheses () not balanced";
        }
        if (description.startsWith("Unclosed character class")) {
            return "brackets [] not balanced";
        }
        if (description.startsWith("Dangling meta character")) {
            return "quantifier operand invalid";
        }
        if (description.startsWith("Illegal character range")) {
            return "invalid character range";
        }
        return description.startsWith("Unclosed counted closure")
                ? "braces {} not balanced"
                : description;
    }

    static int flags(String letters) {
        int flags = 0;
        for (int i = 0; i < letters.length(); i++) {
            switch (letters.charAt(i)) {
                case 'g', 'c' -> {}
                case 'i' -> flags |= Pattern.CASE_INSENSITIVE;
                case 'n', 'm' -> flags |= Pattern.MULTILINE;
                case 'x' -> flags |= Pattern.COMMENTS;
                default ->
                        throw SqlException.of(
                                SqlState.INVALID_PARAMETER_VALUE,
                                "invalid regular expression option: \"" + letters.charAt(i) + "\"");
            }
        }
        return flags;
    }

    private static String translate(String source) {
        StringBuilder out = new StringBuilder(source.length() + 8);
        int at = source.startsWith("***:") ? 4 : 0;
        if (source.startsWith("***=")) {
            return Pattern.quote(source.substring(4));
        }
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\\' && at + 1 < source.length()) {
                out.append(escape(source.charAt(at + 1)));
                at += 2;
            } else if (c == '[') {
                at = bracket(source, at, out);
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static String escape(char c) {
        return switch (c) {
            case 'm' -> "\\b(?=\\w)";
            case 'M' -> "\\b(?<=\\w)";
            case 'y' -> "\\b";
            case 'Y' -> "\\B";
            case 'Z' -> "\\z";
            default -> "\\" + c;
        };
    }

    /** A bracket expression; returns where it ends. */
    private static int bracket(String source, int from, StringBuilder out) {
        int at = from + 1;
        out.append('[');
        if (at < source.length() && source.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        boolean first = true;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == ']' && !first) {
                out.append(']');
                return at + 1;
            }
            first = false;
            int classEnd = source.startsWith("[:", at) ? source.indexOf(":]", at) : -1;
            if (classEnd > 0) {
                out.append(namedClass(source.substring(at + 2, classEnd)));
                at = classEnd + 2;
            } else if (c == '\\' && at + 1 < source.length()) {
                out.append(c).append(source.charAt(at + 1));
                at += 2;
            } else {
                if (c == '[' || c == ']' || c == '&' || c == '^') {
                    out.append('\\');
                }
                out.append(c);
                at++;
            }
        }
        throw SqlException.of(
                SqlState.INVALID_REGULAR_EXPRESSION,
                "invalid regular expression: brackets [] not balanced");
    }

    private static String namedClass(String name) {
        return switch (name) {
            case "alpha" -> "\\p{IsAlphabetic}";
            case "digit" -> "\\p{IsDigit}";
            case "alnum" -> "\\p{IsAlphabetic}\\p{IsDigit}";
            case "upper" -> "\\p{IsUppercase}";
            case "lower" -> "\\p{IsLowercase}";
            case "space" -> "\\s";
            case "blank" -> " \\t";
            case "punct" -> "\\p{Punct}";
            case "xdigit" -> "\\p{XDigit}";
            case "cntrl" -> "\\p{Cntrl}";
            case "print" -> "\\p{Print}";
            case "graph" -> "\\p{Graph}";
            case "word" -> "\\w";
            default ->
                    throw SqlException.of(
                            SqlState.INVALID_REGULAR_EXPRESSION,
                            "invalid regular expression: invalid character class");
        };
    }

    /**
     * The regular expression of a SIMILAR TO pattern: percent and underscore become wildcards, what
     * only regular expressions know is taken literally, the whole string must match.
     */
    static String ofSimilarTo(String pattern, String escape) {
        // Escaped double quotes cut the pattern in three: what matches the middle is the result,
        // and the first part takes as little as it can.
        String quote = escape + "\"";
        int parts = escape.isEmpty() ? 1 : pattern.split(Pattern.quote(quote), -1).length;
        if (parts > 3) {
            throw SqlException.of(
                    SqlState.INVALID_USE_OF_ESCAPE_CHARACTER,
                    "SQL regular expression may not contain more than two"
                            + " escape-double-quote separators");
        }
        int separators = 0;
        StringBuilder out = new StringBuilder("^(?:");
        boolean inBracket = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (parts > 1 && !inBracket && pattern.startsWith(quote, i)) {
                out.append(separators == 0 ? ")(" : ")(?:");
                separators++;
                i += quote.length() - 1;
            } else if (!escape.isEmpty() && c == escape.charAt(0) && i + 1 < pattern.length()) {
                out.append('\\').append(pattern.charAt(++i));
            } else if (inBracket) {
                inBracket = c != ']';
                out.append(c == '\\' ? "\\\\" : String.valueOf(c));
            } else {
                inBracket = c == '[';
                switch (c) {
                    case '%' -> out.append(parts > 1 && separators == 0 ? ".*?" : ".*");
                    case '_' -> out.append('.');
                    case '(' -> out.append("(?:");
                    case '.', '^', '$', '\\' -> out.append('\\').append(c);
                    default -> out.append(c);
                }
            }
        }
        return out.append(")$").toString();
    }

    /** A replacement: \1 to \9 and \& stand for groups and the match. */
    static String replacement(String source) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\' && i + 1 < source.length()) {
                char next = source.charAt(++i);
                if (next >= '1' && next <= '9') {
                    out.append('$').append(next);
                } else if (next == '&') {
                    out.append("$0");
                } else {
                    out.append('\\').append(next);
                }
            } else if (c == '$' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
