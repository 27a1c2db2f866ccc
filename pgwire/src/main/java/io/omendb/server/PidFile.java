package io.omendb.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code server.pid} in the data directory: the process on the first line, HOST:PORT on the second.
 * It appears whole, when the server answers, and goes with it; after a crash it is left behind and
 * means nothing.
 */
final class PidFile implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PidFile.class);
    private static final String NAME = "server.pid";

    private final Path path;

    private PidFile(Path path) {
        this.path = path;
    }

    static PidFile write(Path directory, long processId, InetSocketAddress address)
            throws IOException {
        Path path = directory.resolve(NAME);
        Path whole = directory.resolve(NAME + ".new");
        Files.writeString(
                whole, processId + "\n" + hostAndPort(address) + "\n", StandardCharsets.UTF_8);
        Files.move(
                whole, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return new PidFile(path);
    }

    /** {@code 127.0.0.1:5433}, {@code [::1]:5433}. */
    static String hostAndPort(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            LOGGER.warn("{} is left behind: {}", path, failure.getMessage());
        }
    }
}
