package io.omendb.sql.syntax;

import java.util.Arrays;

/**
 * The shape of a statement's text: its bytes without the values of its constants. Two texts of one
 * shape differ in numbers and quoted strings only. Filled again and again, without allocating once
 * it is warm.
 *
 * <p>It knows less than {@link Lexer} and says so: comments, dollar quotes, parameters, strings
 * with a prefix or in several parts, and several statements have no shape. A number is a constant
 * with the sign before it where no operand can stand there, so that the sign belongs to the value.
 *
 * <pre>
 *   update t set b = b + -12 where c = 'x''y'     text
 *                        ^^^            ^^^^^^    constants, by their first byte and the one after the last
 * </pre>
 */
public final class StatementShape {
    /** More constants than a cached plan is worth. */
    public static final int CONSTANTS_MAX = 16;

    /** Longer texts are rarely repeated. */
    public static final int LENGTH_MAX = 4_096;

    private static final int INT8_DIGITS = 18;
    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_PRIME = 0x100000001b3L;

    /** What a constant is by its look. */
    public enum Kind {
        INT4,
        INT8,
        DECIMAL,
        STRING
    }

    private final int[] starts = new int[CONSTANTS_MAX];
    private final int[] ends = new int[CONSTANTS_MAX];
    private final Kind[] kinds = new Kind[CONSTANTS_MAX];
    private final long[] numbers = new long[CONSTANTS_MAX];
    private byte[] text = {};
    private int length;
    private int count;
    private long hash;

    /**
     * Takes a text; the array is only looked at until the next call.
     *
     * @return false if it has no shape
     */
    public boolean scan(byte[] bytes, int byteCount) {
        text = bytes;
        length = byteCount;
        count = 0;
        hash = HASH_START;
        if (byteCount > LENGTH_MAX) {
            return false;
        }
        int at = 0;
        byte before = '(';
        while (at < length) {
            int next = token(at, before);
            if (next < 0) {
                return false;
            }
            if (next == at + 1 && isBlank(text[at])) {
                mix(' ');
            } else {
                before = text[next - 1];
            }
            at = next;
        }
        return true;
    }

    /** Returns the end of what begins at {@code at}, or -1 where the shape ends. */
    private int token(int at, byte before) {
        byte c = text[at];
        if (isWordStart(c)) {
            return word(at);
        }
        if (isDigit(c)) {
            return number(at, at);
        }
        return switch (c) {
            case '\'' -> string(at);
            case '"' -> quotedName(at);
            case '$', '?' -> -1;
            case '.' -> isDigitAt(at + 1) ? -1 : mixed(at);
            case '/' -> at + 1 < length && text[at + 1] == '*' ? -1 : mixed(at);
            case '-' -> {
                if (at + 1 < length && text[at + 1] == '-') {
                    yield -1;
                }
                yield isDigitAt(at + 1) && takesOperand(at, before)
                        ? number(at, at + 1)
                        : mixed(at);
            }
            case ';' -> isBlankFrom(at + 1) ? mixed(at) : -1;
            default -> mixed(at);
        };
    }

    private int mixed(int at) {
        mix(text[at]);
        return at + 1;
    }

    private int word(int at) {
        int end = at;
        while (end < length && (isWordStart(text[end]) || isDigit(text[end]) || text[end] == '$')) {
            mix(text[end++]);
        }
        // e'..', b'..', x'..', n'..' and u&'..' are read by other rules.
        boolean isPrefix = end < length && (text[end] == '\'' || text[end] == '&');
        return isPrefix ? -1 : end;
    }

    private int quotedName(int at) {
        int end = at;
        do {
            mix(text[end++]);
        } while (end < length && text[end] != '"');
        if (end == length) {
            return -1;
        }
        mix('"');
        return end + 1;
    }

    /**
     * A whole number and one with a point become constants; one with an exponent is part of the
     * shape.
     */
    private int number(int start, int firstDigit) {
        int end = firstDigit;
        long value = 0;
        while (end < length && isDigit(text[end]) && end - firstDigit <= INT8_DIGITS) {
            value = value * 10 + text[end++] - '0';
        }
        int fractionEnd = fraction(end);
        if (fractionEnd > end && !isNumberPart(fractionEnd) && !isCast(fractionEnd)) {
            return constant(start, fractionEnd, Kind.DECIMAL, 0);
        }
        if (end - firstDigit > INT8_DIGITS || isNumberPart(end)) {
            return verbatim(start, end);
        }
        if (isCast(end)) {
            return verbatim(start, end); // the sign of -1::bigint is not the number's
        }
        long signed = firstDigit > start ? -value : value;
        return constant(start, end, value <= Integer.MAX_VALUE ? Kind.INT4 : Kind.INT8, signed);
    }

    /** The end of a point with digits behind it. */
    private int fraction(int from) {
        if (from >= length || text[from] != '.' || !isDigitAt(from + 1)) {
            return from;
        }
        int end = from + 1;
        while (end < length && isDigit(text[end])) {
            end++;
        }
        return end;
    }

