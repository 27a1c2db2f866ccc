package io.omendb.differential;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server that this JVM started: stopped by its process id, also when the JVM ends before {@link
 * #close}.
 */
final class ServerProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final InetSocketAddress address;
    private final Path log;
    private final Thread hook;

    private ServerProcess(Process process, InetSocketAddress address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Where a starting server can be reached, once it can. */
    @FunctionalInterface
    interface Readiness {
        /** The address, or null while the server is not ready. */
        @org.jspecify.annotations.Nullable
        InetSocketAddress address() throws IOException;
    }

    /**
     * Starts {@code command} with its output in {@code log} and waits until it is ready.
     *
     * @throws IOException if it ends first, with what it wrote
     */
    static ServerProcess start(List<String> command, Path log, Readiness readiness)
            throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        while (process.isAlive()) {
            InetSocketAddress address = readiness.address();
            if (address != null) {
                return new ServerProcess(process, address, log);
            }
            Thread.onSpinWait();
        }
        throw new IOException(
                command.getFirst()
                        + " ended with status "
                        + process.exitValue()
                        + ": "
                        + Files.readString(log));
    }

    InetSocketAddress address() {
        return address;
    }

    /** What the server wrote, for the report of a failure. */
    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Runtime.getRuntime().removeShutdownHook(hook);
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(
                    "the server did not stop within " + STOP_SECONDS + " s: " + log());
        }
    }
}
