package io.omendb.differential;

import io.omendb.postgresql.PostgresHome;
import io.omendb.postgresql.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 18 and an OmenDB, each a process with a new and empty database on a free port of the
 * loopback address, in {@code directory}. Both compare text by its bytes and print times in UTC.
 */
final class Servers implements AutoCloseable {
    private final PostgresServer postgres;
    private final ServerProcess omendb;

    private Servers(PostgresServer postgres, ServerProcess omendb) {
        this.postgres = postgres;
        this.omendb = omendb;
    }

    static Servers start(Path directory) throws IOException, InterruptedException {
        PostgresServer postgres = startPostgres(directory);
        try {
            return new Servers(postgres, startOmendb(directory));
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

    /** Durability is not what is compared. */
    private static PostgresServer startPostgres(Path directory)
            throws IOException, InterruptedException {
        PostgresHome home = new PostgresHome(Path.of(System.getProperty("user.dir"), "target"));
        Map<String, String> settings =
                Map.of("fsync", "off", "max_connections", "10", "shared_buffers", "16MB");
        return PostgresServer.start(home, directory, settings);
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

    @Override
    public void close() throws IOException, InterruptedException {
        try (postgres) {
            omendb.close();
        }
    }
}
