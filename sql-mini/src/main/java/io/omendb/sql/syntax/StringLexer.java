package io.omendb.sql.syntax;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads what stands between quotes. Each call starts after the opening quote and ends after the
 * last closing one.
 */
final class StringLexer {
    private final Lexer lexer;
    private final String sql;

    StringLexer(Lexer lexer, String sql) {
        this.lexer = lexer;
        this.sql = sql;
    }

    /** Reads '...' with doubled quotes and continuation after a line break. */
    String plain(int start) {
        return quoted(start, '\'', "quoted string");
    }

    /**
     * Reads up to the closing quote; a string (not an identifier) goes on when another follows
     * after a line break.
     */
    String quoted(int start, char quote, String what) {
        StringBuilder out = new StringBuilder();
        int at = lexer.at();
        while (true) {
            int close = sql.indexOf(quote, at);
            if (close < 0) {
                lexer.moveTo(sql.length());
                throw lexer.error("unterminated " + what, start);
            }
            out.append(sql, at, close);
            at = close + 1;
            if (at < sql.length() && sql.charAt(at) == quote) {
                out.append(quote);
                at++;
                continue;
            }
            int next = quote == '\'' ? continuation(at) : -1;
            if (next < 0) {
                lexer.moveTo(at);
                return out.toString();
            }
            at = next;
        }
    }

