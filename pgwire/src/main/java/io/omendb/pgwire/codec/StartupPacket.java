package io.omendb.pgwire.codec;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client sends first, without a type byte:
 *
 * <pre>
 *   int32 length | int32 code | body
 *   code 3 << 16 | minor:  string name, string value ... int8 0        a session is asked for
 *   code 1234 << 16 | 5678: int32 process, secret bytes                 cancel that process's statement
 *   code 1234 << 16 | 5679: (SSL)    code 1234 << 16 | 5680: (GSSAPI)   encryption is asked for
 * </pre>
 */
public sealed interface StartupPacket {
    int PROTOCOL_MAJOR = 3;

    /**
     * The newest minor version that is understood: longer secrets of cancel requests came with it.
     */
    int PROTOCOL_MINOR_NEWEST = 2;

    /** A client that asks for encryption first. */
    record EncryptionRequest() implements StartupPacket {}

    /** Cancel what the session of this process identifier runs. */
    record CancelRequest(int processId, byte[] secret) implements StartupPacket {}

    /** A protocol of another major version. */
    record UnsupportedProtocol(int major, int minor) implements StartupPacket {}

    /** A session is asked for; parameters in the client's order. */
    record SessionRequest(int minor, Map<String, String> parameters) implements StartupPacket {}

    /**
     * Decodes the packet that {@code message} was wrapped to by {@link
     * FrontendMessage#nextUntyped}.
     *
     * @throws ProtocolViolation if it is malformed
     */
    static StartupPacket decode(FrontendMessage message) {
        int code = message.int32();
        return switch (code) {
            case Codes.CANCEL -> cancelRequest(message);
            case Codes.SSL, Codes.GSSAPI -> {
                message.end();
                yield new EncryptionRequest();
            }
            default -> {
                int major = code >>> 16;
                int minor = code & 0xffff;
                yield major == PROTOCOL_MAJOR
                        ? new SessionRequest(minor, parameters(message))
                        : new UnsupportedProtocol(major, minor);
            }
        };
    }

    private static CancelRequest cancelRequest(FrontendMessage message) {
        int processId = message.int32();
        int length = message.remaining();
        if (length < Codes.SECRET_MIN || length > Codes.SECRET_MAX) {
            throw new ProtocolViolation("invalid length of cancel request");
        }
        byte[] secret = new byte[length];
        message.copy(message.bytes(length), secret, 0, length);
        return new CancelRequest(processId, secret);
    }

    private static Map<String, String> parameters(FrontendMessage message) {
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            String name = text(message);
            if (name.isEmpty()) {
                break;
            }
            parameters.put(name, text(message));
        }
        if (message.remaining() > 0) {
            throw new ProtocolViolation(
                    "invalid startup packet layout: expected terminator as last byte");
        }
        return parameters;
    }

    private static String text(FrontendMessage message) {
        int start = message.string();
        byte[] bytes = new byte[message.stringLength()];
        message.copy(start, bytes, 0, bytes.length);
        if (Utf8Validator.firstInvalid(bytes, 0, bytes.length) >= 0) {
            throw new ProtocolViolation(
                    "invalid byte sequence for encoding \"UTF8\" in startup packet");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The request codes and the bounds of secrets. */
    final class Codes {
        static final int CANCEL = (1234 << 16) | 5678;
        static final int SSL = (1234 << 16) | 5679;
        static final int GSSAPI = (1234 << 16) | 5680;
        static final int SECRET_MIN = 4;
        static final int SECRET_MAX = 256;

        private Codes() {}
    }
}
