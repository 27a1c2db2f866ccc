package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.BYTEA;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT8;
import static io.omendb.sql.types.TypeKind.TEXT;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Functions of bytea: single bytes and bits, parts, checksums, and text in an encoding. */
final class ByteFunctions {
    private ByteFunctions() {}

    static void register(FunctionRegistrar r) {
        r.function("get_byte", INT4, RowKernel.of(ByteFunctions::getByte), BYTEA, INT4);
        r.function("set_byte", BYTEA, RowKernel.of(ByteFunctions::setByte), BYTEA, INT4, INT4);
        r.function("get_bit", INT4, RowKernel.of(ByteFunctions::getBit), BYTEA, INT8);
        r.function("set_bit", BYTEA, RowKernel.of(ByteFunctions::setBit), BYTEA, INT8, INT4);
        r.function("bit_count", INT8, RowKernel.of(ByteFunctions::bitCount), BYTEA);
        r.function("position", INT4, RowKernel.of(ByteFunctions::position), BYTEA, BYTEA);
        r.function("reverse", BYTEA, RowKernel.of(ByteFunctions::reverse), BYTEA);
        trim(r, "btrim", true, true);
        trim(r, "ltrim", true, false);
        trim(r, "rtrim", false, true);
        r.function("overlay", BYTEA, RowKernel.of(ByteFunctions::overlay), BYTEA, BYTEA, INT4);
        r.function(
                "overlay", BYTEA, RowKernel.of(ByteFunctions::overlay), BYTEA, BYTEA, INT4, INT4);
        r.function("convert_from", TEXT, RowKernel.of(ByteFunctions::convertFrom), BYTEA, TEXT);
        r.function("convert_to", BYTEA, RowKernel.of(ByteFunctions::convertTo), TEXT, TEXT);
        for (int bits : new int[] {224, 256, 384, 512}) {
            String algorithm = "SHA-" + bits;
            r.function(
                    "sha" + bits,
                    BYTEA,
                    RowKernel.of((in, row, out) -> {
                        byte[] digest = digest(algorithm).digest(bytes(in, 0, row));
                        out.setBytes(row, digest, 0, digest.length);
                    }),
                    BYTEA);
        }
        r.function(
                "crc32",
                INT8,
                RowKernel.of((in, row, out) -> out.longs[row] = checksum(new CRC32(), in, row)),
                BYTEA);
        r.function(
                "crc32c",
                INT8,
                RowKernel.of((in, row, out) -> out.longs[row] = checksum(new CRC32C(), in, row)),
                BYTEA);
    }

