package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.BackendMessages;
import io.omendb.pgwire.codec.FrontendMessage;
import io.omendb.pgwire.codec.Scratch;
import io.omendb.pgwire.codec.Utf8Validator;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeCodec;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads what follows the two names of a Bind message into a portal:
 *
 * <pre>
 *   int16 n, int16 format ...          formats of the parameters: none (text), one for all, or one each
 *   int16 n, (int32 length, bytes) ... the parameters; length -1 is NULL
 *   int16 n, int16 format ...          formats of the result columns, likewise
 * </pre>
 */
final class BindDecoder {
    private static final int LENGTH_NULL = -1;

    private final Scratch scratch;
    private short[] parameterFormats = new short[8];

    BindDecoder(Scratch scratch) {
        this.scratch = scratch;
    }

    /**
     * @param name where the message holds the statement's name, of {@code nameLength} bytes
     * @throws SqlException for a wrong number of parameters or formats, or a value that its type
     *     does not have
     */
    void decode(
            FrontendMessage message,
            Portal portal,
            SessionFormat format,
            int name,
            int nameLength) {
        int formatCount = message.count16();
        if (parameterFormats.length < formatCount) {
            parameterFormats = new short[formatCount];
        }
        for (int i = 0; i < formatCount; i++) {
            parameterFormats[i] = message.int16();
        }
        SqlType[] types = portal.statement().parameterTypes();
        int count = message.count16();
        if (formatCount > 1 && formatCount != count) {
            throw SqlException.of(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message has "
                            + formatCount
                            + " parameter formats but "
                            + count
                            + " parameters");
        }
        if (count != types.length) {
            throw SqlException.of(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message supplies "
                            + count
                            + " parameters, but prepared statement \""
                            + text(message, name, nameLength)
                            + "\" requires "
                            + types.length);
        }
        if (portal.statement().plan() != null) {
            parameters(message, portal.parameters(), types, formatCount, format);
        }
        resultFormats(message, portal);
        message.end();
    }

    private static String text(FrontendMessage message, int start, int length) {
        byte[] bytes = new byte[length];
        message.copy(start, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void parameters(
            FrontendMessage message,
            Batch into,
            SqlType[] types,
            int formatCount,
            SessionFormat format) {
        into.clear();
        for (int i = 0; i < types.length; i++) {
            int length = message.int32();
            Vector column = into.columns[i];
            if (length == LENGTH_NULL) {
                column.setNull(0);
                continue;
            }
            int start = message.bytes(length);
            byte[] bytes = scratch.take(length);
            message.copy(start, bytes, 0, length);
            short code =
                    formatCount == 0
                            ? BackendMessages.FORMAT_TEXT
                            : parameterFormats[formatCount == 1 ? 0 : i];
            try {
                value(bytes, length, types[i], code, format, column);
            } catch (SqlException e) {
                throw inParameter(e, i, code);
            }
        }
        into.count = 1;
    }

    /** The value itself is not told: it may be a secret. */
    private static SqlException inParameter(SqlException e, int index, short code) {
        String shown = code == BackendMessages.FORMAT_TEXT ? " = '...'" : "";
        return e.context() == null
                ? e.withContext("unnamed portal parameter $" + (index + 1) + shown)
                : e;
    }

    private static void value(
            byte[] bytes, int length, SqlType type, short code, SessionFormat format, Vector into) {
        TypeCodec codec = TypeCodec.of(type.kind());
        if (code == BackendMessages.FORMAT_TEXT) {
            requireText(bytes, 0, length);
            codec.parseText(bytes, 0, length, type, format, into, 0);
        } else if (code == BackendMessages.FORMAT_BINARY) {
            if (type.lane() == Lane.BYTES && isText(type.kind())) {
                requireText(bytes, 0, length);
            }
            codec.decodeBinary(bytes, 0, length, type, into, 0);
        } else {
            throw unsupportedFormat(code);
        }
    }

    private static void resultFormats(FrontendMessage message, Portal portal) {
        int columns = portal.statement().columnTypes().length;
        int count = message.count16();
        if (count > 1 && count != columns) {
            throw SqlException.of(
                    SqlState.PROTOCOL_VIOLATION,
                    "bind message has "
                            + count
                            + " result formats but query has "
                            + columns
                            + " columns");
        }
        short[] formats = portal.formats();
        for (int i = 0; i < count; i++) {
            short code = message.int16();
            if (code != BackendMessages.FORMAT_TEXT && code != BackendMessages.FORMAT_BINARY) {
                throw unsupportedFormat(code);
            }
            if (count == 1) {
                Arrays.fill(formats, 0, columns, code);
            } else {
                formats[i] = code;
            }
        }
    }

    /**
     * @throws SqlException 22021 if the bytes are not UTF-8 without a zero byte
     */
    static void requireText(byte[] bytes, int offset, int length) {
        int invalid = Utf8Validator.firstInvalid(bytes, offset, length);
        if (invalid >= 0) {
            int shown = Utf8Validator.invalidLength(bytes, invalid, offset + length);
            HexFormat hex = HexFormat.ofDelimiter(" ").withPrefix("0x");
            throw SqlException.of(
                    SqlState.CHARACTER_NOT_IN_REPERTOIRE,
                    "invalid byte sequence for encoding \"UTF8\": "
                            + hex.formatHex(bytes, invalid, invalid + shown));
        }
    }

    private static boolean isText(TypeKind kind) {
        return kind.category() == 'S' || kind == TypeKind.UNKNOWN || kind == TypeKind.CHAR;
    }

    private static SqlException unsupportedFormat(short code) {
        return SqlException.of(
                SqlState.INVALID_PARAMETER_VALUE, "unsupported format code: " + code);
    }
}
