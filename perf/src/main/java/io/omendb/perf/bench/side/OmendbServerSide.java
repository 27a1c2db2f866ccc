package io.omendb.perf.bench.side;

import io.omendb.engine.api.Database;
import io.omendb.perf.bench.load.EngineStep;
import io.omendb.perf.bench.load.Interval;
import io.omendb.perf.site.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OmenDB as users start it: the packaged server, in a process of its own. */
public final class OmendbServerSide implements WireSide, SlowSteps {
    private final ServerProcess server;
    private final Path collectorLog;
    private final int port;
    private final WireClients clients;

    /**
     * @param directory of its own
     * @param jvmOptions what the server's JVM is told beside what the jar says
     */
    public OmendbServerSide(Path directory, List<String> jvmOptions)
            throws IOException, InterruptedException {
        collectorLog = directory.resolve("collector.log");
        List<String> options = new ArrayList<>(jvmOptions);
        // The stamps are those of System.nanoTime(), which the processes of a machine share.
        options.add("-Xlog:gc:file=" + collectorLog + ":timenanos");
        server = ServerProcess.start(directory.resolve("data"), options);
        boolean listens = false;
        try {
            port = server.awaitPort();
            listens = true;
        } finally {
            if (!listens) {
                server.close();
            }
        }
        clients = new WireClients(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** What the server's collector says of its pauses, with stamps of {@link System#nanoTime}. */
    public Path collectorLog() {
        return collectorLog;
    }

    /** The number of the server's process. */
    public long processId() {
        return server.processId();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Client connect() throws SQLException {
        return clients.connect();
    }

    @Override
    public Map<String, String> facts() throws SQLException {
        try (Connection connection = clients.open()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("version", Database.VERSION);
            facts.put("synchronous_commit", Jdbc.ask(connection, "SHOW synchronous_commit"));
            facts.put("bulk load", "COPY");
            return facts;
        }
    }

    /** Asked on a connection of its own. */
    @Override
    public List<EngineStep> slowSteps() throws SQLException {
        List<EngineStep> steps = new ArrayList<>();
        try (Connection connection = clients.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                long beganNs = rows.getLong(3);
                steps.add(
                        new EngineStep(
                                rows.getString(1),
                                rows.getString(2),
                                new Interval(beganNs, beganNs + rows.getLong(4))));
            }
        }
        return steps;
    }

    @Override
    public void close() {
        server.close();
    }
}
