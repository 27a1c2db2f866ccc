package io.omendb.pgwire.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.omendb.pgwire.testing.ClientMessages;
import io.omendb.pgwire.testing.MemoryBackend;
import io.omendb.pgwire.testing.ServerMessages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server on real sockets, with threads of its own. */
@Timeout(30)
class SocketServerTest {
    private final MemoryBackend backend = new MemoryBackend();
    private final List<Throwable> failures = new ArrayList<>();
    private WireServer server;

    @BeforeEach
    void start() throws IOException {
        WireConfig config =
                WireConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2);
        server =
                new WireServer(
                        config,
                        new SocketNetwork(),
                        backend,
                        SystemNanoClock.INSTANCE,
                        new Random(1));
        server.start((role, failure) -> failures.add(failure));
    }

    @AfterEach
    void stop() {
        server.close();
        assertEquals(List.of(), failures);
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        Client(InetSocketAddress address) throws IOException {
            socket = new Socket(address.getAddress(), address.getPort());
            socket.setTcpNoDelay(true);
            ask("startup 3.0 user postgres");
        }

        /** Everything up to ReadyForQuery or the end. */
        List<String> ask(String... lines) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (String line : lines) {
                all.writeBytes(ClientMessages.encode(line));
            }
            socket.getOutputStream().write(all.toByteArray());
            received.reset();
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[8192];
            while (true) {
                int count = in.read(piece);
                if (count < 0) {
                    List<String> said = decoded();
                    said.add("closed");
                    return said;
                }
                received.write(piece, 0, count);
                List<String> said = decoded();
                if (!said.isEmpty() && said.getLast().startsWith("ReadyForQuery")) {
                    return said;
                }
            }
        }

        private List<String> decoded() {
            return ServerMessages.decode(ByteBuffer.wrap(received.toByteArray()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void shouldAnswerSeveralClients() throws IOException {
        try (Client one = new Client(server.address());
                Client two = new Client(server.address())) {
            assertEquals(5, one.ask("Q \"rows 2\"").size());
            assertEquals(
                    List.of("CommandComplete INSERT 0 1", "ReadyForQuery I"), two.ask("Q put"));
            assertEquals(100_003, one.ask("Q \"rows 100000\"").size());
        }
    }

    @Test
    void shouldWakeParkedThreadWhenExecutionCanGoOnAndWhenDurable() throws Exception {
        try (Client client = new Client(server.address())) {
            backend.holdDurable();
            Thread engine =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (backend.events.isEmpty()) {
                                    Thread.onSpinWait();
                                }
                                backend.sessions.get(0).release();
                                backend.makeDurable(1);
                            });
            long start = System.nanoTime();
            assertEquals(4, client.ask("Q \"wait; put\"").size() + 1);
            assertTrue(
                    System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(400),
                    "woken, not timed out");
            engine.join();
        }
    }

    @Test
    void shouldDeliverFatalErrorThoughClientSentMore() throws IOException {
        try (Client client = new Client(server.address())) {
            String[] lines = new String[100];
            java.util.Arrays.fill(lines, "Q \"" + "x".repeat(1000) + "\"");
            lines[0] = "raw 7a00000004";
            List<String> said = client.ask(lines);
            assertEquals(2, said.size(), said::toString);
            assertTrue(said.get(0).contains("C=08P01"));
        }
    }

    @Test
    void shouldEndSessionsWhenClosed() throws IOException {
        try (Client client = new Client(server.address())) {
            server.close(TimeUnit.SECONDS.toNanos(5));
            assertEquals(-1, skipToEnd(client.socket.getInputStream()));
            assertTrue(backend.sessions.get(0).closed);
        }
    }

    private static int skipToEnd(InputStream in) throws IOException {
        int value = 0;
        while (value >= 0) {
            value = in.read();
        }
        return value;
    }

    @Test
    void shouldAllocateNothingOnIoThreadInSteadyState() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long io = threadId("omendb-io-0");
        try (Client client = new Client(server.address())) {
            client.ask("P s1 \"echo int4 text\"", "S");
            byte[] round = concat("B \"\" s1 values 7 seven", "D P \"\"", "E \"\" 0", "S");
            byte[] answer = exchange(client, round, 0);
            for (int i = 0; i < 6_000; i++) {
                exchange(client, round, answer.length);
            }
            long before = threads.getThreadAllocatedBytes(io);
            int rounds = 2_000;
            for (int i = 0; i < rounds; i++) {
                assertArrayEquals(answer, exchange(client, round, answer.length));
            }
            long allocated = threads.getThreadAllocatedBytes(io) - before;
            assertEquals(0, allocated / rounds, "bytes per round, " + allocated + " in all");
        }
    }

    private static byte[] exchange(Client client, byte[] round, int length) throws IOException {
        client.socket.getOutputStream().write(round);
        InputStream in = client.socket.getInputStream();
        if (length > 0) {
            return in.readNBytes(length);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        do {
            all.write(in.read());
        } while (!ServerMessages.decode(ByteBuffer.wrap(all.toByteArray()))
                .contains("ReadyForQuery I"));
        return all.toByteArray();
    }

    private static byte[] concat(String... lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String line : lines) {
            all.writeBytes(ClientMessages.encode(line));
        }
        return all.toByteArray();
    }

    private static long threadId(String name) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(name)) {
                return thread.threadId();
            }
        }
        throw new AssertionError("no thread " + name);
    }
}