    private boolean isCast(int from) {
        int at = from;
        while (at < length && isBlank(text[at])) {
            at++;
        }
        return at < length && (text[at] == ':' || text[at] == '[');
    }

    private boolean isNumberPart(int at) {
        return at < length && (text[at] == '.' || isWordStart(text[at]) || text[at] == '$');
    }

    private int verbatim(int start, int from) {
        int end = from;
        while (end < length && (isNumberPart(end) || isDigit(text[end]))) {
            boolean isExponent = text[end] == 'e' || text[end] == 'E';
            end++;
            if (isExponent && end < length && (text[end] == '-' || text[end] == '+')) {
                end++;
            }
        }
        for (int i = start; i < end; i++) {
            mix(text[i]);
        }
        return end;
    }

    private int string(int start) {
        int end = start + 1;
        while (end < length) {
            if (text[end] == '\'') {
                if (end + 1 == length || text[end + 1] != '\'') {
                    return isContinued(end + 1) ? -1 : constant(start, end + 1, Kind.STRING, 0);
                }
                end++;
            }
            end++;
        }
        return -1;
    }

    /** A string goes on in the next one if a line ends between them. */
    private boolean isContinued(int from) {
        int at = from;
        while (at < length && isBlank(text[at])) {
            at++;
        }
        return at < length && text[at] == '\'';
    }

    private int constant(int start, int end, Kind kind, long number) {
        if (count == CONSTANTS_MAX) {
            return -1;
        }
        starts[count] = start;
        ends[count] = end;
        kinds[count] = kind;
        numbers[count] = number;
        count++;
        mix(256 + kind.ordinal());
        return end;
    }

    /**
     * Whether a sign at {@code at} is the value's own: after an operator, an opening parenthesis or
     * a comma. After a word it may be subtraction.
     */
    private boolean takesOperand(int at, byte before) {
        boolean isApart =
                at == 0 || isBlank(text[at - 1]) || text[at - 1] == '(' || text[at - 1] == ',';
        return isApart
                && switch (before) {
                    case '(', ',', '=', '<', '>', '+', '-', '*', '/' -> true;
                    default -> false;
                };
    }

    private boolean isBlankFrom(int from) {
        for (int at = from; at < length; at++) {
            if (!isBlank(text[at])) {
                return false;
            }
        }
        return true;
    }

    private boolean isDigitAt(int at) {
        return at < length && isDigit(text[at]);
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x0B;
    }

    private static boolean isWordStart(byte c) {
        int lower = c | 0x20;
        return (lower >= 'a' && lower <= 'z') || c == '_' || c < 0;
    }

    private void mix(int value) {
        hash = (hash ^ value) * HASH_PRIME;
    }

    /** The same for all texts of one shape. */
    public long hash() {
        return hash;
    }

    /** How many constants there are. */
    public int count() {
        return count;
    }

    public Kind kind(int constant) {
        return kinds[constant];
    }

    /** Where a constant begins. */
    public int start(int constant) {
        return starts[constant];
    }

    /** The byte after a constant. */
    public int end(int constant) {
        return ends[constant];
    }

    /** The value of a whole number. */
    public long number(int constant) {
        return numbers[constant];
    }

    /**
     * A constant as it is written.
     *
     * @param into has room for it
     * @return how many bytes it has
     */
    public int text(int constant, byte[] into) {
        int size = ends[constant] - starts[constant];
        System.arraycopy(text, starts[constant], into, 0, size);
        return size;
    }

    /**
     * The value of a string.
     *
     * @param into has room for as many bytes as it takes in the text
     * @return how many bytes it has
     */
    public int string(int constant, byte[] into) {
        int size = 0;
        for (int at = starts[constant] + 1; at < ends[constant] - 1; at++) {
            into[size++] = text[at];
            if (text[at] == '\'') {
                at++;
            }
        }
        return size;
    }

    /** A shape of its own with a copy of the text. */
    public StatementShape copy() {
        StatementShape copy = new StatementShape();
        copy.scan(Arrays.copyOf(text, length), length);
        return copy;
    }

    /**
     * Whether another text is the same but for the values of constants; where {@code lifted} is
     * false, these are the same too.
     */
    public boolean matches(StatementShape other, boolean[] lifted) {
        if (hash != other.hash || count != other.count) {
            return false;
        }
        int at = 0;
        int otherAt = 0;
        for (int i = 0; i < count; i++) {
            if (kinds[i] != other.kinds[i]
                    || !isSame(at, starts[i], other, otherAt, other.starts[i])
                    || (!lifted[i]
                            && !isSame(
                                    starts[i], ends[i], other, other.starts[i], other.ends[i]))) {
                return false;
            }
            at = ends[i];
            otherAt = other.ends[i];
        }
        return isSame(at, length, other, otherAt, other.length);
    }

    private boolean isSame(int start, int end, StatementShape other, int otherStart, int otherEnd) {
        return Arrays.equals(text, start, end, other.text, otherStart, otherEnd);
    }
}
