package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** A server over the real engine in this process, on a free port, which {@link #close} stops. */
final class RunningServer implements AutoCloseable {
    private final StringWriter err = new StringWriter();
    private final StopSignal signal = new StopSignal();
    private final FutureTask<Integer> run;
    private final Thread thread;
    private final String host;
    private final int port;

    /** Starts a server in {@code directory} and waits until it listens. */
    RunningServer(Path directory) throws Exception {
        this(directory, new EngineOpener());
    }

    /** Starts a server over what {@code opener} opens. */
    RunningServer(Path directory, BackendOpener opener) throws Exception {
        run =
                new FutureTask<>(() ->
                        new CommandLine(new Serve(opener, signal))
                                .setOut(new PrintWriter(new StringWriter()))
                                .setErr(new PrintWriter(err, true))
                                .execute("--data", directory.toString(), "--port", "0"));
        thread = Thread.ofPlatform().name("server").start(run);
        Path pidFile = directory.resolve("server.pid");
        while (!Files.exists(pidFile)) {
            assertFalse(run.isDone(), err::toString);
            Thread.onSpinWait();
        }
        String address = Files.readAllLines(pidFile).get(1);
        int colon = address.lastIndexOf(':');
        host = address.substring(0, colon);
        port = Integer.parseInt(address.substring(colon + 1));
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    Connection connect() throws SQLException {
        return connect("");
    }

    /**
     * @param options of the driver, {@code name=value&name=value}
     */
    Connection connect(String options) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + host + ":" + port + "/postgres?" + options, "postgres", "");
    }

    /** Waits for the server to end by itself; returns its exit status. */
    int awaitEnd(long timeout, TimeUnit unit) throws Exception {
        return run.get(timeout, unit);
    }

    @Override
    public void close() throws Exception {
        if (run.isDone()) {
            return;
        }
        signal.stop(ExitStatus.OK);
        assertEquals(0, run.get(20, TimeUnit.SECONDS), err::toString);
        thread.join();
    }
}
