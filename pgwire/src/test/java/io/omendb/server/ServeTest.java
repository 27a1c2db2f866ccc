package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.pgwire.testing.MemoryBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(20)
class ServeTest {
    @TempDir private Path directory;

    private final StopSignal signal = new StopSignal();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private CommandLine command() {
        return new CommandLine(new Serve((config, failures) -> new MemoryBackend(), signal))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    @Test
    void shouldServeUntilStoppedAndLeaveNothingBehind() throws Exception {
        FutureTask<Integer> run =
                new FutureTask<>(
                        () -> command().execute("--data", directory.toString(), "--port", "0"));
        Thread server = Thread.ofPlatform().start(run);
        Path pidFile = directory.resolve("server.pid");
        while (!Files.exists(pidFile)) {
            Thread.onSpinWait();
        }
        List<String> lines = Files.readAllLines(pidFile);
        assertEquals(Long.toString(ProcessHandle.current().pid()), lines.get(0));
        String[] address = lines.get(1).split(":");
        assertEquals("127.0.0.1", address[0]);
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(address[1]))) {
            assertTrue(client.isConnected());
        }
        signal.stop(ExitStatus.OK);
        assertEquals(0, run.get(10, TimeUnit.SECONDS));
        server.join();
        assertEquals("listening on " + lines.get(1), out.toString().strip());
        assertFalse(Files.exists(pidFile));
    }

    @Test
    void shouldSayWhenPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int status =
                    command()
                            .execute(
                                    "--data",
                                    directory.toString(),
                                    "--port",
                                    Integer.toString(taken.getLocalPort()));
            assertEquals(ExitStatus.PORT_IN_USE.code(), status);
            assertTrue(
                    err.toString().startsWith("omendb: cannot listen at 127.0.0.1:"),
                    err::toString);
            assertEquals(1, err.toString().lines().count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void shouldRefuseToListenBeyondLoopback(String host) {
        int status =
                command().execute("--data", directory.toString(), "--port", "0", "--host", host);
        assertEquals(ExitStatus.USAGE.code(), status);
        assertTrue(err.toString().contains("refusing to listen at " + host), err::toString);
    }

    @Test
    void shouldRefuseConfigurationThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> config(70_000, 100, 256, "18.1"));
        assertThrows(IllegalArgumentException.class, () -> config(0, 0, 256, "18.1").wire());
        assertThrows(IllegalArgumentException.class, () -> config(0, 100, 0, "18.1"));
        assertThrows(IllegalArgumentException.class, () -> config(0, 100, 256, "newest"));
        assertEquals(1 << 30, config(0, 100, 1024, "18.1").wire().limits().messageBytesMax());
    }

    private ServerConfig config(int port, int connections, int mebibytes, String version) {
        return new ServerConfig(
                directory, "localhost", port, connections, 0, mebibytes, version, 0);
    }
}
