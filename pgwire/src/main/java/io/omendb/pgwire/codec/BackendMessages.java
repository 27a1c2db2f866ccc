package io.omendb.pgwire.codec;

import io.omendb.sql.error.SqlException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole messages to a client into a {@link SendBuffer}. Every message is
 *
 * <pre>
 *   +------+----------------+----------------------+      all integers big-endian;
 *   | type | length (int32) | body                 |      length counts itself and the body;
 *   +------+----------------+----------------------+      strings end in a zero byte
 * </pre>
 *
 * The bodies are drawn at the methods. Messages of the steady state allocate nothing.
 */
public final class BackendMessages {
    /** The format code of text. */
    public static final short FORMAT_TEXT = 0;

    /** The format code of binary. */
    public static final short FORMAT_BINARY = 1;

    private BackendMessages() {}

    /** {@code int32 0}: no (more) authentication is asked for. */
    public static void authenticationOk(SendBuffer out) {
        out.beginMessage(BackendType.AUTHENTICATION);
        out.int32(0);
        out.endMessage();
    }

    /** {@code int32 process, secret bytes}. */
    public static void backendKeyData(SendBuffer out, int processId, byte[] secret) {
        out.beginMessage(BackendType.BACKEND_KEY_DATA);
        out.int32(processId);
        out.put(secret, 0, secret.length);
        out.endMessage();
    }

    /** {@code string name, string value}. */
    public static void parameterStatus(SendBuffer out, String name, String value) {
        out.beginMessage(BackendType.PARAMETER_STATUS);
        out.string(utf8(name));
        out.string(utf8(value));
        out.endMessage();
    }

    /** {@code int32 newest version, int32 count, string option...}: what of a start-up packet was not understood. */
    public static void negotiateProtocolVersion(SendBuffer out, int version, List<String> optionsUnknown) {
        out.beginMessage(BackendType.NEGOTIATE_PROTOCOL_VERSION);
        out.int32(version);
        out.int32(optionsUnknown.size());
        for (String option : optionsUnknown) {
            out.string(utf8(option));
        }
        out.endMessage();
    }

    /** {@code int8 status}: I, T or E. */
    public static void readyForQuery(SendBuffer out, char status) {
        out.beginMessage(BackendType.READY_FOR_QUERY);
        out.int8(status);
        out.endMessage();
    }

    public static void parseComplete(SendBuffer out) {
        empty(out, BackendType.PARSE_COMPLETE);
    }

    public static void bindComplete(SendBuffer out) {
        empty(out, BackendType.BIND_COMPLETE);
    }

    public static void closeComplete(SendBuffer out) {
        empty(out, BackendType.CLOSE_COMPLETE);
    }

    public static void noData(SendBuffer out) {
        empty(out, BackendType.NO_DATA);
    }

    public static void portalSuspended(SendBuffer out) {
        empty(out, BackendType.PORTAL_SUSPENDED);
    }

    public static void emptyQueryResponse(SendBuffer out) {
        empty(out, BackendType.EMPTY_QUERY_RESPONSE);
    }

    public static void copyDone(SendBuffer out) {
        empty(out, BackendType.COPY_DONE);
    }

    /** {@code int8 format, int16 columns, int16 format...}; text and CSV are both format 0. */
    public static void copyInResponse(SendBuffer out, int columns) {
        copyResponse(out, BackendType.COPY_IN_RESPONSE, columns);
    }

    /** As {@link #copyInResponse}. */
    public static void copyOutResponse(SendBuffer out, int columns) {
        copyResponse(out, BackendType.COPY_OUT_RESPONSE, columns);
    }

    private static void copyResponse(SendBuffer out, byte type, int columns) {
        out.beginMessage(type);
        out.int8(FORMAT_TEXT);
        out.int16(columns);
        for (int i = 0; i < columns; i++) {
            out.int16(FORMAT_TEXT);
        }
        out.endMessage();
    }

    /** {@code bytes}: a piece of the stream, without structure of its own. */
    public static void copyData(SendBuffer out, byte[] bytes, int offset, int length) {
        out.beginMessage(BackendType.COPY_DATA);
        out.put(bytes, offset, length);
        out.endMessage();
    }

    /** {@code int16 count, int32 oid...}. */
    public static void parameterDescription(SendBuffer out, int[] oids) {
        out.beginMessage(BackendType.PARAMETER_DESCRIPTION);
        out.int16(oids.length);
        for (int oid : oids) {
            out.int32(oid);
        }
        out.endMessage();
    }

    /** {@code int16 count}, then per value {@code int32 length} (-1: NULL) and its bytes: the caller writes these. */
    public static void beginDataRow(SendBuffer out, int columns) {
        out.beginMessage(BackendType.DATA_ROW);
        out.int16(columns);
    }

    /** {@code string tag}: the caller writes the tag's characters, then {@link #endCommandComplete}. */
    public static void beginCommandComplete(SendBuffer out) {
        out.beginMessage(BackendType.COMMAND_COMPLETE);
    }

    public static void endCommandComplete(SendBuffer out) {
        out.int8(0);
        out.endMessage();
    }

    /** Fields, each {@code int8 code, string value}, then a zero byte. */
    public static void errorResponse(SendBuffer out, Severity severity, SqlException error) {
        report(out, BackendType.ERROR_RESPONSE, severity, error);
    }

    /** As {@link #errorResponse}. */
    public static void noticeResponse(SendBuffer out, Severity severity, SqlException notice) {
        report(out, BackendType.NOTICE_RESPONSE, severity, notice);
    }

    private static void report(SendBuffer out, byte type, Severity severity, SqlException error) {
        out.beginMessage(type);
        out.int8('S');
        out.string(severity.ascii());
        out.int8('V');
        out.string(severity.ascii());
        field(out, 'C', error.state().code());
        field(out, 'M', error.message());
        field(out, 'D', error.detail());
        field(out, 'H', error.hint());
        if (error.position() > 0) {
            field(out, 'P', Integer.toString(error.position()));
        }
        field(out, 'W', error.context());
        field(out, 's', error.schema());
        field(out, 't', error.table());
        field(out, 'c', error.column());
        field(out, 'd', error.dataType());
        field(out, 'n', error.constraint());
        field(out, 'R', error.routine());
        out.int8(0);
        out.endMessage();
    }

    private static void field(SendBuffer out, char code, @Nullable String value) {
        if (value != null) {
            out.int8(code);
            out.string(utf8(value.indexOf('\0') < 0 ? value : value.replace('\0', '\ufffd')));
        }
    }

    private static void empty(SendBuffer out, byte type) {
        out.beginMessage(type);
        out.endMessage();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
