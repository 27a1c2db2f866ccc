package io.omendb.server;

import io.omendb.pgwire.net.SocketNetwork;
import io.omendb.pgwire.net.WireServer;
import io.omendb.pgwire.session.Backend;
import io.omendb.pipeline.FailureListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code omendb serve}: opens a directory and serves it until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves a database directory to PostgreSQL clients.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class Serve implements Callable<Integer> {
    private static final Logger LOGGER = LoggerFactory.getLogger(Serve.class);

    private final BackendOpener opener;
    private final StopSignal signal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "directory of the database")
    private Path data = Path.of("data");

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "loopback address")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "5433",
            description = "port, 0 takes a free one")
    private int port;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "100",
            description = "sessions at a time")
    private int connectionsMax;

    @Option(
            names = "--io-threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "threads that serve connections, 0: as suits the machine")
    private int ioThreads;

    @Option(
            names = "--max-message",
            paramLabel = "MIB",
            defaultValue = "256",
            description = "longest message that is taken")
    private int messageMebibytesMax;

    @Option(
            names = "--server-version",
            paramLabel = "VERSION",
            defaultValue = "18.1",
            description = "version of PostgreSQL that clients are told")
    private String serverVersion = "";

    @Option(
            names = "--shutdown-grace",
            paramLabel = "MS",
            defaultValue = "5000",
            description = "how long running statements may go on when the server stops")
    private int shutdownGraceMs;

    Serve(BackendOpener opener, StopSignal signal) {
        this.opener = opener;
        this.signal = signal;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            serve(
                    new ServerConfig(
                            data,
                            host,
                            port,
                            connectionsMax,
                            ioThreads,
                            messageMebibytesMax,
                            serverVersion,
                            shutdownGraceMs));
            return signal.status().code();
        } catch (IllegalArgumentException invalid) {
            err.println("omendb: " + invalid.getMessage());
            return ExitStatus.USAGE.code();
        } catch (StartException failure) {
            err.println("omendb: " + failure.getMessage());
            return failure.status().code();
        }
    }

    private void serve(ServerConfig config) throws StartException, InterruptedException {
        FailureListener failures =
                (role, failure) -> {
                    LOGGER.error("{} failed, the server stops", role, failure);
                    signal.stop(ExitStatus.FAILED);
                };
        try (Backend backend = opener.open(config, failures);
                WireServer wire = listen(config, backend);
                PidFile file = pidFile(config, wire)) {
            LOGGER.debug("wrote {}", file);
            wire.start(failures);
            opener.report().forEach(LOGGER::info);
            String address = PidFile.hostAndPort(wire.address());
            LOGGER.info(
                    "serving {} at {}, process {}",
                    config.dataDirectory(),
                    address,
                    ProcessHandle.current().pid());
            PrintWriter out = spec.commandLine().getOut();
            out.println("listening on " + address);
            out.flush();
            signal.await();
            LOGGER.info("stopping");
            if (signal.status() != ExitStatus.OK) {
                wire.crash();
            }
            wire.close(signal.status() == ExitStatus.OK ? config.shutdownGraceNs() : 0);
        }
        LOGGER.info("stopped");
    }

    private static WireServer listen(ServerConfig config, Backend backend) throws StartException {
        try {
            return new WireServer(
                    config.wire(),
                    new SocketNetwork(),
                    backend,
                    SystemNanoClock.INSTANCE,
                    new SecureRandom());
        } catch (BindException taken) {
            throw new StartException(
                    ExitStatus.PORT_IN_USE,
                    "cannot listen at "
                            + config.host()
                            + ":"
                            + config.port()
                            + ": "
                            + taken.getMessage(),
                    taken);
        } catch (IOException failure) {
            throw new StartException(
                    ExitStatus.FAILED,
                    "cannot listen at "
                            + config.host()
                            + ":"
                            + config.port()
                            + ": "
                            + failure.getMessage(),
                    failure);
        }
    }

    private static PidFile pidFile(ServerConfig config, WireServer wire) throws StartException {
        try {
            return PidFile.write(
                    config.dataDirectory(), ProcessHandle.current().pid(), wire.address());
        } catch (IOException failure) {
            throw new StartException(
                    ExitStatus.DIRECTORY_UNUSABLE,
                    "cannot write server.pid in "
                            + config.dataDirectory()
                            + ": "
                            + failure.getMessage(),
                    failure);
        }
    }
}
