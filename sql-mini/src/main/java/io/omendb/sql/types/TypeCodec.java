package io.omendb.sql.types;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;

/**
 * The text and binary forms of one type, those of PostgreSQL's input, output, send and receive
 * functions. Codecs have no state and are shared by all threads. Numbers, booleans, strings, dates
 * and timestamps are read and written without allocation; errors allocate.
 */
public abstract class TypeCodec {
    TypeCodec() {}

    /** The codec of a kind. */
    public static TypeCodec of(TypeKind kind) {
        return TypeCodecs.of(kind);
    }

    /**
     * Reads the text form, applies the type's modifier and sets the row. Strings that are too long
     * are refused (22001), but for spaces beyond the limit.
     *
     * @throws SqlException 22P02, 22003, 22007, 22008, 22001 in PostgreSQL's words
     */
    public abstract void parseText(
            byte[] source,
            int offset,
            int length,
            SqlType type,
            SessionFormat format,
            Vector out,
            int row);

    /** Appends the text form of a value that is not null; returns the number of bytes. */
    public abstract int formatText(
            Vector vector, int row, SqlType type, SessionFormat format, ByteSink out);

    /** Reads the binary form, applies the modifier and sets the row; 22P03 for a wrong length. */
    public void decodeBinary(
            byte[] source, int offset, int length, SqlType type, Vector out, int row) {
        throw noBinary(type, "input");
    }

    /** Appends the binary form of a value that is not null; returns the number of bytes. */
    public int encodeBinary(Vector vector, int row, SqlType type, ByteSink out) {
        throw noBinary(type, "output");
    }

    /** The text form as a string, for messages; allocates. */
    public final String text(Vector vector, int row, SqlType type, SessionFormat format) {
        ByteArraySink sink = new ByteArraySink();
        formatText(vector, row, type, format, sink);
        return sink.toString();
    }

    private static SqlException noBinary(SqlType type, String direction) {
        return SqlException.of(
                SqlState.UNDEFINED_FUNCTION,
                "no binary " + direction + " function available for type " + type.kind().sqlName());
    }

    static void checkBinaryLength(int length, int expected) {
        if (length != expected) {
            throw SqlException.of(
                    SqlState.INVALID_BINARY_REPRESENTATION,
                    "incorrect binary data format: "
                            + length
                            + " bytes where "
                            + expected
                            + " were expected");
        }
    }

    static SqlException invalidText(SqlType type, byte[] source, int offset, int length) {
        String name =
                type.kind() == TypeKind.TIMESTAMP ? type.kind().typname() : type.kind().sqlName();
        return SqlException.invalidText(
                name, new String(source, offset, length, StandardCharsets.UTF_8));
    }

    static long readLong(byte[] a, int offset) {
        return (long) readInt(a, offset) << 32 | readInt(a, offset + 4) & 0xffff_ffffL;
    }

    static int readInt(byte[] a, int offset) {
        return a[offset] << 24
                | (a[offset + 1] & 0xff) << 16
                | (a[offset + 2] & 0xff) << 8
                | a[offset + 3] & 0xff;
    }

    static void putLong(ByteSink out, long value) {
        putInt(out, (int) (value >> 32));
        putInt(out, (int) value);
    }

    static void putInt(ByteSink out, int value) {
        out.put((byte) (value >> 24));
        out.put((byte) (value >> 16));
        out.put((byte) (value >> 8));
        out.put((byte) value);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }
}
