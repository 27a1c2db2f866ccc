package io.omendb.differential;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 18 and an OmenDB, each a process with a new and empty database on a free port of the
 * loopback address, in {@code directory}. Both compare text by its bytes and print times in UTC.
 */
final class Servers implements AutoCloseable {
    private final PostgresHome home;
    private final ServerProcess postgres;
    private final ServerProcess omendb;

    private Servers(PostgresHome home, ServerProcess postgres, ServerProcess omendb) {
        this.home = home;
        this.postgres = postgres;
        this.omendb = omendb;
    }

    static Servers start(Path directory) throws IOException, InterruptedException {
        PostgresHome home = new PostgresHome(Path.of(System.getProperty("user.dir"), "target"));
        ServerProcess postgres = startPostgres(home, directory);
        try {
            return new Servers(home, postgres, startOmendb(directory));
        } catch (IOException e) {
            postgres.close();
            throw e;
        }
    }

    WireClient connectPostgres() throws IOException {
        return new WireClient(postgres.address());
    }

    WireClient connectOmendb() throws IOException {
        return new WireClient(omendb.address());
    }

    private static ServerProcess startPostgres(PostgresHome home, Path directory)
            throws IOException, InterruptedException {
        String data = home.data().toString();
        run(
                home.command(
                        "initdb",
                        List.of(
                                "-D",
                                data,
                                "-U",
                                "postgres",
                                "-A",
                                "trust",
                                "-E",
                                "UTF8",
                                "--locale-provider=builtin",
                                "--locale=C.UTF-8",
                                "--lc-messages=C",
                                "-N")),
                directory.resolve("initdb.log"));
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        List<String> arguments = new ArrayList<>(List.of("-D", data, "-p", Integer.toString(port)));
        for (String setting :
                List.of(
                        "listen_addresses=127.0.0.1",
                        "unix_socket_directories=",
                        "fsync=off",
                        "max_connections=10",
                        "shared_buffers=16MB",
                        "timezone=UTC")) {
            arguments.add("-c");
            arguments.add(setting);
        }
        Path log = directory.resolve("postgresql.log");
        return ServerProcess.start(
                home.command("postgres", arguments),
                log,
                () ->
                        Files.readString(log).contains("ready to accept connections")
                                        && isOpen(address)
                                ? address
                                : null);
    }

    private static ServerProcess startOmendb(Path directory) throws IOException {
        Path data = directory.resolve("omendb");
        Path pidFile = data.resolve("server.pid");
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-ea",
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "--add-opens",
                        "java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.omendb.server.Omendb",
                        "serve",
                        "--data",
                        data.toString(),
                        "--port",
                        "0");
        return ServerProcess.start(
                command, directory.resolve("omendb.log"), () -> readAddress(pidFile));
    }

    private static @Nullable InetSocketAddress readAddress(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return null;
        }
        try (Stream<String> lines = Files.lines(pidFile)) {
            String address = lines.skip(1).findFirst().orElse("");
            int colon = address.lastIndexOf(':');
            return colon < 0
                    ? null
                    : new InetSocketAddress(
                            InetAddress.getLoopbackAddress(),
                            Integer.parseInt(address, colon + 1, address.length(), 10));
        }
    }

    private static void run(List<String> command, Path log)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
        }
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

    @Override
    public void close() throws IOException, InterruptedException {
        try (home;
                postgres) {
            omendb.close();
        }
    }
}
