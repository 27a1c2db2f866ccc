package io.omendb.perf.bench.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection to the echo server: which bytes answer which kind of message. */
final class EchoSession {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEADER_BYTES = 5;
    private static final int INT8 = 20;

    /** Of a type that drivers take as text: the same bytes serve every format asked for. */
    private static final int TEXT = 25;

    private static final int COLUMN_COUNT = 3;
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private static final byte[] READY = message('Z', body -> body.put((byte) 'I'));
    private static final byte[] PARSED = message('1', body -> {});
    private static final byte[] BOUND = message('2', body -> {});
    private static final byte[] CLOSED = message('3', body -> {});
    private static final byte[] COMPLETE = message('C', body -> text(body, "SELECT 1"));
    private static final byte[] PARAMETERS = message('t', body -> {
        body.putShort((short) 1);
        body.putInt(INT8);
    });
    private static final byte[] COLUMNS = message('T', EchoSession::columns);
    private static final byte[] ROW = message('D', EchoSession::row);
    private static final byte[] WELCOME = welcome();

    private final SocketChannel socket;
    private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer sending = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private boolean started;

    EchoSession(SocketChannel socket) {
        this.socket = socket;
    }

    /** Answers what has arrived. False once the client has gone. */
    boolean answer() throws IOException {
        if (socket.read(received) < 0) {
            return false;
        }
        received.flip();
        boolean stays = true;
        while (stays && hasMessage()) {
            stays = started ? message() : startup();
        }
        received.compact();
        send();
        return stays;
    }

    void close() throws IOException {
        socket.close();
    }

    private boolean hasMessage() {
        int lengthAt = received.position() + (started ? 1 : 0);
        return received.limit() >= lengthAt + Integer.BYTES
                && received.limit() >= lengthAt + received.getInt(lengthAt);
    }

    private boolean startup() throws IOException {
        int begin = received.position();
        int length = received.getInt(begin);
        int code = received.getInt(begin + Integer.BYTES);
        received.position(begin + length);
        if (code == SSL_REQUEST || code == GSS_REQUEST) {
            put(new byte[] {'N'});
        } else {
            started = true;
            put(WELCOME);
        }
        return true;
    }

    private boolean message() throws IOException {
        int begin = received.position();
        int kind = received.get(begin);
        boolean ofPortal = kind == 'D' && received.get(begin + HEADER_BYTES) == 'P';
        received.position(begin + 1 + received.getInt(begin + 1));
        switch (kind) {
            case 'P' -> put(PARSED);
            case 'B' -> put(BOUND);
            case 'D' -> {
                if (!ofPortal) {
                    put(PARAMETERS);
                }
                put(COLUMNS);
            }
            case 'E' -> {
                put(ROW);
                put(COMPLETE);
            }
            case 'C' -> put(CLOSED);
            case 'S' -> put(READY);
            case 'Q' -> {
                put(COLUMNS);
                put(ROW);
                put(COMPLETE);
                put(READY);
            }
            case 'X' -> {
                return false;
            }
            default -> {}
        }
        return true;
    }

    private void put(byte[] bytes) throws IOException {
        if (sending.remaining() < bytes.length) {
            send();
        }
        sending.put(bytes);
    }

    private void send() throws IOException {
        sending.flip();
        while (sending.hasRemaining()) {
            socket.write(sending);
        }
        sending.clear();
    }

    /** Fills the body of a message. */
    private interface Body {
        void fill(ByteBuffer body);
    }

    private static byte[] message(char kind, Body body) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        buffer.put((byte) kind).putInt(0);
        body.fill(buffer);
        buffer.putInt(1, buffer.position() - 1);
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static byte[] welcome() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        buffer.put(message('R', body -> body.putInt(0)));
        String[] parameters = {
            "server_version", "18.1",
            "server_encoding", "UTF8",
            "client_encoding", "UTF8",
            "standard_conforming_strings", "on",
            "integer_datetimes", "on",
            "DateStyle", "ISO, MDY",
            "TimeZone", "UTC"
        };
        for (int i = 0; i < parameters.length; i += 2) {
            String name = parameters[i];
            String value = parameters[i + 1];
            buffer.put(message('S', body -> {
                text(body, name);
                text(body, value);
            }));
        }
        buffer.put(message('K', body -> body.putInt(1).putInt(1)));
        buffer.put(READY);
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static void columns(ByteBuffer body) {
        body.putShort((short) COLUMN_COUNT);
        for (int i = 0; i < COLUMN_COUNT; i++) {
            text(body, "c" + i);
            body.putInt(0).putShort((short) 0);
            body.putInt(TEXT).putShort((short) -1).putInt(-1).putShort((short) 0);
        }
    }

    private static void row(ByteBuffer body) {
        body.putShort((short) COLUMN_COUNT);
        for (int i = 0; i < COLUMN_COUNT; i++) {
            body.putInt(1).put((byte) '1');
        }
    }

    private static void text(ByteBuffer body, String text) {
        body.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
    }
}
