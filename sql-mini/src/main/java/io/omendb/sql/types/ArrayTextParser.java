package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One reading of the text form of an array; malformed text is 22P02 with PostgreSQL's detail. */
final class ArrayTextParser {
    private static final int UNKNOWN_LENGTH = -1;

    private enum Token {
        OPEN,
        CLOSE,
        COMMA,
        VALUE,
        NULL
    }

    private final byte[] source;
    private final int start;
    private final int end;
    private final SqlType element;
    private final SessionFormat format;
    private final ArrayBuilder array;
    private final ByteArraySink value = new ByteArraySink();
    private final int[] lengths = new int[ArrayLayout.DIMENSIONS_MAX];
    private final int[] lowerBounds = new int[ArrayLayout.DIMENSIONS_MAX];
    private final int[] counts = new int[ArrayLayout.DIMENSIONS_MAX];
    private int dimensions;
    private int at;

    ArrayTextParser(byte[] source, int offset, int length, SqlType element, SessionFormat format) {
        this.source = source;
        this.start = offset;
        this.end = offset + length;
        this.element = element;
        this.format = format;
        this.array = new ArrayBuilder(element.kind());
        at = offset;
    }

    void parse(Vector out, int row) {
        Arrays.fill(lengths, UNKNOWN_LENGTH);
        Arrays.fill(lowerBounds, 1);
        bounds();
        boolean bounded = dimensions > 0;
        if (bounded) {
            if (!take('=')) {
                throw malformed("Missing \"=\" after array dimensions.");
            }
            skipSpaces();
            if (peek() != '{') {
                throw malformed("Array contents must start with \"{\".");
            }
        } else if (peek() != '{') {
            throw malformed("Array value must start with \"{\" or dimension information.");
        }
        contents(bounded);
        skipSpaces();
        if (at < end) {
            throw malformed("Junk after closing right brace.");
        }
        for (int d = 0; d < dimensions; d++) {
            array.dimension(lengths[d], lowerBounds[d]);
        }
        array.set(out, row);
    }

    /** Reads bounds before the contents: {@code [2:3]} or {@code [2]} per dimension. */
    private void bounds() {
        for (skipSpaces(); take('['); skipSpaces()) {
            if (dimensions == ArrayLayout.DIMENSIONS_MAX) {
                throw tooManyDimensions();
            }
            int first = at;
            int bound = bound();
            if (at == first) {
                throw malformed("\"[\" must introduce explicitly-specified array dimensions.");
            }
            int lower = 1;
            int upper = bound;
            if (take(':')) {
                lower = bound;
                first = at;
                upper = bound();
                if (at == first) {
                    throw malformed("Missing array dimension value.");
                }
            }
            if (!take(']')) {
                throw malformed("Missing \"]\" after array dimensions.");
            }
            if (upper < lower) {
                throw SqlException.of(
                        SqlState.ARRAY_SUBSCRIPT_ERROR,
                        "upper bound cannot be less than lower bound");
            }
            if (upper == Integer.MAX_VALUE) {
                throw SqlException.of(
                        SqlState.PROGRAM_LIMIT_EXCEEDED,
                        "array upper bound is too large: " + upper);
            }
            long length = (long) upper - lower + 1;
            if (length > ArrayLayout.ELEMENTS_MAX) {
                throw ArrayBuilder.tooLarge();
            }
            lowerBounds[dimensions] = lower;
            lengths[dimensions++] = (int) length;
        }
    }

    /** Reads a whole number; without a digit nothing is taken. */
    private int bound() {
        int first = at;
        boolean negative = peek() == '-';
        if (negative || peek() == '+') {
            at++;
        }
        int digits = at;
        long number = 0;
        while (peek() >= '0' && peek() <= '9') {
            number = Math.min(number * 10 + source[at++] - '0', 1L << 40);
        }
        if (at == digits) {
            at = first;
            return 0;
        }
        long signed = negative ? -number : number;
        if (signed != (int) signed) {
            throw SqlException.of(
                    SqlState.PROGRAM_LIMIT_EXCEEDED, "array bound is out of integer range");
        }
        return (int) signed;
    }

