package io.omendb.pgwire.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Messages of the server as lines of a script. */
public final class ServerMessages {
    private final ByteBuffer bytes;

    private ServerMessages(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** The whole messages in {@code received}; its position then lies behind the last of them. */
    public static List<String> decode(ByteBuffer received) {
        List<String> lines = new ArrayList<>();
        while (received.remaining() >= 5) {
            int start = received.position();
            int length = received.getInt(start + 1);
            if (received.remaining() < 1 + length) {
                break;
            }
            char type = (char) received.get(start);
            ByteBuffer body = received.slice(start + 5, length - 4);
            received.position(start + 1 + length);
            lines.add(new ServerMessages(body).line(type));
        }
        return lines;
    }

    private String line(char type) {
        return switch (type) {
            case 'R' -> "Authentication " + bytes.getInt();
            case 'K' -> "BackendKeyData " + bytes.getInt() + " " + bytes.remaining() + " bytes";
            case 'S' -> "ParameterStatus " + string() + "=" + string();
            case 'v' -> negotiate();
            case 'Z' -> "ReadyForQuery " + (char) bytes.get();
            case 'C' -> "CommandComplete " + string();
            case '1' -> "ParseComplete";
            case '2' -> "BindComplete";
            case '3' -> "CloseComplete";
            case 'n' -> "NoData";
            case 's' -> "PortalSuspended";
            case 'I' -> "EmptyQueryResponse";
            case 'c' -> "CopyDone";
            case 'd' -> "CopyData " + quote(rest());
            case 'G' -> "CopyInResponse " + formats();
            case 'H' -> "CopyOutResponse " + formats();
            case 't' -> "ParameterDescription" + oids();
            case 'T' -> "RowDescription" + columns();
            case 'D' -> "DataRow" + values();
            case 'E' -> "ErrorResponse" + fields();
            case 'N' -> "NoticeResponse" + fields();
            default -> throw new AssertionError("message type " + type);
        };
    }

    private String negotiate() {
        int version = bytes.getInt();
        StringBuilder line =
                new StringBuilder("NegotiateProtocolVersion ")
                        .append(version >>> 16)
                        .append('.')
                        .append(version & 0xffff);
        int count = bytes.getInt();
        for (int i = 0; i < count; i++) {
            line.append(' ').append(string());
        }
        return line.toString();
    }

    private String formats() {
        StringBuilder line = new StringBuilder().append(bytes.get());
        int count = bytes.getShort();
        for (int i = 0; i < count; i++) {
            line.append(i == 0 ? ":" : ",").append(bytes.getShort());
        }
        return line.toString();
    }

    private String oids() {
        StringBuilder line = new StringBuilder();
        int count = bytes.getShort();
        for (int i = 0; i < count; i++) {
            line.append(' ').append(bytes.getInt());
        }
        return line.toString();
    }

    private String columns() {
        StringBuilder line = new StringBuilder();
        int count = bytes.getShort();
        for (int i = 0; i < count; i++) {
            line.append(' ').append(string()).append(':');
            bytes.getInt();
            bytes.getShort();
            line.append(bytes.getInt()).append(':').append(bytes.getShort());
            bytes.getInt();
            line.append(':').append(bytes.getShort());
        }
        return line.toString();
    }

    private String values() {
        StringBuilder line = new StringBuilder();
        int count = bytes.getShort();
        for (int i = 0; i < count; i++) {
            int length = bytes.getInt();
            if (length < 0) {
                line.append(" null");
            } else {
                byte[] value = new byte[length];
                bytes.get(value);
                line.append(' ').append(quote(value));
            }
        }
        return line.toString();
    }

    private String fields() {
        StringBuilder line = new StringBuilder();
        byte code;
        while ((code = bytes.get()) != 0) {
            line.append(' ').append((char) code).append('=').append(string());
        }
        return line.toString();
    }

    private byte[] rest() {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return rest;
    }

    private String string() {
        int start = bytes.position();
        while (bytes.get() != 0) {
            // up to the zero
        }
        byte[] text = new byte[bytes.position() - start - 1];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String quote(byte[] value) {
        for (byte b : value) {
            if (b < ' ' && b >= 0 && b != '\n' && b != '\t') {
                return "x" + HexFormat.of().formatHex(value);
            }
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return '"' + text.replace("\n", "\\n").replace("\t", "\\t") + '"';
    }
}