    private static byte[] bytes(KernelInput in, int argument, int row) {
        int start = in.startAt(argument, row);
        return Arrays.copyOfRange(in.bytesOf(argument), start, start + in.lengthAt(argument, row));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(algorithm, e);
        }
    }

    private static long checksum(Checksum checksum, KernelInput in, int row) {
        checksum.update(in.bytesOf(0), in.startAt(0, row), in.lengthAt(0, row));
        return checksum.getValue();
    }

    private static int checkedIndex(long index, long count) {
        if (index < 0 || index >= count) {
            throw SqlException.of(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "index " + index + " out of valid range, 0.." + (count - 1));
        }
        return (int) (count > Integer.MAX_VALUE ? index >> 3 : index);
    }

    private static void getByte(KernelInput in, int row, Vector out) {
        int at = checkedIndex(in.longAt(1, row), in.lengthAt(0, row));
        out.longs[row] = in.bytesOf(0)[in.startAt(0, row) + at] & 0xff;
    }

    private static void setByte(KernelInput in, int row, Vector out) {
        byte[] changed = bytes(in, 0, row);
        changed[checkedIndex(in.longAt(1, row), changed.length)] = (byte) in.longAt(2, row);
        out.setBytes(row, changed, 0, changed.length);
    }

    /** Bits count from the least of the first byte. */
    private static void getBit(KernelInput in, int row, Vector out) {
        long bit = in.longAt(1, row);
        requireBit(bit, in.lengthAt(0, row));
        out.longs[row] = in.bytesOf(0)[in.startAt(0, row) + (int) (bit >> 3)] >> (bit & 7) & 1;
    }

    private static void setBit(KernelInput in, int row, Vector out) {
        byte[] changed = bytes(in, 0, row);
        long bit = in.longAt(1, row);
        long value = in.longAt(2, row);
        requireBit(bit, changed.length);
        if (value != 0 && value != 1) {
            throw SqlException.of(SqlState.INVALID_PARAMETER_VALUE, "new bit must be 0 or 1");
        }
        int at = (int) (bit >> 3);
        int mask = 1 << (bit & 7);
        changed[at] = (byte) (value == 0 ? changed[at] & ~mask : changed[at] | mask);
        out.setBytes(row, changed, 0, changed.length);
    }

    private static void requireBit(long bit, int length) {
        long count = length * 8L;
        if (bit < 0 || bit >= count) {
            throw SqlException.of(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "index " + bit + " out of valid range, 0.." + (count - 1));
        }
    }

    private static void bitCount(KernelInput in, int row, Vector out) {
        byte[] a = in.bytesOf(0);
        int from = in.startAt(0, row);
        int to = from + in.lengthAt(0, row);
        long count = 0;
        for (int i = from; i < to; i++) {
            count += Integer.bitCount(a[i] & 0xff);
        }
        out.longs[row] = count;
    }

    private static void position(KernelInput in, int row, Vector out) {
        byte[] whole = bytes(in, 0, row);
        byte[] part = bytes(in, 1, row);
        out.longs[row] = 0;
        for (int at = 0; at + part.length <= whole.length; at++) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                out.longs[row] = at + 1L;
                return;
            }
        }
    }

    private static void reverse(KernelInput in, int row, Vector out) {
        byte[] a = bytes(in, 0, row);
        for (int i = 0, j = a.length - 1; i < j; i++, j--) {
            byte swapped = a[i];
            a[i] = a[j];
            a[j] = swapped;
        }
        out.setBytes(row, a, 0, a.length);
    }

    private static void trim(FunctionRegistrar r, String name, boolean front, boolean back) {
        TypeKind[] arguments = {BYTEA, BYTEA};
        r.function(
                name,
                BYTEA,
                RowKernel.of((in, row, out) -> trim(in, row, out, front, back)),
                arguments);
    }

    private static void trim(KernelInput in, int row, Vector out, boolean front, boolean back) {
        byte[] a = in.bytesOf(0);
        byte[] set = bytes(in, 1, row);
        int from = in.startAt(0, row);
        int to = from + in.lengthAt(0, row);
        while (front && from < to && contains(set, a[from])) {
            from++;
        }
        while (back && from < to && contains(set, a[to - 1])) {
            to--;
        }
        out.setBytes(row, a, from, to - from);
    }

    private static boolean contains(byte[] set, byte wanted) {
        for (byte b : set) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    private static void overlay(KernelInput in, int row, Vector out) {
        byte[] whole = bytes(in, 0, row);
        byte[] part = bytes(in, 1, row);
        long start = in.longAt(2, row);
        long length = in.args.length > 3 ? in.longAt(3, row) : part.length;
        if (start <= 0) {
            throw SqlException.of(
                    SqlState.SUBSTRING_ERROR, "negative substring length not allowed");
        }
        int before = (int) Math.min(start - 1, whole.length);
        int after = Math.clamp(start - 1 + length, 0, whole.length);
        byte[] result = Arrays.copyOf(whole, before + part.length + whole.length - after);
        System.arraycopy(part, 0, result, before, part.length);
        System.arraycopy(whole, after, result, before + part.length, whole.length - after);
        out.setBytes(row, result, 0, result.length);
    }

    /** The one encoding that there is, by PostgreSQL's spellings. */
    private static void requireUtf8(String encoding, String side) {
        String name = encoding.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        if (!name.equals("utf8") && !name.equals("unicode")) {
            throw SqlException.of(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid " + side + " encoding name \"" + encoding + "\"");
        }
    }

    private static void convertFrom(KernelInput in, int row, Vector out) {
        requireUtf8(in.textAt(1, row), "source");
        byte[] a = bytes(in, 0, row);
        for (int i = 0; i < a.length; i++) {
            if (a[i] == 0) {
                throw invalidSequence(a, i, 1);
            }
        }
        ByteBuffer input = ByteBuffer.wrap(a);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(input);
        } catch (CharacterCodingException e) {
            int at = input.position();
            int width = a[at] >= 0 || (a[at] & 0xE0) == 0xC0 ? 2 : (a[at] & 0xF0) == 0xE0 ? 3 : 4;
            boolean leads = (a[at] & 0xC0) == 0xC0 && (a[at] & 0xF8) != 0xF8;
            throw invalidSequence(a, at, leads ? Math.min(width, a.length - at) : 1);
        }
        out.setBytes(row, a, 0, a.length);
    }

    private static SqlException invalidSequence(byte[] a, int at, int length) {
        StringBuilder shown = new StringBuilder();
        for (int i = at; i < at + length; i++) {
            shown.append(shown.isEmpty() ? "0x" : " 0x").append(HexFormat.of().toHexDigits(a[i]));
        }
        return SqlException.of(
                SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                "invalid byte sequence for encoding \"UTF8\": " + shown);
    }

    private static void convertTo(KernelInput in, int row, Vector out) {
        requireUtf8(in.textAt(1, row), "destination");
        out.setBytes(row, in.bytesOf(0), in.startAt(0, row), in.lengthAt(0, row));
    }
}
