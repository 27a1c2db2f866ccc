package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.BPCHAR;
import static io.omendb.sql.types.TypeKind.BYTEA;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT8;
import static io.omendb.sql.types.TypeKind.TEXT;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.Utf8;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Functions of strings, counted in characters, and of bytea, counted in bytes. */
final class TextFunctions {
    private static final int RESULT_BYTES_MAX = 1 << 30;
    private static final byte[] SPACE = {' '};

    private TextFunctions() {}

    static void register(FunctionRegistrar r) {
        lengths(r);
        r.function(
                "upper",
                TEXT,
                RowKernel.of((in, row, out) -> changeCase(in, row, out, true)),
                TEXT);
        r.function(
                "lower",
                TEXT,
                RowKernel.of((in, row, out) -> changeCase(in, row, out, false)),
                TEXT);
        r.function("initcap", TEXT, RowKernel.of(TextFunctions::capitalize), TEXT);
        r.function("reverse", TEXT, RowKernel.of(TextFunctions::reverse), TEXT);
        r.function("ascii", INT4, RowKernel.of(TextFunctions::ascii), TEXT);
        r.function("chr", TEXT, RowKernel.of(TextFunctions::chr), INT4);
        r.function("md5", TEXT, RowKernel.of(TextFunctions::md5), TEXT);
        r.function("md5", TEXT, RowKernel.of(TextFunctions::md5), BYTEA);
        for (String name : new String[] {"substring", "substr"}) {
            r.function(name, TEXT, RowKernel.of(TextFunctions::substring), TEXT, INT4);
            r.function(name, TEXT, RowKernel.of(TextFunctions::substring), TEXT, INT4, INT4);
            r.function(name, BYTEA, RowKernel.of(TextFunctions::substringOfBytes), BYTEA, INT4);
            r.function(
                    name, BYTEA, RowKernel.of(TextFunctions::substringOfBytes), BYTEA, INT4, INT4);
        }
        trims(r);
        r.function("position", INT4, RowKernel.of(TextFunctions::position), TEXT, TEXT);
        r.function("strpos", INT4, RowKernel.of(TextFunctions::position), TEXT, TEXT);
        r.function("left", TEXT, RowKernel.of(TextFunctions::left), TEXT, INT4);
        r.function("right", TEXT, RowKernel.of(TextFunctions::right), TEXT, INT4);
        for (boolean before : new boolean[] {true, false}) {
            String name = before ? "lpad" : "rpad";
            r.function(
                    name,
                    TEXT,
                    RowKernel.of((in, row, out) -> pad(in, row, out, before)),
                    TEXT,
                    INT4);
            r.function(
                    name,
                    TEXT,
                    RowKernel.of((in, row, out) -> pad(in, row, out, before)),
                    TEXT,
                    INT4,
                    TEXT);
        }
        r.function("replace", TEXT, RowKernel.of(TextFunctions::replace), TEXT, TEXT, TEXT);
        r.function("translate", TEXT, RowKernel.of(TextFunctions::translate), TEXT, TEXT, TEXT);
        r.function("overlay", TEXT, RowKernel.of(TextFunctions::overlay), TEXT, TEXT, INT4);
        r.function("overlay", TEXT, RowKernel.of(TextFunctions::overlay), TEXT, TEXT, INT4, INT4);
        r.function("repeat", TEXT, RowKernel.of(TextFunctions::repeat), TEXT, INT4);
        r.function("split_part", TEXT, RowKernel.of(TextFunctions::splitPart), TEXT, TEXT, INT4);
        r.function("starts_with", BOOL, RowKernel.of(TextFunctions::startsWith), TEXT, TEXT);
        r.operator("^@", BOOL, RowKernel.of(TextFunctions::startsWith), TEXT, TEXT);
        r.function(
                "to_hex",
                TEXT,
                RowKernel.of(
                        (in, row, out) -> put(out, row, Integer.toHexString(in.intAt(0, row)))),
                INT4);
        r.function(
                "to_hex",
                TEXT,
                RowKernel.of((in, row, out) -> put(out, row, Long.toHexString(in.longAt(0, row)))),
                INT8);
        r.function("encode", TEXT, RowKernel.of(ByteEncodings::encode), BYTEA, TEXT);
        r.function("decode", BYTEA, RowKernel.of(ByteEncodings::decode), TEXT, TEXT);
        r.function(
                "quote_ident",
                TEXT,
                RowKernel.of((in, row, out) -> put(out, row, Identifiers.quote(in.textAt(0, row)))),
                TEXT);
    }

