package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Cuts a statement text into tokens by PostgreSQL's lexical rules.
 *
 * <p>Source: PostgreSQL documentation, "Lexical Structure". Unlike PostgreSQL, a too long
 * identifier is cut without a notice.
 */
final class Lexer {
    /** NAMEDATALEN - 1. */
    private static final int IDENTIFIER_BYTES_MAX = 63;

    private static final String SELF = ",()[].;:+-*/%^<>=";
    private static final String OPERATOR_CHARACTERS = "~!@#^&|`?+-*/%<>=";

    /** An operator of several characters may end in + or - only when it holds one of these. */
    private static final String KEEPS_TRAILING_SIGN = "~!@#^&|`?%";

    private final String sql;
    private int at;

    /** Low surrogates before {@link #counted}: positions count characters, not UTF-16 units. */
    private int surrogates;

    private int counted;

    Lexer(String sql) {
        this.sql = sql;
    }

    /** Returns the next token; the one at the end has kind END. */
    Token next() {
        skipBlanksAndComments();
        int start = at;
        if (start >= sql.length()) {
            return token(Token.Kind.END, "", start);
        }
        char c = sql.charAt(start);
        if (isIdentifierStart(c)) {
            return word(start);
        }
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            return number(start);
        }
        switch (c) {
            case '\'':
                at++;
                return token(Token.Kind.STRING, strings().plain(start), start);
            case '"':
                at++;
                return quotedIdentifier(
                        start, new StringLexer(this, sql).quoted(start, '"', "quoted identifier"));
            case '$':
                return dollar(start);
            case ':':
                if (peek(1) == ':' || peek(1) == '=') {
                    at += 2;
                    return token(Token.Kind.SYMBOL, sql.substring(start, at), start);
                }
                at++;
                return token(Token.Kind.SYMBOL, ":", start);
            default:
                if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
                    return operator(start);
                }
                at++;
                if (SELF.indexOf(c) >= 0) {
                    return token(Token.Kind.SYMBOL, String.valueOf(c), start);
                }
                if (Character.isHighSurrogate(c) && at < sql.length()) {
                    at++;
                }
                return token(Token.Kind.OTHER, sql.substring(start, at), start);
        }
    }

    /** Returns an error of this kind about the text from {@code start} to where the lexer is. */
    SqlException error(String what, int start) {
        return error(what, start, Math.min(at, sql.length()));
    }

    SqlException error(String what, int start, int end) {
        return SqlException.of(
                        SqlState.SYNTAX_ERROR,
                        what + " at or near \"" + sql.substring(start, end) + "\"")
                .withPosition(position(start));
    }

    /**
     * Returns the 1-based character of a UTF-16 index; indexes must not go back far, they are
     * counted once.
     */
    int position(int index) {
        if (index < counted) {
            return sql.codePointCount(0, index) + 1;
        }
        for (; counted < index; counted++) {
            if (Character.isLowSurrogate(sql.charAt(counted))) {
                surrogates++;
            }
        }
        return index - surrogates + 1;
    }

    int at() {
        return at;
    }

    void moveTo(int index) {
        at = index;
    }

    private StringLexer strings() {
        return new StringLexer(this, sql);
    }

    private Token token(Token.Kind kind, String text, int start) {
        return new Token(kind, text, null, start, at, position(start));
    }

    private char peek(int distance) {
        return at + distance < sql.length() ? sql.charAt(at + distance) : '\0';
    }

    private void skipBlanksAndComments() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (isBlank(c)) {
                at++;
            } else if (c == '-' && peek(1) == '-') {
                skipLine();
            } else if (c == '/' && peek(1) == '*') {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
    }

    private void skipComment() {
        int start = at;
        int depth = 0;
        while (at < sql.length()) {
            if (sql.charAt(at) == '/' && peek(1) == '*') {
                depth++;
                at += 2;
            } else if (sql.charAt(at) == '*' && peek(1) == '/') {
                depth--;
                at += 2;
                if (depth == 0) {
                    return;
                }
            } else {
                at++;
            }
        }
        throw error("unterminated /* comment", start);
    }

    private Token word(int start) {
        char next = peek(1);
        if (next == '\'') {
            switch (sql.charAt(start)) {
                case 'e', 'E':
                    at += 2;
                    return token(Token.Kind.STRING, strings().escaped(start), start);
                case 'b', 'B':
                    at += 2;
                    return token(
                            Token.Kind.BITS,
                            "b" + strings().quoted(start, '\'', "bit string literal"),
                            start);
                case 'x', 'X':
                    at += 2;
                    return token(
                            Token.Kind.BITS,
                            "x" + strings().quoted(start, '\'', "hexadecimal string literal"),
                            start);
                case 'n', 'N':
                    at += 1;
                    return new Token(
                            Token.Kind.WORD,
                            "nchar",
                            Keywords.Category.COLUMN_NAME,
                            start,
                            at,
                            position(start));
                default:
                    break;
            }
        }
        if (next == '&' && (sql.charAt(start) == 'u' || sql.charAt(start) == 'U')) {
            if (peek(2) == '\'') {
                at += 3;
                return token(Token.Kind.STRING, strings().unicode(start, '\''), start);
            }
            if (peek(2) == '"') {
                at += 3;
                return quotedIdentifier(start, strings().unicode(start, '"'));
            }
        }
        while (at < sql.length() && isIdentifierPart(sql.charAt(at))) {
            at++;
        }
        String folded = truncate(fold(sql.substring(start, at)));
        return new Token(
                Token.Kind.WORD, folded, Keywords.category(folded), start, at, position(start));
    }

    private Token quotedIdentifier(int start, String name) {
        if (name.isEmpty()) {
            throw error("zero-length delimited identifier", start);
        }
        return token(Token.Kind.QUOTED_IDENTIFIER, truncate(name), start);
    }

    private Token number(int start) {
        if (sql.charAt(start) == '0') {
            int radix =
                    switch (peek(1)) {
                        case 'x', 'X' -> 16;
                        case 'o', 'O' -> 8;
                        case 'b', 'B' -> 2;
                        default -> 10;
                    };
            if (radix != 10) {
                return radixInteger(start, radix);
            }
        }
        boolean real = false;
        skipDigits();
        if (at < sql.length() && sql.charAt(at) == '.' && peek(1) != '.') {
            real = true;
            at++;
            if (at < sql.length() && isDigit(sql.charAt(at))) {
                skipDigits();
            }
        }
        if (at < sql.length() && (sql.charAt(at) | 0x20) == 'e') {
            int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            if (!isDigit(peek(1 + sign))) {
                at += 1 + sign;
                throw error("trailing junk after numeric literal", start);
            }
            real = true;
            at += 1 + sign;
            skipDigits();
        }
        refuseJunk("numeric literal", start);
        String digits = sql.substring(start, at).replace("_", "");
        return token(real ? Token.Kind.NUMERIC : Token.Kind.INTEGER, digits, start);
    }

    private Token radixInteger(int start, int radix) {
        at += 2;
        int first = at;
        while (at < sql.length()
                && (Character.digit(sql.charAt(at), radix) >= 0 && sql.charAt(at) < 0x80
                        || (sql.charAt(at) == '_'
                                && isHexDigit(peek(1))
                                && Character.digit(peek(1), radix) >= 0))) {
            at++;
        }
        if (at == first) {
            String name = radix == 16 ? "hexadecimal" : radix == 8 ? "octal" : "binary";
            throw error("invalid " + name + " integer", start);
        }
        refuseJunk("numeric literal", start);
        String digits = sql.substring(first, at).replace("_", "");
        return token(Token.Kind.INTEGER, new BigInteger(digits, radix).toString(), start);
    }

    private void skipDigits() {
        while (at < sql.length()
                && (isDigit(sql.charAt(at)) || (sql.charAt(at) == '_' && isDigit(peek(1))))) {
            at++;
        }
    }

    private void refuseJunk(String after, int start) {
        if (at < sql.length() && isIdentifierStart(sql.charAt(at))) {
            while (at < sql.length() && isIdentifierPart(sql.charAt(at))) {
                at++;
            }
            throw error("trailing junk after " + after, start);
        }
    }

    private Token dollar(int start) {
        if (isDigit(peek(1))) {
            at++;
            while (at < sql.length() && isDigit(sql.charAt(at))) {
                at++;
            }
            refuseJunk("parameter", start);
            String digits = sql.substring(start + 1, at);
            if (digits.length() > 9) {
                throw error("parameter number too large", start);
            }
            return token(Token.Kind.PARAMETER, digits, start);
        }
        int end = start + 1;
        if (end < sql.length() && isIdentifierStart(sql.charAt(end))) {
            while (end < sql.length()
                    && isIdentifierPart(sql.charAt(end))
                    && sql.charAt(end) != '$') {
                end++;
            }
        }
        if (end >= sql.length() || sql.charAt(end) != '$') {
            at++;
            return token(Token.Kind.OTHER, "$", start);
        }
        String tag = sql.substring(start, end + 1);
        int close = sql.indexOf(tag, end + 1);
        if (close < 0) {
            at = sql.length();
            throw error("unterminated dollar-quoted string", start);
        }
        at = close + tag.length();
        return token(Token.Kind.STRING, sql.substring(end + 1, close), start);
    }

    private Token operator(int start) {
        int end = start;
        while (end < sql.length() && OPERATOR_CHARACTERS.indexOf(sql.charAt(end)) >= 0) {
            boolean comment = sql.startsWith("--", end) || sql.startsWith("/*", end);
            if (comment) {
                break;
            }
            end++;
        }
        if (end - start > 1 && !holdsAny(start, end)) {
            while (end - start > 1 && (sql.charAt(end - 1) == '+' || sql.charAt(end - 1) == '-')) {
                end--;
            }
        }
        at = end;
        String text = sql.substring(start, end);
        if (end - start > IDENTIFIER_BYTES_MAX) {
            throw error("operator too long", start);
        }
        boolean known =
                switch (text) {
                    case "<=", ">=", "<>", "!=", "=>" -> true;
                    default -> text.length() == 1 && SELF.contains(text);
                };
        if (!known) {
            return token(Token.Kind.OPERATOR, text, start);
        }
        return token(Token.Kind.SYMBOL, text.equals("!=") ? "<>" : text, start);
    }

    private boolean holdsAny(int start, int end) {
        for (int i = start; i < end; i++) {
            if (KEEPS_TRAILING_SIGN.indexOf(sql.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Cuts a name to 63 bytes of UTF-8 between characters. */
    static String truncate(String name) {
        if (name.length() * 3 <= IDENTIFIER_BYTES_MAX
                || name.getBytes(StandardCharsets.UTF_8).length <= IDENTIFIER_BYTES_MAX) {
            return name;
        }
        int bytes = 0;
        int end = 0;
        while (end < name.length()) {
            int codePoint = name.codePointAt(end);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > IDENTIFIER_BYTES_MAX) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return name.substring(0, end);
    }

    /** Folds only ASCII, as PostgreSQL does with a multi-byte encoding. */
    private static String fold(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80) {
                return foldAscii(word);
            }
        }
        return word.toLowerCase(Locale.ROOT);
    }

    private static String foldAscii(String word) {
        StringBuilder out = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return out.toString();
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x0B;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexDigit(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }

    private static boolean isIdentifierStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isIdentifierPart(char c) {
        return isIdentifierStart(c) || isDigit(c) || c == '$';
    }
}
