package io.omendb.perf.bench.side;

import io.omendb.postgresql.PostgresHome;
import io.omendb.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** PostgreSQL 18 as a server, with everything that makes a commit durable left on. */
public final class PostgresSide implements WireSide {
    /** Room for the rows and for a load without a checkpoint, as an administrator would set them. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "max_connections", "200",
                    "shared_buffers", "2GB",
                    "max_wal_size", "8GB",
                    "checkpoint_timeout", "30min",
                    "logging_collector", "off");

    private static final String[] READ_BACK = {
        "fsync",
        "synchronous_commit",
        "wal_sync_method",
        "full_page_writes",
        "shared_buffers",
        "max_wal_size"
    };

    private final PostgresServer server;
    private final WireClients clients;

    /**
     * @param programs where PostgreSQL's programs are unpacked and kept
     * @param directory of its own
     */
    public PostgresSide(Path programs, Path directory) throws IOException, InterruptedException {
        server = PostgresServer.start(new PostgresHome(programs, directory), directory, SETTINGS);
        clients = new WireClients(server.address());
    }

    @Override
    public int port() {
        return server.address().getPort();
    }

    @Override
    public Client connect() throws SQLException {
        return clients.connect();
    }

    @Override
    public Map<String, String> facts() throws SQLException {
        try (Connection connection = clients.open()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("version", Jdbc.ask(connection, "SHOW server_version"));
            for (String setting : READ_BACK) {
                facts.put(setting, Jdbc.ask(connection, "SHOW " + setting));
            }
            facts.put("bulk load", "COPY");
            return facts;
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            server.close();
        } catch (IOException failure) {
            throw new SQLException("PostgreSQL did not end", failure);
        }
    }
}