    /** Reads E'...'. Octal and hexadecimal escapes are bytes, so the value is built in bytes. */
    String escaped(int start) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = lexer.at();
        while (true) {
            if (at >= sql.length()) {
                lexer.moveTo(at);
                throw lexer.error("unterminated quoted string", start);
            }
            int c = sql.codePointAt(at);
            if (c == '\'') {
                at++;
                if (at < sql.length() && sql.charAt(at) == '\'') {
                    out.write('\'');
                    at++;
                    continue;
                }
                int next = continuation(at);
                if (next < 0) {
                    lexer.moveTo(at);
                    return decode(out.toByteArray(), start);
                }
                at = next;
            } else if (c == '\\' && at + 1 < sql.length()) {
                at = escape(at + 1, out, start);
            } else {
                write(out, c);
                at += Character.charCount(c);
            }
        }
    }

    private int escape(int at, ByteArrayOutputStream out, int start) {
        char c = sql.charAt(at);
        switch (c) {
            case 'b' -> out.write('\b');
            case 'f' -> out.write('\f');
            case 'n' -> out.write('\n');
            case 'r' -> out.write('\r');
            case 't' -> out.write('\t');
            case 'v' -> out.write(0x0B);
            case 'u' -> {
                return unicodeEscape(at + 1, 4, out, start);
            }
            case 'U' -> {
                return unicodeEscape(at + 1, 8, out, start);
            }
            case 'x' -> {
                int end = digits(at + 1, 2, 16);
                if (end > at + 1) {
                    out.write(Integer.parseInt(sql.substring(at + 1, end), 16));
                    return end;
                }
                out.write('x');
            }
            default -> {
                int end = digits(at, 3, 8);
                if (end > at) {
                    out.write(Integer.parseInt(sql.substring(at, end), 8) & 0xFF);
                    return end;
                }
                int codePoint = sql.codePointAt(at);
                write(out, codePoint);
                return at + Character.charCount(codePoint);
            }
        }
        return at + 1;
    }

    private int unicodeEscape(int at, int length, ByteArrayOutputStream out, int start) {
        int end = digits(at, length, 16);
        if (end != at + length) {
            throw SqlException.of(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid Unicode escape")
                    .withHint("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.")
                    .withPosition(lexer.position(at - 2));
        }
        long value = Long.parseLong(sql.substring(at, end), 16);
        if (value >= 0xD800
                && value < 0xDC00
                && sql.startsWith("\\u", end)
                && digits(end + 2, 4, 16) == end + 6) {
            int low = Integer.parseInt(sql.substring(end + 2, end + 6), 16);
            if (low >= 0xDC00 && low < 0xE000) {
                write(out, Character.toCodePoint((char) value, (char) low));
                return end + 6;
            }
        }
        write(out, checkedCodePoint(value, at - 2, start));
        return end;
    }

    /** Reads U&'...' or U&"..." and a UESCAPE that may follow. */
    String unicode(int start, char quote) {
        int bodyStart = lexer.at();
        String body = quoted(start, quote, quote == '"' ? "quoted identifier" : "quoted string");
        char escape = uescape();
        StringBuilder out = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != escape) {
                out.append(c);
                continue;
            }
            if (i + 1 < body.length() && body.charAt(i + 1) == escape) {
                out.append(escape);
                i++;
                continue;
            }
            int length = i + 1 < body.length() && body.charAt(i + 1) == '+' ? 6 : 4;
            int from = length == 6 ? i + 2 : i + 1;
            if (from + length > body.length() || !isHex(body, from, length)) {
                throw SqlException.of(SqlState.SYNTAX_ERROR, "invalid Unicode escape")
                        .withHint("Unicode escapes must be \\XXXX or \\+XXXXXX.")
                        .withPosition(lexer.position(Math.min(bodyStart + i, sql.length())));
            }
            long value = Long.parseLong(body.substring(from, from + length), 16);
            if (value >= 0xD800 && value < 0xE000 && length == 4) {
                // Halves of a pair are written as two escapes; the pair is checked as a whole
                // below.
                out.append((char) value);
            } else {
                out.appendCodePoint(checkedCodePoint(value, bodyStart + i, start));
            }
            i = from + length - 1;
        }
        String value = out.toString();
        for (int i = 0; i < value.length(); i++) {
            int codePoint = value.codePointAt(i);
            if (codePoint >= 0xD800 && codePoint < 0xE000) {
                throw SqlException.of(SqlState.SYNTAX_ERROR, "invalid Unicode surrogate pair")
                        .withPosition(lexer.position(start));
            }
            i += Character.charCount(codePoint) - 1;
        }
        return value;
    }

    private char uescape() {
        int at = lexer.at();
        while (at < sql.length() && Lexer.isBlank(sql.charAt(at))) {
            at++;
        }
        if (!sql.regionMatches(true, at, "uescape", 0, 7)) {
            return '\\';
        }
        int word = at;
        at += 7;
        while (at < sql.length() && Lexer.isBlank(sql.charAt(at))) {
            at++;
        }
        boolean valid =
                at + 2 < sql.length() && sql.charAt(at) == '\'' && sql.charAt(at + 2) == '\'';
        char escape = valid ? sql.charAt(at + 1) : '\'';
        if (!valid
                || Character.digit(escape, 16) >= 0
                || "+'\"".indexOf(escape) >= 0
                || Lexer.isBlank(escape)) {
            throw lexer.error(
                    "invalid Unicode escape character", word, Math.min(at + 3, sql.length()));
        }
        lexer.moveTo(at + 3);
        return escape;
    }

    /**
     * Returns the index after the quote that continues a string, or -1: only a line break may
     * separate the parts.
     */
    private int continuation(int from) {
        int at = from;
        boolean lineBreak = false;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\n' || c == '\r') {
                lineBreak = true;
                at++;
            } else if (Lexer.isBlank(c)) {
                at++;
            } else if (lineBreak
                    && c == '-'
                    && at + 1 < sql.length()
                    && sql.charAt(at + 1) == '-') {
                while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
                    at++;
                }
            } else {
                return lineBreak && c == '\'' ? at + 1 : -1;
            }
        }
        return -1;
    }

    private int digits(int from, int max, int radix) {
        int at = from;
        while (at < sql.length()
                && at < from + max
                && sql.charAt(at) < 0x80
                && Character.digit(sql.charAt(at), radix) >= 0) {
            at++;
        }
        return at;
    }

    private static boolean isHex(String text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (text.charAt(i) >= 0x80 || Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private int checkedCodePoint(long value, int at, int start) {
        if (value == 0 || value > Character.MAX_CODE_POINT || (value >= 0xD800 && value < 0xE000)) {
            throw SqlException.of(SqlState.SYNTAX_ERROR, "invalid Unicode escape value")
                    .withPosition(lexer.position(Math.max(at, start)));
        }
        return (int) value;
    }

    private static void write(ByteArrayOutputStream out, int codePoint) {
        byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
    }

    private String decode(byte[] bytes, int start) {
        for (byte b : bytes) {
            if (b == 0) {
                throw invalidBytes("0x00", start);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return throwInvalid(bytes, start);
        }
    }

    private String throwInvalid(byte[] bytes, int start) {
        int bad = 0;
        while (bad < bytes.length && bytes[bad] >= 0) {
            bad++;
        }
        throw invalidBytes(
                String.format(Locale.ROOT, "0x%02x", bytes[Math.min(bad, bytes.length - 1)]),
                start);
    }

    private SqlException invalidBytes(String bytes, int start) {
        return SqlException.of(
                        SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                        "invalid byte sequence for encoding \"UTF8\": " + bytes)
                .withPosition(lexer.position(start));
    }
}
