package io.omendb.server;

import io.omendb.pgwire.net.WireConfig;
import io.omendb.pgwire.session.SessionLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a server is started with. Checks itself.
 *
 * @param dataDirectory where the database lies; made if it is not there
 * @param host name or address to listen at, of the loopback interface: nobody is asked for a
 *     password
 * @param port 0 takes a free one
 * @param connectionsMax sessions at a time
 * @param ioThreads threads that serve connections, 0 for as many as suit the machine
 * @param messageMebibytesMax longest message of a client that is taken
 * @param serverVersion the version of PostgreSQL that clients are told
 * @param shutdownGraceMs how long running statements may take to end when the server stops
 */
record ServerConfig(
        Path dataDirectory,
        String host,
        int port,
        int connectionsMax,
        int ioThreads,
        int messageMebibytesMax,
        String serverVersion,
        int shutdownGraceMs) {
    private static final int PORT_MAX = 65_535;
    private static final int MESSAGE_MEBIBYTES_LIMIT = 1024;
    private static final String VERSION_PATTERN = "\\d{1,2}\\.\\d{1,3}( .*)?";

    /**
     * @throws IllegalArgumentException with one line for whoever started the server
     */
    ServerConfig {
        require(
                port >= 0 && port <= PORT_MAX,
                "port " + port + " is not between 0 and " + PORT_MAX);
        require(
                messageMebibytesMax >= 1 && messageMebibytesMax <= MESSAGE_MEBIBYTES_LIMIT,
                "the longest message must be 1 to "
                        + MESSAGE_MEBIBYTES_LIMIT
                        + " MiB, not "
                        + messageMebibytesMax);
        require(
                serverVersion.matches(VERSION_PATTERN),
                "server version \"" + serverVersion + "\" is not like 18.1");
        require(shutdownGraceMs >= 0, "the grace at shutdown is negative: " + shutdownGraceMs);
        require(ioThreads >= 0, "the number of IO threads is negative: " + ioThreads);
        require(
                resolve(host).isLoopbackAddress(),
                "refusing to listen at "
                        + host
                        + ": there is no authentication yet, so only loopback addresses"
                        + " (127.0.0.1, ::1, localhost) can be used");
    }

    WireConfig wire() {
        int receiveBytesMax = (int) Math.min(1L << 30, (long) messageMebibytesMax << 20);
        SessionLimits limits = SessionLimits.DEFAULT.withMessageBytesMax(receiveBytesMax);
        WireConfig config =
                WireConfig.of(
                                new InetSocketAddress(resolve(host), port),
                                Runtime.getRuntime().availableProcessors())
                        .withConnectionsMax(connectionsMax)
                        .withLimits(limits);
        return ioThreads == 0 ? config : config.withIoAgents(ioThreads);
    }

    long shutdownGraceNs() {
        return TimeUnit.MILLISECONDS.toNanos(shutdownGraceMs);
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host " + host + " is not known", e);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
