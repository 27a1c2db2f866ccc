package io.omendb.sql.types;

/** Characters (code points) of valid UTF-8 in byte arrays. */
public final class Utf8 {
    private Utf8() {}

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** Number of characters. */
    public static int count(byte[] a, int offset, int length) {
        int n = 0;
        for (int i = offset; i < offset + length; i++) {
            n += isContinuation(a[i]) ? 0 : 1;
        }
        return n;
    }

    /** Bytes of the first {@code characters} characters, at most {@code length}. */
    public static int prefix(byte[] a, int offset, int length, int characters) {
        int n = 0;
        for (int i = 0; i < length; i++) {
            if (!isContinuation(a[offset + i]) && n++ == characters) {
                return i;
            }
        }
        return length;
    }

    /**
     * The greatest number of bytes up to {@code bytes} that ends at a character's end; there are
     * more bytes.
     */
    public static int floor(byte[] a, int offset, int bytes) {
        int n = bytes;
        while (n > 0 && isContinuation(a[offset + n])) {
            n--;
        }
        return n;
    }

    /** Bytes of the character at an offset. */
    public static int width(byte first) {
        if (first >= 0) {
            return 1;
        }
        return (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    }

    /**
     * Whether the bytes are well-formed UTF-8 without zero bytes, as every stored string must be.
     */
    public static boolean isValid(byte[] a, int offset, int length) {
        int i = offset;
        int end = offset + length;
        while (i < end) {
            int b = a[i];
            if (b > 0) {
                i++;
                continue;
            }
            int width = b == 0 || (b & 0xC0) == 0x80 || b >= (byte) 0xF5 ? 0 : width((byte) b);
            if (width == 0 || i + width > end || !isValidSequence(a, i, width)) {
                return false;
            }
            i += width;
        }
        return true;
    }

    private static boolean isValidSequence(byte[] a, int at, int width) {
        int point = a[at] & 0xff >> width + 1;
        for (int i = 1; i < width; i++) {
            if (!isContinuation(a[at + i])) {
                return false;
            }
            point = point << 6 | a[at + i] & 0x3f;
        }
        return switch (width) {
            case 2 -> point >= 0x80;
            case 3 -> point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
            default -> point >= 0x10000 && point <= 0x10FFFF;
        };
    }
}
