package io.omendb.perf.bench.side;

import io.omendb.perf.site.SqliteFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** SQLite in this process: write-ahead log, forced at each commit, pages cached in memory. */
public final class SqliteSide implements Side {
    /** In KiB, negative as SQLite wants a size that is not one in pages. */
    private static final String CACHE = "PRAGMA cache_size = -1048576";

    private static final String BUSY = "PRAGMA busy_timeout = 60000";

    private final Path file;

    /** The level of {@code synchronous}, in SQLite's numbers. */
    private static final String[] SYNCHRONOUS = {"off", "normal", "full", "extra"};

    /**
     * @param directory of its own
     */
    public SqliteSide(Path directory) {
        this.file = directory.resolve("sqlite.db");
    }

    @Override
    public Client connect() throws SQLException {
        return new JdbcClient(open(), JdbcClient::loadByInserts);
    }

    @Override
    public Map<String, String> facts() throws SQLException {
        try (Connection connection = open()) {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("version", Jdbc.ask(connection, "SELECT sqlite_version()"));
            facts.put("journal_mode", Jdbc.ask(connection, "PRAGMA journal_mode"));
            int level = Integer.parseInt(Jdbc.ask(connection, "PRAGMA synchronous"));
            facts.put("synchronous", SYNCHRONOUS[level]);
            facts.put("cache_size", Jdbc.ask(connection, "PRAGMA cache_size"));
            facts.put("bulk load", "prepared INSERT, one transaction");
            return facts;
        }
    }

    @Override
    public void close() {}

    private Connection open() throws SQLException {
        Connection connection = SqliteFile.connect(file);
        Jdbc.execute(connection, CACHE, BUSY);
        return connection;
    }
}
