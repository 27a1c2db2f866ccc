package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.omendb.pgwire.testing.ClientMessages;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the server allocates on the heap for prepared statements and for COPY once they are warm, by
 * the JVM's counters of each thread of it: nothing. The client's thread does not count.
 *
 * <p>The least of several windows counts, so that what is not per message or row (a file of the log
 * opened ahead, memory taken for more rows, the JVM's linking) does not.
 */
@Timeout(120)
class WireSteadyStateTest {
    private static final int HOT_ROWS = 1_000;
    private static final int WARM_GROUPS = 600;
    private static final int GROUP = 50;
    private static final int WINDOWS = 5;
    private static final int WINDOW_OPERATIONS = 200;
    private static final int WINDOW_GROUPS = 20;
    private static final int WARM_COPIES = 30;
    private static final int COPY_ROWS = 5_000;
    private static final int COPY_CHUNK_ROWS = 250;
    private static final byte[] SYNC = ClientMessages.encode("S");
    private static final ThreadMXBean COUNTERS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir private Path directory;

    private long rowCount;
    private long hotKey;

    @Test
    void shouldAllocateNothingWhenPreparedStatementsAreBoundAndExecuted() throws Exception {
        try (RunningServer server = new RunningServer(directory);
                Client client = new Client(server.port())) {
            client.ask(
                    "Q \"create table metrics (timestamp bigint primary key, value float8, sensor_id int4)\"");
            client.ask(
                    "P insert \"insert into metrics values ($1, 1.5, 7)\"",
                    "P update \"update metrics set value = value + 1 where timestamp = $1\"",
                    "P select \"select value, sensor_id from metrics where timestamp = $1\"",
                    "S");
            requireNoAllocation(
                    Workload.bound(client, "insert", () -> rowCount++),
                    Workload.bound(client, "update", () -> ++hotKey % HOT_ROWS),
                    Workload.bound(client, "select", () -> ++hotKey % HOT_ROWS));
        }
    }

    @Test
    void shouldAllocateNothingWhenTextsComeAgain() throws Exception {
        try (RunningServer server = new RunningServer(directory);
                Client client = new Client(server.port())) {
            client.ask(
                    "Q \"create table metrics (timestamp bigint primary key, value float8, sensor_id int4)\"");
            requireNoAllocation(
                    Workload.simple(
                            client,
                            "insert into metrics (timestamp, sensor_id) values (KEY, 7)",
                            () -> rowCount++),
                    Workload.simple(
                            client,
                            "update metrics set sensor_id = sensor_id + 1 where timestamp = KEY",
                            () -> ++hotKey % HOT_ROWS),
                    Workload.simple(
                            client,
                            "select value, sensor_id from metrics where timestamp = KEY",
                            () -> ++hotKey % HOT_ROWS),
                    Workload.parsed(
                            client,
                            "update metrics set sensor_id = sensor_id + 1 where timestamp = $1",
                            () -> ++hotKey % HOT_ROWS),
                    Workload.parsed(
                            client,
                            "select value, sensor_id from metrics where timestamp = $1",
                            () -> ++hotKey % HOT_ROWS));
        }
    }

    private static void requireNoAllocation(Workload... workloads) throws IOException {
        for (int i = 0; i < WARM_GROUPS; i++) {
            for (Workload workload : workloads) {
                workload.run(GROUP);
            }
        }
        ServerAllocation allocation = new ServerAllocation();
        for (Workload workload : workloads) {
            for (int window = 0; window < WINDOWS; window++) {
                allocation.begin();
                for (int i = 0; i < WINDOW_OPERATIONS; i++) {
                    workload.run(1);
                }
                allocation.end();
            }
            allocation.requireNone(workload.name + ", one by one");
            for (int window = 0; window < WINDOWS; window++) {
                allocation.begin();
                for (int i = 0; i < WINDOW_GROUPS; i++) {
                    workload.run(GROUP);
                }
                allocation.end();
            }
            allocation.requireNone(workload.name + ", " + GROUP + " in one write");
        }
    }

    @Test
    void shouldAllocateNothingPerRowWhenRowsAreCopiedIn() throws Exception {
        try (RunningServer server = new RunningServer(directory);
                Client client = new Client(server.port())) {
            client.ask(
                    "Q \"create table metrics (timestamp bigint primary key, value float8, sensor_id int4)\"");
            for (int i = 0; i < WARM_COPIES; i++) {
                copyIn(client, COPY_ROWS);
            }
            ServerAllocation allocation = new ServerAllocation();
            for (int i = 0; i < WINDOWS; i++) {
                allocation.begin();
                copyIn(client, COPY_ROWS);
                allocation.end();
            }
            long bytes = allocation.takeSum();
            for (int i = 0; i < WINDOWS; i++) {
                allocation.begin();
                copyIn(client, 2 * COPY_ROWS);
                allocation.end();
            }
            long bytesOfTwice = allocation.takeSum();
            assertTrue(
                    bytesOfTwice - bytes < COPY_ROWS / 10,
                    () ->
                            COPY_ROWS
                                    + " rows took "
                                    + bytes
                                    + " bytes, twice as many "
                                    + bytesOfTwice);
        }
    }

    private void copyIn(Client client, int rows) throws IOException {
        client.ask("Q \"copy metrics from stdin\"");
        for (int done = 0; done < rows; done += COPY_CHUNK_ROWS) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < COPY_CHUNK_ROWS; i++, rowCount++) {
                lines.append(rowCount)
                        .append('\t')
                        .append(rowCount * 0.5)
                        .append('\t')
                        .append(rowCount & 7);
                lines.append("\\n");
            }
            client.put(ClientMessages.encode("d \"" + lines + "\""));
            client.send();
        }
        client.ask("c");
    }

    /** Messages that are sent again and again with another key in their place for it. */
    private static final class Workload {
        private static final long FIRST_KEY = 1_000_000_000L;

        final String name;
        private final Client client;
        private final LongSupplier keys;
        private final byte[] message;
        private final int keyAt;
        private final boolean isText;

        private Workload(
                Client client,
                String name,
                LongSupplier keys,
                byte[] message,
                byte[] key,
                boolean isText) {
            this.client = client;
            this.name = name;
            this.keys = keys;
            this.message = message;
            this.keyAt = indexOf(message, key);
            this.isText = isText;
        }

        /** Bind and Execute of a prepared statement with one parameter, an int8 in binary form. */
        static Workload bound(Client client, String name, LongSupplier keys) {
            return executed(client, name, keys, new byte[0], name);
        }

        /** Parse, Bind and Execute of the statement without a name. */
        static Workload parsed(Client client, String sql, LongSupplier keys) {
            byte[] parse = ClientMessages.encode("P \"\" \"" + sql + "\" 20");
            return executed(client, "parsed " + sql, keys, parse, "\"\"");
        }

        private static Workload executed(
                Client client, String name, LongSupplier keys, byte[] before, String statement) {
            byte[] bind =
                    ClientMessages.encode(
                            "B \"\" "
                                    + statement
                                    + " formats 1 values x0123456789abcdef results 1");
            byte[] execute = ClientMessages.encode("E \"\" 0");
            byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(0x0123456789abcdefL).array();
            return new Workload(client, name, keys, concat(before, bind, execute), key, false);
        }

        /** A simple query with the key as a constant. */
        static Workload simple(Client client, String sql, LongSupplier keys) {
            String text = sql.replace("KEY", Long.toString(FIRST_KEY));
            byte[] query = ClientMessages.encode("Q \"" + text + "\"");
            byte[] key = Long.toString(FIRST_KEY).getBytes(StandardCharsets.US_ASCII);
            return new Workload(client, sql, keys, query, key, true);
        }

        private static byte[] concat(byte[]... parts) {
            ByteBuffer whole =
                    ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
            for (byte[] part : parts) {
                whole.put(part);
            }
            return whole.array();
        }

        private static int indexOf(byte[] bytes, byte[] part) {
            int at = 0;
            while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                at++;
            }
            return at;
        }

        private void putKey(long key) {
            if (!isText) {
                ByteBuffer.wrap(message).putLong(keyAt, key);
                return;
            }
            long rest = FIRST_KEY + key;
            for (int at = keyAt + 9; at >= keyAt; at--) {
                message[at] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }

        void run(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                putKey(keys.getAsLong());
                client.put(message);
            }
            if (!isText) {
                client.put(SYNC);
            }
            client.send();
            int commands = 0;
            for (int turns = isText ? count : 1; turns > 0; turns--) {
                commands += client.awaitReady();
            }
            assertEquals(count, commands, name);
        }
    }

    /** A client that knows of the protocol what it needs to count command tags. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final ByteBuffer out = ByteBuffer.allocate(1 << 16);
        private final byte[] body = new byte[1 << 16];

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            ask("startup 3.0 user postgres database postgres");
        }

        void ask(String... lines) throws IOException {
            for (String line : lines) {
                put(ClientMessages.encode(line));
            }
            send();
            awaitReady();
        }

        void put(byte[] message) {
            out.put(message);
        }

        void send() throws IOException {
            socket.getOutputStream().write(out.array(), 0, out.position());
            out.clear();
        }

        /** Reads until it is the client's turn; returns how many commands ended. */
        int awaitReady() throws IOException {
            int commands = 0;
            while (true) {
                int type = in.read();
                if (type < 0) {
                    throw new EOFException("the server closed the connection");
                }
                int length = in.readInt() - Integer.BYTES;
                in.readFully(body, 0, length);
                switch (type) {
                    case 'C' -> commands++;
                    case 'E' ->
                            throw new IOException(
                                    new String(body, 0, length, StandardCharsets.UTF_8));
                    case 'Z', 'G' -> { // ReadyForQuery, CopyInResponse
                        return commands;
                    }
                    default -> {}
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Bytes allocated by each thread of the server, least of the windows. */
    private static final class ServerAllocation {
        private static final Set<String> EXPECTED =
                Set.of(
                        "omendb-writer",
                        "omendb-flusher",
                        "omendb-log-files",
                        "omendb-conductor",
                        "omendb-io-0");

        private final List<String> names = new ArrayList<>();
        private final long[] ids;
        private final long[] least;
        private long[] before = {};

        ServerAllocation() {
            long[] all = COUNTERS.getAllThreadIds();
            long[] ours = new long[all.length];
            for (long id : all) {
                ThreadInfo info = COUNTERS.getThreadInfo(id);
                if (info != null && info.getThreadName().startsWith("omendb-")) {
                    ours[names.size()] = id;
                    names.add(info.getThreadName());
                }
            }
            assertTrue(new TreeSet<>(names).containsAll(EXPECTED), () -> "threads are " + names);
            ids = Arrays.copyOf(ours, names.size());
            least = new long[ids.length];
            Arrays.fill(least, Long.MAX_VALUE);
        }

        void begin() {
            before = COUNTERS.getThreadAllocatedBytes(ids);
        }

        void end() {
            long[] after = COUNTERS.getThreadAllocatedBytes(ids);
            for (int i = 0; i < ids.length; i++) {
                least[i] = Math.min(least[i], after[i] - before[i]);
            }
        }

        /** All threads together. */
        long takeSum() {
            long sum = Arrays.stream(least).sum();
            Arrays.fill(least, Long.MAX_VALUE);
            return sum;
        }

        void requireNone(String workload) {
            Executable[] checks = new Executable[least.length];
            for (int i = 0; i < least.length; i++) {
                String thread = names.get(i);
                long bytes = least[i];
                checks[i] =
                        () ->
                                assertEquals(
                                        0,
                                        bytes,
                                        thread + " allocated so many bytes during " + workload);
            }
            Arrays.fill(least, Long.MAX_VALUE);
            assertAll(checks);
        }
    }
}
