package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.BPCHAR;
import static io.omendb.sql.types.TypeKind.BYTEA;
import static io.omendb.sql.types.TypeKind.NAME;
import static io.omendb.sql.types.TypeKind.TEXT;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.types.Utf8;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * LIKE and ILIKE (operators ~~ and ~~*), regular expressions (~ and its kin), and the functions
 * around them.
 */
final class PatternMatching {
    private PatternMatching() {}

    static void register(FunctionRegistrar r) {
        for (TypeKind kind : new TypeKind[] {TEXT, BPCHAR, NAME}) {
            r.operator("~~", BOOL, (t, x) -> new Like(false, false), kind, TEXT);
            r.operator("!~~", BOOL, (t, x) -> new Like(false, true), kind, TEXT);
            r.operator("~~*", BOOL, (t, x) -> new Like(true, false), kind, TEXT);
            r.operator("!~~*", BOOL, (t, x) -> new Like(true, true), kind, TEXT);
            r.operator("~", BOOL, (t, x) -> new RegularExpression(false, false), kind, TEXT);
            r.operator("!~", BOOL, (t, x) -> new RegularExpression(false, true), kind, TEXT);
            r.operator("~*", BOOL, (t, x) -> new RegularExpression(true, false), kind, TEXT);
            r.operator("!~*", BOOL, (t, x) -> new RegularExpression(true, true), kind, TEXT);
        }
        r.operator("~~", BOOL, (t, x) -> new Like(false, false), BYTEA, BYTEA);
        r.operator("!~~", BOOL, (t, x) -> new Like(false, true), BYTEA, BYTEA);
        r.function("like", BOOL, (t, x) -> new Like(false, false), TEXT, TEXT);
        r.function("notlike", BOOL, (t, x) -> new Like(false, true), TEXT, TEXT);
        r.function("like_escape", TEXT, RowKernel.of(PatternMatching::likeEscape), TEXT, TEXT);
        r.function("similar_to_escape", TEXT, RowKernel.of(PatternMatching::similarToEscape), TEXT);
        r.function(
                "similar_to_escape",
                TEXT,
                RowKernel.of(PatternMatching::similarToEscape),
                TEXT,
                TEXT);
        r.function("regexp_like", BOOL, (t, x) -> new RegularExpression(false, false), TEXT, TEXT);
        RegexFunctions.register(r);
        r.function(
                "regexp_replace",
                TEXT,
                RowKernel.of(PatternMatching::regexpReplace),
                TEXT,
                TEXT,
                TEXT);
        r.function(
                "regexp_replace",
                TEXT,
                RowKernel.of(PatternMatching::regexpReplace),
                TEXT,
                TEXT,
                TEXT,
                TEXT);
        r.function("substring", TEXT, RowKernel.of(PatternMatching::regexpSubstring), TEXT, TEXT);
        r.function(
                "substring",
                TEXT,
                RowKernel.of(PatternMatching::similarSubstring),
                TEXT,
                TEXT,
                TEXT);
    }

    /** LIKE over bytes, comparing whole UTF-8 characters only at underscores. */
    private static final class Like implements PredicateKernel {
        private final boolean ignoreCase;
        private final boolean negated;

        Like(boolean ignoreCase, boolean negated) {
            this.ignoreCase = ignoreCase;
            this.negated = negated;
        }

        private boolean test(KernelInput in, int row) {
            if (ignoreCase) {
                byte[] text = lower(in.textAt(0, row));
                byte[] pattern = lower(in.textAt(1, row));
                return like(text, 0, text.length, pattern, 0, pattern.length) != negated;
            }
            int text = in.startAt(0, row);
            int pattern = in.startAt(1, row);
            return like(
                            in.bytesOf(0),
                            text,
                            text + in.lengthAt(0, row),
                            in.bytesOf(1),
                            pattern,
                            pattern + in.lengthAt(1, row))
                    != negated;
        }

        private static byte[] lower(String text) {
            return text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void apply(KernelInput in, RowSet rows, Vector out) {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                out.longs[row] = test(in, row) ? 1 : 0;
            }
        }

