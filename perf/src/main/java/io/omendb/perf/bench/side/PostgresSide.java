package io.omendb.perf.bench.side;

import io.omendb.postgresql.PostgresHome;
import io.omendb.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** PostgreSQL 18 as a server, with everything that makes a commit durable left on. */
public final class PostgresSide implements WireSide, VersionedSide, LateKeySide {
    /**
     * Room for the rows and for a load without a checkpoint, as an administrator would set them.
     */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "max_connections", "200",
                    "shared_buffers", "2GB",
                    "max_wal_size", "8GB",
                    "checkpoint_timeout", "30min",
                    "logging_collector", "off");

    /** Before the values of a row without nulls, in the length that pgstattuple counts. */
    private static final int TUPLE_HEADER_BYTES = 24;

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
    public String footprintSource() {
        return "pages of its files, by pgstattuple";
    }

    /** By its own extension, which looks at every page. */
    @Override
    public Footprint footprint() throws SQLException {
        Footprint told = new Footprint();
        try (Connection connection = clients.open();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple");
            try (ResultSet table = statement.executeQuery(pages("measurement"))) {
                table.next();
                long all = table.getLong(1);
                long values = table.getLong(2) - table.getLong(3) * TUPLE_HEADER_BYTES;
                long free = table.getLong(4);
                long versions = table.getLong(5);
                told.with(Part.ALL, all)
                        .with(Part.ROW, all)
                        .with(Part.ROW_VALUES, values)
                        .with(Part.ROW_FREE, free)
                        .with(Part.ROW_VERSIONS, versions)
                        .with(Part.ROW_HEADERS, all - values - free - versions);
            }
            try (ResultSet key = statement.executeQuery(pages("measurement_pkey"))) {
                key.next();
                long all = key.getLong(1);
                long entries = key.getLong(2);
                long free = key.getLong(4);
                told.with(Part.ALL, all)
                        .with(Part.KEY, all)
                        .with(Part.KEY_ENTRIES, entries)
                        .with(Part.KEY_GAPS, free)
                        .with(Part.KEY_HEADERS, all - entries - free);
            }
        }
        return told;
    }

    private static String pages(String relation) {
        return "SELECT table_len, tuple_len, tuple_count, free_space, dead_tuple_len"
                + " FROM pgstattuple('"
                + relation
                + "')";
    }

    @Override
    public void recreateTableWithoutKey() throws SQLException {
        try (Connection connection = clients.open()) {
            Jdbc.execute(connection, Sql.DROP, Sql.CREATE_WITHOUT_KEY);
        }
    }

    @Override
    public void addKey() throws SQLException {
        try (Connection connection = clients.open()) {
            Jdbc.execute(connection, Sql.ADD_KEY);
        }
    }

    @Override
    public OldSnapshot hold() throws SQLException {
        Connection connection = clients.open();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        Jdbc.ask(connection, "SELECT count(*) FROM measurement");
        return connection::close;
    }

    @Override
    public long changeTenth() throws SQLException {
        try (Connection connection = clients.open();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(Sql.CHANGE_TENTH);
        }
    }

    @Override
    public void prune() throws SQLException {
        try (Connection connection = clients.open()) {
            Jdbc.execute(connection, "VACUUM measurement");
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
