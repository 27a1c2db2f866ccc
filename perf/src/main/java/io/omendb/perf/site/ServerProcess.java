package io.omendb.perf.site;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code omendb serve} in a process of its own, on a free port. What it prints is read to the end,
 * so that it never waits for its reader.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on .*:(\\d+)");
    private static final int LOG_LINES_MAX = 40;
    private static final int START_SECONDS_MAX = 60;
    private static final int STOP_SECONDS_MAX = 30;

    /**
     * Set by the launcher: the jar that it built. Without it, the server comes from this class
     * path.
     */
    private static final String JAR_PROPERTY = "omendb.jar";

    /** Set by the launcher: what it tells the JVM of every server, separated by spaces. */
    private static final String OPTIONS_PROPERTY = "omendb.server.options";

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Deque<String> log = new ArrayDeque<>();

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** Starts it over a directory, which it makes if there is none; returns before it listens. */
    public static ServerProcess start(Path dataDirectory) throws IOException {
        return start(dataDirectory, List.of());
    }

    /**
     * As {@link #start(Path)}.
     *
     * @param jvmOptions what else the server's JVM is told: a collector, a heap, a log
     */
    public static ServerProcess start(Path dataDirectory, List<String> jvmOptions)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherOptions());
        command.addAll(jvmOptions);
        String jar = System.getProperty(JAR_PROPERTY);
        if (jar == null) {
            command.addAll(
                    List.of(
                            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.omendb.server.Omendb"));
        } else {
            command.addAll(List.of("-jar", jar));
        }
        command.addAll(List.of("serve", "--data", dataDirectory.toString(), "--port", "0"));
        ServerProcess server =
                new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
        Thread.ofVirtual().name("server-log").start(server::readLog);
        return server;
    }

    /** What the launcher tells the JVM of a server: it says so here too, as it alone knows. */
    private static List<String> launcherOptions() {
        String options = System.getProperty(OPTIONS_PROPERTY, "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split(" +"));
    }

    /** The port, once it listens. */
    public int awaitPort() throws IOException, InterruptedException {
        try {
            return port.get(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException ended) {
            throw new IOException("the server ended before it listened", ended.getCause());
        } catch (TimeoutException slow) {
            throw new IOException(
                    "the server did not listen within " + START_SECONDS_MAX + " s", slow);
        }
    }

    /** The last lines that it printed. */
    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** The number of the process. */
    public long processId() {
        return process.pid();
    }

    /** SIGKILL: nothing in the process runs any more. Returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. Returns the exit status. */
    public int stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IOException(
                    "the server did not end within " + STOP_SECONDS_MAX + " s of SIGTERM");
        }
        return process.exitValue();
    }

    /** Whatever it does, it ends now. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
            port.completeExceptionally(new IOException("end of its output"));
        } catch (IOException failure) {
            port.completeExceptionally(failure);
        }
    }

    private void remember(String line) {
        synchronized (log) {
            if (log.size() == LOG_LINES_MAX) {
                log.removeFirst();
            }
            log.addLast(line);
        }
    }
}
