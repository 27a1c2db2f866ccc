package io.omendb.differential;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client of protocol 3 that hides nothing: every message of the server becomes a line of an
 * {@link Answer}. One thread.
 */
final class WireClient implements AutoCloseable {
    /** The fields of an error that both servers fill: not file, line and routine of the source. */
    private static final String ERROR_FIELDS = "VCMDHPpqWstcdn";

    /**
     * What {@link Answer#values} gives for NULL; compared by identity, since a text may read the
     * same.
     */
    static final String NULL = new String("NULL");

    private static final int PROTOCOL = 3 << 16;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private boolean textRows = true;

    WireClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        Message startup = new Message();
        startup.number(PROTOCOL);
        for (String word :
                List.of("user", "postgres", "database", "postgres", "client_encoding", "UTF8")) {
            startup.text(word);
        }
        startup.text("");
        startup.send(-1);
        Answer greeting = receive(List.of());
        if (greeting.error() != null) {
            throw new IOException("not let in: " + greeting);
        }
    }

    /**
     * A simple query of one or several statements; {@code copyData} is what COPY FROM STDIN is
     * given.
     */
    Answer simple(String sql, List<String> copyData) throws IOException {
        textRows = true;
        Message query = new Message();
        query.text(sql);
        query.send('Q');
        return receive(copyData);
    }

    /** Parse, Describe, Bind, Describe, Execute, Sync, with parameters in text (null is NULL). */
    Answer extended(
            String sql,
            List<@Nullable String> parameters,
            boolean binaryResults,
            List<String> copyData)
            throws IOException {
        return extended(sql, parameters, binaryResults, copyData, true);
    }

    /**
     * As {@link #extended(String, List, boolean, List)}, and only if {@code describesPortal} with
     * the second Describe, whose answer in PostgreSQL depends on what its planner folded away.
     */
    Answer extended(
            String sql,
            List<@Nullable String> parameters,
            boolean binaryResults,
            List<String> copyData,
            boolean describesPortal)
            throws IOException {
        textRows = !binaryResults;
        Message parse = new Message();
        parse.text("");
        parse.text(sql);
        parse.shortNumber(0);
        parse.send('P');
        describe('S');
        Message bind = new Message();
        bind.text("");
        bind.text("");
        bind.shortNumber(0);
        bind.shortNumber(parameters.size());
        for (String parameter : parameters) {
            if (parameter == null) {
                bind.number(-1);
            } else {
                byte[] value = parameter.getBytes(StandardCharsets.UTF_8);
                bind.number(value.length);
                bind.bytes(value);
            }
        }
        bind.shortNumber(1);
        bind.shortNumber(binaryResults ? 1 : 0);
        bind.send('B');
        if (describesPortal) {
            describe('P');
        }
        Message execute = new Message();
        execute.text("");
        execute.number(0);
        execute.send('E');
        new Message().send('S');
        return receive(copyData);
    }

    private void describe(char what) throws IOException {
        Message describe = new Message();
        describe.one(what);
        describe.text("");
        describe.send('D');
    }

    private Answer receive(List<String> copyData) throws IOException {
        Answer answer = new Answer();
        while (true) {
            char type;
            byte[] body;
            try {
                type = (char) in.readUnsignedByte();
                body = new byte[in.readInt() - Integer.BYTES];
                in.readFully(body);
            } catch (EOFException e) {
                answer.add("closed");
                return answer;
            }
            Fields fields = new Fields(body);
            switch (type) {
                case 'Z' -> {
                    answer.add("status " + (char) body[0]);
                    return answer;
                }
                case 'T' -> answer.add(columns(fields));
                case 'D' -> row(fields, answer);
                case 'C' -> answer.add("tag " + fields.text());
                case 'E' -> answer.addError(error(fields));
                case 'N' -> answer.add("notice " + describe(error(fields)));
                case 'I' -> answer.add("empty");
                case 'n' -> answer.add("no data");
                case 't' -> answer.add(parameters(fields));
                case 'G' -> {
                    answer.add("copy in " + copyFormat(fields));
                    sendCopy(copyData);
                }
                case 'H' -> answer.add("copy out " + copyFormat(fields));
                case 'd' ->
                        answer.addRow(
                                "data " + new String(body, StandardCharsets.UTF_8).stripTrailing(),
                                List.of());
                case 's' -> answer.add("suspended");
                case 'R', 'S', 'K', '1', '2', '3', 'c' -> {}
                default -> throw new IOException("unknown message " + type);
            }
        }
    }

    private void sendCopy(List<String> lines) throws IOException {
        for (String line : lines) {
            Message data = new Message();
            data.bytes((line + "\n").getBytes(StandardCharsets.UTF_8));
            data.send('d');
        }
        new Message().send('c');
    }

    private static String columns(Fields fields) {
        StringBuilder line = new StringBuilder("columns");
        int count = fields.shortNumber();
        for (int i = 0; i < count; i++) {
            String name = fields.text();
            fields.number();
            int attribute = fields.shortNumber();
            int oid = fields.number();
            int length = fields.shortNumber();
            int modifier = fields.number();
            int format = fields.shortNumber();
            line.append(" ").append(name).append(":").append(oid);
            line.append("/").append(length).append("/").append(modifier);
            line.append("#").append(attribute).append(format == 0 ? "" : "b");
        }
        return line.toString();
    }

    private void row(Fields fields, Answer answer) {
        StringBuilder line = new StringBuilder("row ");
        List<String> values = new ArrayList<>();
        int count = fields.shortNumber();
        for (int i = 0; i < count; i++) {
            int length = fields.number();
            String value = NULL;
            if (length >= 0) {
                byte[] bytes = fields.bytes(length);
                value =
                        textRows
                                ? new String(bytes, StandardCharsets.UTF_8)
                                : HexFormat.of().formatHex(bytes);
            }
            values.add(value);
            line.append(i == 0 ? "" : "|")
                    .append(value.isEmpty() ? "''" : value.replace("\n", "\\n"));
        }
        answer.addRow(line.toString(), values);
    }

    private static Map<Character, String> error(Fields fields) {
        Map<Character, String> error = new TreeMap<>();
        for (char field = fields.one(); field != 0; field = fields.one()) {
            error.put(field, fields.text());
        }
        return error;
    }

    /** An error in one line: its fields in one order, each behind its letter. */
    static String describe(Map<Character, String> error) {
        StringBuilder line = new StringBuilder();
        for (char field : ERROR_FIELDS.toCharArray()) {
            String value = error.get(field);
            if (value != null) {
                line.append(line.isEmpty() ? "" : " ")
                        .append(field)
                        .append("=")
                        .append(value.replace("\n", "\\n"));
            }
        }
        return line.toString();
    }

    private static String parameters(Fields fields) {
        StringBuilder line = new StringBuilder("parameters");
        int count = fields.shortNumber();
        for (int i = 0; i < count; i++) {
            line.append(" ").append(fields.number());
        }
        return line.toString();
    }

    private static String copyFormat(Fields fields) {
        int format = fields.one();
        return format + " " + fields.shortNumber();
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            new Message().send('X');
        }
    }

    /** The body of a message of the server, read from front to back. */
    private static final class Fields {
        private final byte[] body;
        private int at;

        Fields(byte[] body) {
            this.body = body;
        }

        char one() {
            return (char) (body[at++] & 0xff);
        }

        int shortNumber() {
            return (short) (one() << 8 | one());
        }

        int number() {
            return one() << 24 | one() << 16 | one() << 8 | one();
        }

        byte[] bytes(int length) {
            at += length;
            return Arrays.copyOfRange(body, at - length, at);
        }

        String text() {
            int end = at;
            while (body[end] != 0) {
                end++;
            }
            String text = new String(body, at, end - at, StandardCharsets.UTF_8);
            at = end + 1;
            return text;
        }
    }

    /** A message to the server. */
    private final class Message {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final DataOutputStream data = new DataOutputStream(body);

        void one(char value) throws IOException {
            data.writeByte(value);
        }

        void shortNumber(int value) throws IOException {
            data.writeShort(value);
        }

        void number(int value) throws IOException {
            data.writeInt(value);
        }

        void bytes(byte[] value) throws IOException {
            data.write(value);
        }

        void text(String value) throws IOException {
            data.write(value.getBytes(StandardCharsets.UTF_8));
            data.writeByte(0);
        }

        /**
         * Sends the body behind its length and {@code type}; a start-up packet, which has none,
         * says -1.
         */
        void send(int type) throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            DataOutputStream packet = new DataOutputStream(whole);
            if (type >= 0) {
                packet.writeByte(type);
            }
            packet.writeInt(body.size() + Integer.BYTES);
            body.writeTo(packet);
            out.write(whole.toByteArray());
        }
    }
}