        @Override
        public int filter(KernelInput in, RowSet rows, int[] selected) {
            int n = 0;
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                selected[n] = row;
                n += test(in, row) ? 1 : 0;
            }
            return n;
        }
    }

    /**
     * Goes back to the last percent sign only: what an earlier one took need never be taken back.
     */
    private static boolean like(
            byte[] t, int textFrom, int textTo, byte[] p, int patternFrom, int patternTo) {
        int at = textFrom;
        int pattern = patternFrom;
        int retryPattern = -1;
        int retryAt = 0;
        while (true) {
            if (pattern < patternTo && p[pattern] == '%') {
                retryPattern = ++pattern;
                retryAt = at;
                continue;
            }
            if (at == textTo) {
                return pattern == patternTo;
            }
            if (pattern < patternTo && p[pattern] == '_') {
                pattern++;
                at += Utf8.width(t[at]);
                continue;
            }
            int literal = pattern;
            if (literal < patternTo && p[literal] == '\\') {
                literal++;
                if (literal == patternTo) {
                    throw SqlException.of(
                            SqlState.INVALID_ESCAPE_SEQUENCE,
                            "LIKE pattern must not end with escape character");
                }
            }
            if (literal < patternTo && p[literal] == t[at]) {
                pattern = literal + 1;
                at++;
            } else if (retryPattern >= 0) {
                retryAt += Utf8.width(t[retryAt]);
                at = retryAt;
                pattern = retryPattern;
            } else {
                return false;
            }
        }
    }

    /** A pattern with another escape character, written with the backslash. */
    private static void likeEscape(KernelInput in, int row, Vector out) {
        String pattern = in.textAt(0, row);
        String escape = in.textAt(1, row);
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw SqlException.of(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int point = pattern.codePointAt(at);
            at += Character.charCount(point);
            if (!escape.isEmpty() && point == escape.codePointAt(0)) {
                result.append('\\');
                if (at < pattern.length()) {
                    int escaped = pattern.codePointAt(at);
                    result.appendCodePoint(escaped);
                    at += Character.charCount(escaped);
                }
            } else if (point == '\\') {
                result.append("\\\\");
            } else {
                result.appendCodePoint(point);
            }
        }
        TextFunctions.put(out, row, result.toString());
    }

    private static void similarSubstring(KernelInput in, int row, Vector out) {
        String regex = RegexTranslation.ofSimilarTo(in.textAt(1, row), escape(in, 2, row));
        Matcher matcher = RegexTranslation.compile(regex, 0).matcher(in.textAt(0, row));
        if (matcher.find()) {
            TextFunctions.put(
                    out, row, matcher.groupCount() > 0 ? matcher.group(1) : matcher.group());
        } else {
            out.setNull(row);
        }
    }

    private static String escape(KernelInput in, int argument, int row) {
        String escape = in.textAt(argument, row);
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw SqlException.of(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        return escape;
    }

    private static void similarToEscape(KernelInput in, int row, Vector out) {
        String escape = in.args.length == 1 ? "\\" : escape(in, 1, row);
        TextFunctions.put(out, row, RegexTranslation.ofSimilarTo(in.textAt(0, row), escape));
    }

    /** The operators of regular expressions; keeps the last pattern compiled. */
    private static final class RegularExpression implements RowKernel {
        private final boolean ignoreCase;
        private final boolean negated;
        private @Nullable String source;
        private @Nullable Pattern compiled;

        RegularExpression(boolean ignoreCase, boolean negated) {
            this.ignoreCase = ignoreCase;
            this.negated = negated;
        }

        @Override
        public void apply(KernelInput in, int row, Vector out) {
            String wanted = in.textAt(1, row);
            Pattern pattern = compiled;
            if (pattern == null || !wanted.equals(source)) {
                pattern =
                        RegexTranslation.compile(wanted, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
                compiled = pattern;
                source = wanted;
            }
            out.longs[row] = pattern.matcher(in.textAt(0, row)).find() != negated ? 1 : 0;
        }
    }

    private static void regexpReplace(KernelInput in, int row, Vector out) {
        String flags = in.args.length > 3 ? in.textAt(3, row) : "";
        Pattern pattern =
                RegexTranslation.compile(in.textAt(1, row), RegexTranslation.flags(flags));
        Matcher matcher = pattern.matcher(in.textAt(0, row));
        String replacement = RegexTranslation.replacement(in.textAt(2, row));
        TextFunctions.put(
                out,
                row,
                flags.indexOf('g') >= 0
                        ? matcher.replaceAll(replacement)
                        : matcher.replaceFirst(replacement));
    }

    private static void regexpSubstring(KernelInput in, int row, Vector out) {
        Matcher matcher = RegexTranslation.compile(in.textAt(1, row), 0).matcher(in.textAt(0, row));
        String found = matcher.find() ? matcher.group(matcher.groupCount() > 0 ? 1 : 0) : null;
        if (found == null) {
            out.setNull(row);
        } else {
            TextFunctions.put(out, row, found);
        }
    }
}
