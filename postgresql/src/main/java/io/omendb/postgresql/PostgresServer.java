package io.omendb.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL 18 over a new and empty database, on a free port of the loopback address, with user
 * and database {@code postgres}. It compares text by its bytes and prints times in UTC. It ends
 * with {@link #close}, or with this JVM.
 */
public final class PostgresServer implements AutoCloseable {
    private static final int STOP_SECONDS = 30;

    private final PostgresHome home;
    private final Process process;
    private final InetSocketAddress address;
    private final Path log;

    private PostgresServer(
            PostgresHome home, Process process, InetSocketAddress address, Path log) {
        this.home = home;
        this.process = process;
        this.address = address;
        this.log = log;
        // Also when the JVM ends before close(); of a process that has ended this asks nothing.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * Makes the database and starts the server; returns when it answers.
     *
     * @param home the programs and the directory, of the server from now on: closed with it
     * @param logs a directory for what the programs print
     * @param settings of the server, beside those that the class speaks of
     * @throws IOException if it does not start, with what it wrote
     */
    public static PostgresServer start(PostgresHome home, Path logs, Map<String, String> settings)
            throws IOException, InterruptedException {
        boolean started = false;
        try {
            initialize(home, logs.resolve("initdb.log"));
            PostgresServer server = serve(home, logs.resolve("postgresql.log"), settings);
            started = true;
            return server;
        } finally {
            if (!started) {
                home.close();
            }
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /** What the server wrote, for the report of a failure. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException {
        try (home) {
            // SIGINT is the fast shutdown; SIGTERM, which a JVM sends, waits for the clients.
            signalFastShutdown();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(
                        "PostgreSQL did not stop within " + STOP_SECONDS + " s: " + log());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL stopped", interrupted);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private void signalFastShutdown() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    private static void initialize(PostgresHome home, Path log)
            throws IOException, InterruptedException {
        List<String> arguments =
                List.of(
                        "-D",
                        home.data().toString(),
                        "-U",
                        "postgres",
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--locale-provider=builtin",
                        "--locale=C.UTF-8",
                        "--lc-messages=C",
                        "-N");
        List<String> command = home.command("initdb", arguments);
        if (run(command, log).waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
        }
    }

    private static PostgresServer serve(PostgresHome home, Path log, Map<String, String> settings)
            throws IOException {
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        List<String> arguments =
                new ArrayList<>(
                        List.of("-D", home.data().toString(), "-p", Integer.toString(port)));
        arguments.addAll(
                List.of(
                        "-c", "listen_addresses=127.0.0.1",
                        "-c", "unix_socket_directories=",
                        "-c", "timezone=UTC"));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        Process process = run(home.command("postgres", arguments), log);
        while (process.isAlive()) {
            if (Files.readString(log).contains("ready to accept connections") && isOpen(address)) {
                return new PostgresServer(home, process, address, log);
            }
            Thread.onSpinWait();
        }
        throw new IOException(
                "PostgreSQL ended with status "
                        + process.exitValue()
                        + ": "
                        + Files.readString(log));
    }

    private static Process run(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isOpen(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
