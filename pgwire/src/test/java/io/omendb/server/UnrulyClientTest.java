package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that leave in the middle or send what is no message: their connection ends, no other is disturbed. */
@Timeout(60)
class UnrulyClientTest {
    private static final int PROTOCOL_3 = 3 << 16;
    private static final String ENDLESS =
            "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b";

    @TempDir
    private Path directory;

    private RunningServer server;
    private Connection bystander;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory);
        bystander = server.connect();
        try (Statement statement = bystander.createStatement()) {
            statement.execute("create table t (id int primary key, n int)");
            statement.execute("insert into t values (1, 0)");
        }
    }

    @AfterEach
    void stop() throws Exception {
        assertEquals(1, number("select count(*) from t"));
        bystander.close();
        server.close();
    }

    private int number(String query) throws SQLException {
        try (Statement statement = bystander.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertTrue(rows.next());
            return rows.getInt(1);
        }
    }

    /** A connection without a driver. */
    private final class RawClient implements AutoCloseable {
        private final Socket socket = new Socket(server.host(), server.port());
        private final DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        private final DataInputStream in = new DataInputStream(socket.getInputStream());

        RawClient() throws IOException {
            socket.setSoTimeout(20_000);
        }

        RawClient startUp() throws IOException {
            byte[] parameters = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.UTF_8);
            out.writeInt(8 + parameters.length);
            out.writeInt(PROTOCOL_3);
            out.write(parameters);
            while (readType() != 'Z') {
                // parameters and the key for cancelling come first
            }
            return this;
        }

        void send(char type, byte[] body) throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            DataOutputStream fields = new DataOutputStream(message);
            fields.writeByte(type);
            fields.writeInt(4 + body.length);
            fields.write(body);
            out.write(message.toByteArray());
        }

        void query(String sql) throws IOException {
            send('Q', (sql + "\0").getBytes(StandardCharsets.UTF_8));
        }

        private String lastBody = "";

        int readType() throws IOException {
            int type = in.readByte();
            byte[] body = new byte[in.readInt() - 4];
            in.readFully(body);
            lastBody = new String(body, StandardCharsets.UTF_8);
            return type;
        }

        /** The next message says FATAL with 08P01, and nothing follows. */
        void expectProtocolViolation() throws IOException {
            assertEquals('E', readType());
            assertTrue(lastBody.contains("VFATAL\0"), lastBody);
            assertTrue(lastBody.contains("C08P01\0"), lastBody);
            assertEquals(-1, in.read());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void shouldOutliveClientsThatLeaveInTheMiddleOfQueries() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = new RawClient().startUp()) {
                client.query(ENDLESS);
            }
            assertEquals(0, number("select n from t"));
        }
    }

    @Test
    void shouldOutliveClientsThatLeaveWhileTheyWaitForRows() throws Exception {
        bystander.setAutoCommit(false);
        try (Statement statement = bystander.createStatement()) {
            statement.execute("update t set n = 1");
            for (int i = 0; i < 20; i++) {
                try (RawClient client = new RawClient().startUp()) {
                    client.query("update t set n = 2");
                }
            }
            statement.execute("update t set n = 3");
        }
        bystander.commit();
        bystander.setAutoCommit(true);
        assertEquals(3, number("select n from t"));
    }

    @Test
    void shouldUndoWhatClientsLeaveOpen() throws Exception {
        try (RawClient client = new RawClient().startUp()) {
            client.query("begin; update t set n = 5; insert into t values (2, 2)");
            while (client.readType() != 'Z') {
                // the three tags
            }
        }
        try (Statement statement = bystander.createStatement()) {
            statement.execute("update t set n = n + 1");
        }
        assertEquals(1, number("select n from t"));
    }

    @Test
    void shouldEndConnectionAtMalformedMessages() throws Exception {
        try (RawClient client = new RawClient().startUp()) {
            client.send('?', new byte[8]);
            client.expectProtocolViolation();
        }
        try (RawClient client = new RawClient().startUp()) {
            client.send('B', new byte[] {1, 2, 3});
            client.expectProtocolViolation();
        }
        try (RawClient client = new RawClient().startUp()) {
            client.out.writeByte('Q');
            client.out.writeInt(3);
            client.expectProtocolViolation();
        }
        try (RawClient client = new RawClient().startUp()) {
            client.out.writeByte('Q');
            client.out.writeInt(Integer.MAX_VALUE);
            client.expectProtocolViolation();
        }
    }

    @Test
    void shouldRefuseStartUpThatIsNone() throws Exception {
        try (RawClient client = new RawClient()) {
            client.out.writeInt(1 << 20);
            client.out.writeInt(PROTOCOL_3);
            client.expectProtocolViolation();
        }
        try (RawClient client = new RawClient()) {
            client.out.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            client.expectProtocolViolation();
        }
    }
}