    private static void lengths(FunctionRegistrar r) {
        RowKernel characters =
                (in, row, out) ->
                        out.longs[row] =
                                Utf8.count(in.bytesOf(0), in.startAt(0, row), in.lengthAt(0, row));
        RowKernel bytes = (in, row, out) -> out.longs[row] = in.lengthAt(0, row);
        RowKernel bits = (in, row, out) -> out.longs[row] = in.lengthAt(0, row) * 8L;
        for (String name : new String[] {"length", "char_length", "character_length"}) {
            r.function(name, INT4, RowKernel.of(characters), TEXT);
        }
        r.function("length", INT4, RowKernel.of(bytes), BYTEA);
        r.function("octet_length", INT4, RowKernel.of(bytes), TEXT);
        r.function("octet_length", INT4, RowKernel.of(bytes), BPCHAR);
        r.function("octet_length", INT4, RowKernel.of(bytes), BYTEA);
        r.function("bit_length", INT4, RowKernel.of(bits), TEXT);
        r.function("bit_length", INT4, RowKernel.of(bits), BYTEA);
    }

    private static void trims(FunctionRegistrar r) {
        trim(r, "btrim", true, true);
        trim(r, "ltrim", true, false);
        trim(r, "rtrim", false, true);
    }

    private static void trim(FunctionRegistrar r, String name, boolean front, boolean back) {
        r.function(
                name, TEXT, RowKernel.of((in, row, out) -> trim(in, row, out, front, back)), TEXT);
        r.function(
                name,
                TEXT,
                RowKernel.of((in, row, out) -> trim(in, row, out, front, back)),
                TEXT,
                TEXT);
    }

    static void put(Vector out, int row, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.setBytes(row, bytes, 0, bytes.length);
    }

    static SqlException tooLong() {
        return SqlException.of(SqlState.PROGRAM_LIMIT_EXCEEDED, "requested length too large");
    }

