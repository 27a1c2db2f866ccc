package io.omendb.engine.table;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Vector;
import java.util.List;

/**
 * Turns the values of an index's columns into one signed 64-bit number in the same order (DESIGN 7:
 * keys of up to 8 bytes).
 *
 * <p>One column: its value; doubles and floats by their bits with the order of negatives reversed,
 * one zero, NaN last. Several columns: their values one behind the other, most significant first,
 * each biased to be unsigned within its width; the sign bit is flipped again if all 64 bits are
 * used. NULL has no key.
 */
public final class KeyCodec {

    private static final int KEY_BYTES = 8;

    private final ColumnFormat[] formats;
    private final int totalBytes;

    private KeyCodec(ColumnFormat[] formats) {
        this.formats = formats;
        int bytes = 0;
        for (ColumnFormat format : formats) {
            bytes += format.width;
        }
        totalBytes = bytes;
    }

    /** Whether columns of these types have a key of up to 8 bytes. */
    public static boolean supports(List<SqlType> types) {
        int bytes = 0;
        for (SqlType type : types) {
            ColumnFormat format = ColumnFormat.of(type);
            if (format.isString()) {
                return false;
            }
            bytes += format.width;
        }
        return !types.isEmpty() && bytes <= KEY_BYTES;
    }

    /**
     * @throws IllegalArgumentException unless {@link #supports} these types
     */
    public static KeyCodec of(List<SqlType> types) {
        if (!supports(types)) {
            throw new IllegalArgumentException("no key of 8 bytes for " + types);
        }
        return new KeyCodec(types.stream().map(ColumnFormat::of).toArray(ColumnFormat[]::new));
    }

    /** How many columns a key has. */
    public int columnCount() {
        return formats.length;
    }

    /** Whether one of the parts is null, so that there is no key. */
    public boolean hasNull(Vector[] parts, int row) {
        for (int i = 0; i < formats.length; i++) {
            if (parts[i].nulls[row]) {
                return true;
            }
        }
        return false;
    }

    /** The key of a row whose i-th key column is {@code parts[i]}; no part is null. */
    public long key(Vector[] parts, int row) {
        return prefix(parts, row, formats.length, 0);
    }

    /** The least key that begins with the first {@code count} parts. */
    public long least(Vector[] parts, int row, int count) {
        return prefix(parts, row, count, 0);
    }

    /** The greatest key that begins with the first {@code count} parts. */
    public long greatest(Vector[] parts, int row, int count) {
        return prefix(parts, row, count, -1L);
    }

    /** The key of raw bits, one per key column. */
    long key(long[] bits) {
        if (formats.length == 1) {
            return ordered(formats[0], bits[0]);
        }
        long key = 0;
        for (int i = 0; i < formats.length; i++) {
            key = append(key, formats[i], bits[i]);
        }
        return finish(key);
    }

    private long prefix(Vector[] parts, int row, int count, long filler) {
        if (formats.length == 1) {
            if (count == 0) {
                return filler == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            return ordered(formats[0], formats[0].bitsOf(parts[0], row));
        }
        long key = 0;
        for (int i = 0; i < formats.length; i++) {
            int bits = 8 * formats[i].width;
            key =
                    i < count
                            ? append(key, formats[i], formats[i].bitsOf(parts[i], row))
                            : key << bits | filler & (1L << bits) - 1;
        }
        return finish(key);
    }

    private static long append(long key, ColumnFormat format, long bits) {
        int width = 8 * format.width;
        long unsigned =
                format == ColumnFormat.UNSIGNED_4 ? bits : ordered(format, bits) ^ 1L << width - 1;
        return key << width | unsigned & (1L << width) - 1;
    }

    private long finish(long key) {
        return totalBytes == KEY_BYTES ? key ^ Long.MIN_VALUE : key;
    }

    /** The bits as a signed number of the column's width, in the order of the values. */
    private static long ordered(ColumnFormat format, long bits) {
        return switch (format) {
            case FLOAT_8 -> ColumnFormat.orderedDouble(Double.longBitsToDouble(bits));
            case FLOAT_4 -> orderedFloat((float) Double.longBitsToDouble(bits));
            case DATE_4 -> Math.clamp(bits, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case SIGNED_1, SIGNED_2, SIGNED_4, UNSIGNED_4, SIGNED_8 -> bits;
            case STRING_16 -> throw new IllegalStateException("a string has no key of 8 bytes");
        };
    }

    private static int orderedFloat(float value) {
        int bits = Float.floatToIntBits(value == 0 ? 0.0f : value); // one zero, one NaN
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }
}