    private void contents(boolean bounded) {
        int level = 0;
        boolean depthKnown = bounded;
        boolean expectComma = false;
        do {
            Token token = token();
            switch (token) {
                case OPEN -> {
                    if (expectComma) {
                        throw unexpected('{');
                    }
                    if (level == ArrayLayout.DIMENSIONS_MAX) {
                        throw tooManyDimensions();
                    }
                    counts[level++] = 0;
                    if (level > dimensions) {
                        if (depthKnown) {
                            throw wrongShape(bounded);
                        }
                        dimensions = level;
                    }
                }
                case CLOSE -> {
                    if (counts[level - 1] > 0 && !expectComma) {
                        throw unexpected('}');
                    }
                    level--;
                    if (level > 0) {
                        counts[level - 1]++;
                    }
                    if (lengths[level] == UNKNOWN_LENGTH) {
                        lengths[level] = counts[level];
                    } else if (lengths[level] != counts[level]) {
                        throw wrongShape(bounded);
                    }
                    expectComma = true;
                }
                case COMMA -> {
                    if (!expectComma) {
                        throw unexpected(',');
                    }
                    expectComma = false;
                }
                case VALUE, NULL -> {
                    if (expectComma) {
                        throw malformed("Unexpected array element.");
                    }
                    add(token);
                    depthKnown = true;
                    if (level != dimensions) {
                        throw wrongShape(bounded);
                    }
                    counts[level - 1]++;
                    expectComma = true;
                }
            }
        } while (level > 0);
    }

    private void add(Token token) {
        if (token == Token.NULL) {
            array.addNull();
            return;
        }
        int slot = array.next();
        TypeCodec.of(element.kind())
                .parseText(
                        value.array(), 0, value.length(), element, format, array.elements(), slot);
    }

    private Token token() {
        skipSpaces();
        switch (peek()) {
            case -1 -> throw endsEarly();
            case '{' -> {
                at++;
                return Token.OPEN;
            }
            case '}' -> {
                at++;
                return Token.CLOSE;
            }
            case ',' -> {
                at++;
                return Token.COMMA;
            }
            case '"' -> {
                at++;
                quoted();
                return Token.VALUE;
            }
            default -> {
                return bare();
            }
        }
    }

    private void quoted() {
        value.clear();
        while (!take('"')) {
            take('\\');
            if (at == end) {
                throw endsEarly();
            }
            value.put(source[at++]);
        }
        skipSpaces();
        if (peek() != ',' && peek() != '}' && peek() != '{') {
            throw malformed("Incorrectly quoted array element.");
        }
    }

    /** Reads a value without quotes, spaces at its end being none of it. */
    private Token bare() {
        value.clear();
        int kept = 0;
        boolean escaped = false;
        while (peek() != ',' && peek() != '}') {
            if (at == end) {
                throw endsEarly();
            }
            if (source[at] == '{') {
                throw unexpected('{');
            }
            if (source[at] == '"') {
                throw malformed("Incorrectly quoted array element.");
            }
            boolean backslash = take('\\');
            if (at == end) {
                throw endsEarly();
            }
            escaped |= backslash;
            byte b = source[at++];
            value.put(b);
            if (backslash || !TypeCodec.isSpace(b)) {
                kept = value.length();
            }
        }
        value.truncate(kept);
        return !escaped && ArrayCodec.isNullWord(value.array(), kept) ? Token.NULL : Token.VALUE;
    }

    private SqlException unexpected(char c) {
        return malformed("Unexpected \"" + c + "\" character.");
    }

    private SqlException endsEarly() {
        return malformed("Unexpected end of input.");
    }

    private SqlException wrongShape(boolean bounded) {
        return malformed(
                bounded
                        ? "Specified array dimensions do not match array contents."
                        : "Multidimensional arrays must have sub-arrays with matching dimensions.");
    }

    private static SqlException tooManyDimensions() {
        return SqlException.of(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "number of array dimensions exceeds the maximum allowed ("
                        + ArrayLayout.DIMENSIONS_MAX
                        + ")");
    }

    private SqlException malformed(String detail) {
        String text = new String(source, start, end - start, StandardCharsets.UTF_8);
        return SqlException.of(
                        SqlState.INVALID_TEXT_REPRESENTATION,
                        "malformed array literal: \"" + text + "\"")
                .withDetail(detail);
    }

    private int peek() {
        return at < end ? source[at] : -1;
    }

    private boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void skipSpaces() {
        while (at < end && TypeCodec.isSpace(source[at])) {
            at++;
        }
    }
}