    private static void changeCase(KernelInput in, int row, Vector out, boolean upper) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int length = in.lengthAt(0, row);
        out.ensureBytes(length);
        int at = out.bytesUsed;
        byte first = (byte) (upper ? 'a' : 'A');
        byte last = (byte) (upper ? 'z' : 'Z');
        int sign = 0;
        for (int i = 0; i < length; i++) {
            byte b = a[start + i];
            sign |= b;
            out.bytes[at + i] = b >= first && b <= last ? (byte) (b ^ 0x20) : b;
        }
        if (sign < 0) {
            String text = in.textAt(0, row);
            put(out, row, mapped(text, upper));
            return;
        }
        out.starts[row] = at;
        out.lengths[row] = length;
        out.bytesUsed = at + length;
    }

    /** Every character by itself, as PostgreSQL's C.UTF-8 does: the sharp s stays one. */
    private static String mapped(String text, boolean upper) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .map(upper ? Character::toUpperCase : Character::toLowerCase)
                .forEach(result::appendCodePoint);
        return result.toString();
    }

    private static void capitalize(KernelInput in, int row, Vector out) {
        StringBuilder result = new StringBuilder();
        boolean inWord = false;
        String text = in.textAt(0, row);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            result.append(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = Character.isLetterOrDigit(c);
        }
        put(out, row, result.toString());
    }

    private static void reverse(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int end = start + in.lengthAt(0, row);
        out.begin();
        int characterEnd = end;
        for (int i = end - 1; i >= start; i--) {
            if ((a[i] & 0xC0) != 0x80) {
                out.put(a, i, characterEnd - i);
                characterEnd = i;
            }
        }
        out.end(row);
    }

    private static void ascii(KernelInput in, int row, Vector out) {
        String text = in.textAt(0, row);
        out.longs[row] = text.isEmpty() ? 0 : text.codePointAt(0);
    }

    private static void chr(KernelInput in, int row, Vector out) {
        int point = in.intAt(0, row);
        if (point == 0) {
            throw SqlException.of(SqlState.PROGRAM_LIMIT_EXCEEDED, "null character not permitted");
        }
        if (point < 0) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "character number must be positive");
        }
        if (point > Character.MAX_CODE_POINT || point >= 0xD800 && point <= 0xDFFF) {
            throw SqlException.of(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "requested character too large for encoding: " + point);
        }
        put(out, row, Character.toString(point));
    }

    private static void md5(KernelInput in, int row, Vector out) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(in.bytesOf(0), in.startAt(0, row), in.lengthAt(0, row));
            put(out, row, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private static void substring(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int length = in.lengthAt(0, row);
        long from = in.longAt(1, row) - 1;
        long to = substringEnd(in, row, from);
        int first = (int) Math.min(Math.max(from, 0), length);
        int last = (int) Math.min(Math.max(to, 0), length);
        int skipped = Utf8.prefix(a, start, length, first);
        int kept = Utf8.prefix(a, start + skipped, length - skipped, Math.max(0, last - first));
        out.setBytes(row, a, start + skipped, kept);
    }

    private static long substringEnd(KernelInput in, int row, long from) {
        if (in.args.length == 2) {
            return Long.MAX_VALUE;
        }
        if (in.longAt(2, row) < 0) {
            throw SqlException.of(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        return from + in.longAt(2, row);
    }

    private static void substringOfBytes(KernelInput in, int row, Vector out) {
        int length = in.lengthAt(0, row);
        long from = in.longAt(1, row) - 1;
        long to = substringEnd(in, row, from);
        int first = (int) Math.min(Math.max(from, 0), length);
        int last = (int) Math.min(Math.max(to, first), length);
        out.setBytes(row, in.bytesOf(0), in.startAt(0, row) + first, last - first);
    }

    private static void trim(KernelInput in, int row, Vector out, boolean front, boolean back) {
        byte[] a = in.bytesOf(0);
        int from = in.startAt(0, row);
        int to = from + in.lengthAt(0, row);
        boolean spaces = in.args.length == 1;
        byte[] set = spaces ? SPACE : in.bytesOf(1);
        int setFrom = spaces ? 0 : in.startAt(1, row);
        int setTo = spaces ? 1 : setFrom + in.lengthAt(1, row);
        while (front && from < to) {
            int width = Utf8.width(a[from]);
            if (!contains(set, setFrom, setTo, a, from, width)) {
                break;
            }
            from += width;
        }
        while (back && from < to) {
            int last = to - 1;
            while ((a[last] & 0xC0) == 0x80) {
                last--;
            }
            if (!contains(set, setFrom, setTo, a, last, to - last)) {
                break;
            }
            to = last;
        }
        out.setBytes(row, a, from, to - from);
    }

    private static boolean contains(byte[] set, int from, int to, byte[] a, int at, int width) {
        for (int i = from; i + width <= to; i += Utf8.width(set[i])) {
            if (Arrays.equals(set, i, i + width, a, at, at + width)) {
                return true;
            }
        }
        return false;
    }

    /** Offset of the needle, or -1. */
    static int find(byte[] a, int from, int to, byte[] needle, int needleStart, int needleLength) {
        for (int i = from; i + needleLength <= to; i++) {
            if (Arrays.equals(
                    a, i, i + needleLength, needle, needleStart, needleStart + needleLength)) {
                return i;
            }
        }
        return -1;
    }

    private static void position(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int found =
                find(
                        a,
                        start,
                        start + in.lengthAt(0, row),
                        in.bytesOf(1),
                        in.startAt(1, row),
                        in.lengthAt(1, row));
        out.longs[row] = found < 0 ? 0 : Utf8.count(a, start, found - start) + 1;
    }

    private static void left(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int length = in.lengthAt(0, row);
        int n = in.intAt(1, row);
        int count = n >= 0 ? n : Math.max(0, Utf8.count(a, start, length) + n);
        out.setBytes(row, a, start, Utf8.prefix(a, start, length, count));
    }

    private static void right(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int length = in.lengthAt(0, row);
        long n = in.longAt(1, row);
        long skip = n < 0 ? -n : Math.max(0, Utf8.count(a, start, length) - n);
        int skipped = Utf8.prefix(a, start, length, (int) Math.min(skip, length));
        out.setBytes(row, a, start + skipped, length - skipped);
    }

    private static void pad(KernelInput in, int row, Vector out, boolean before) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int length = in.lengthAt(0, row);
        int wanted = Math.max(0, in.intAt(1, row));
        boolean spaces = in.args.length == 2;
        byte[] fill = spaces ? SPACE : in.bytesOf(2);
        int fillStart = spaces ? 0 : in.startAt(2, row);
        int fillLength = spaces ? 1 : in.lengthAt(2, row);
        int kept = Utf8.prefix(a, start, length, wanted);
        int missing = fillLength == 0 ? 0 : wanted - Utf8.count(a, start, kept);
        if ((long) missing * 4 + kept > RESULT_BYTES_MAX) {
            throw tooLong();
        }
        out.begin();
        if (!before) {
            out.put(a, start, kept);
        }
        int fillCharacters = Utf8.count(fill, fillStart, fillLength);
        for (int rest = missing; rest > 0; rest -= fillCharacters) {
            int n =
                    rest >= fillCharacters
                            ? fillLength
                            : Utf8.prefix(fill, fillStart, fillLength, rest);
            out.put(fill, fillStart, n);
        }
        if (before) {
            out.put(a, start, kept);
        }
        out.end(row);
    }

    private static void replace(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int at = in.startAt(0, row);
        int end = at + in.lengthAt(0, row);
        byte[] needle = in.bytesOf(1);
        int needleStart = in.startAt(1, row);
        int needleLength = in.lengthAt(1, row);
        out.begin();
        while (needleLength > 0) {
            int found = find(a, at, end, needle, needleStart, needleLength);
            if (found < 0) {
                break;
            }
            out.put(a, at, found - at);
            out.put(in.bytesOf(2), in.startAt(2, row), in.lengthAt(2, row));
            at = found + needleLength;
        }
        out.put(a, at, end - at);
        out.end(row);
    }

    private static void translate(KernelInput in, int row, Vector out) {
        int[] from = in.textAt(1, row).codePoints().toArray();
        int[] to = in.textAt(2, row).codePoints().toArray();
        StringBuilder result = new StringBuilder();
        in.textAt(0, row)
                .codePoints()
                .forEach(c -> {
                    int at = 0;
                    while (at < from.length && from[at] != c) {
                        at++;
                    }
                    if (at == from.length) {
                        result.appendCodePoint(c);
                    } else if (at < to.length) {
                        result.appendCodePoint(to[at]);
                    }
                });
        put(out, row, result.toString());
    }

    private static void overlay(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int length = in.lengthAt(0, row);
        long from = in.longAt(2, row);
        if (from < 1) {
            throw SqlException.of(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        long replaced =
                in.args.length > 3
                        ? in.longAt(3, row)
                        : Utf8.count(in.bytesOf(1), in.startAt(1, row), in.lengthAt(1, row));
        int before = Utf8.prefix(a, start, length, (int) Math.min(from - 1, length));
        long resume = Math.max(0, Math.min(from - 1 + replaced, length));
        int after = Utf8.prefix(a, start, length, (int) resume);
        out.begin();
        out.put(a, start, before);
        out.put(in.bytesOf(1), in.startAt(1, row), in.lengthAt(1, row));
        out.put(a, start + after, length - after);
        out.end(row);
    }

    private static void repeat(KernelInput in, int row, Vector out) {
        int length = in.lengthAt(0, row);
        int times = Math.max(0, in.intAt(1, row));
        if ((long) length * times > RESULT_BYTES_MAX) {
            throw tooLong();
        }
        out.begin();
        out.ensureBytes(length * times);
        for (int i = 0; i < times; i++) {
            out.put(in.bytesOf(0), in.startAt(0, row), length);
        }
        out.end(row);
    }

    private static void splitPart(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int start = in.startAt(0, row);
        int end = start + in.lengthAt(0, row);
        byte[] separator = in.bytesOf(1);
        int separatorStart = in.startAt(1, row);
        int separatorLength = in.lengthAt(1, row);
        long wanted = in.longAt(2, row);
        if (wanted == 0) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE, "field position must not be zero");
        }
        if (wanted < 0) {
            wanted =
                    countParts(a, start, end, separator, separatorStart, separatorLength)
                            + wanted
                            + 1;
        }
        int from = start;
        for (long part = 1; part <= wanted; part++) {
            int found =
                    separatorLength == 0
                            ? -1
                            : find(a, from, end, separator, separatorStart, separatorLength);
            if (part == wanted) {
                out.setBytes(row, a, from, (found < 0 ? end : found) - from);
                return;
            }
            if (found < 0) {
                break;
            }
            from = found + separatorLength;
        }
        out.setBytes(row, a, start, 0);
    }

    private static long countParts(
            byte[] a, int start, int end, byte[] separator, int from, int length) {
        long parts = 1;
        int at = start;
        while (length > 0) {
            int found = find(a, at, end, separator, from, length);
            if (found < 0) {
                break;
            }
            parts++;
            at = found + length;
        }
        return parts;
    }

    private static void startsWith(KernelInput in, int row, Vector out) {
        int length = in.lengthAt(1, row);
        int start = in.startAt(0, row);
        int prefix = in.startAt(1, row);
        boolean holds =
                length <= in.lengthAt(0, row)
                        && Arrays.equals(
                                in.bytesOf(0),
                                start,
                                start + length,
                                in.bytesOf(1),
                                prefix,
                                prefix + length);
        out.longs[row] = holds ? 1 : 0;
    }
}
