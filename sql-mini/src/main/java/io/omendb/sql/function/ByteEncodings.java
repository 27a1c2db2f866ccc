package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** encode and decode: hex, base64, escape. */
final class ByteEncodings {
    private static final int BASE64_LINE = 76;

    private ByteEncodings() {}

    private static SqlException unknown(String name) {
        return SqlException.of(
                SqlState.INVALID_PARAMETER_VALUE, "unrecognized encoding: \"" + name + "\"");
    }

    static void encode(KernelInput in, int row, Vector out) {
        int start = in.startAt(0, row);
        byte[] bytes = Arrays.copyOfRange(in.bytesOf(0), start, start + in.lengthAt(0, row));
        String encoding = in.textAt(1, row).toLowerCase(Locale.ROOT);
        switch (encoding) {
            case "hex" -> TextFunctions.put(out, row, HexFormat.of().formatHex(bytes));
            case "base64" ->
                    TextFunctions.put(
                            out,
                            row,
                            Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\n'})
                                    .encodeToString(bytes));
            case "escape" -> {
                StringBuilder escaped = new StringBuilder();
                for (byte b : bytes) {
                    escape(b, escaped);
                }
                TextFunctions.put(out, row, escaped.toString());
            }
            default -> throw unknown(encoding);
        }
    }

    /**
     * Zero and what is not ASCII in octal, the backslash doubled; unlike bytea's own escapes,
     * control characters stay.
     */
    private static void escape(byte b, StringBuilder out) {
        if (b <= 0) {
            out.append('\\').append((char) ('0' + ((b & 0xff) >> 6)));
            out.append((char) ('0' + (b >> 3 & 7))).append((char) ('0' + (b & 7)));
        } else if (b == '\\') {
            out.append("\\\\");
        } else {
            out.append((char) b);
        }
    }

    static void decode(KernelInput in, int row, Vector out) {
        String text = in.textAt(0, row);
        String encoding = in.textAt(1, row).toLowerCase(Locale.ROOT);
        switch (encoding) {
            case "hex" -> {
                byte[] hex = ("\\x" + text).getBytes(StandardCharsets.UTF_8);
                TypeCodec.of(TypeKind.BYTEA)
                        .parseText(
                                hex, 0, hex.length, SqlType.BYTEA, SessionFormat.DEFAULT, out, row);
            }
            case "base64" -> {
                try {
                    byte[] bytes = Base64.getMimeDecoder().decode(text);
                    out.setBytes(row, bytes, 0, bytes.length);
                } catch (IllegalArgumentException e) {
                    throw SqlException.of(
                                    SqlState.INVALID_PARAMETER_VALUE, "invalid base64 end sequence")
                            .withHint(
                                    "Input data is missing padding, is truncated, or is otherwise corrupted.");
                }
            }
            case "escape" ->
                    TypeCodec.of(TypeKind.BYTEA)
                            .parseText(
                                    in.bytesOf(0),
                                    in.startAt(0, row),
                                    in.lengthAt(0, row),
                                    SqlType.BYTEA,
                                    SessionFormat.DEFAULT,
                                    out,
                                    row);
            default -> throw unknown(encoding);
        }
    }
}
