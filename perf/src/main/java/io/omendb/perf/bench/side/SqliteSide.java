package io.omendb.perf.bench.side;

import io.omendb.perf.site.SqliteFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** SQLite in this process: write-ahead log, forced at each commit, pages cached in memory. */
public final class SqliteSide implements FootprintSide {
    /** In KiB, negative as SQLite wants a size that is not one in pages. */
    private static final String CACHE = "PRAGMA cache_size = -1048576";

    /** Bytes by tree: of pages, of records with their headers, of what is free in pages. */
    private static final String PAGES =
            "SELECT dbstat.name, sum(pgsize), sum(payload), sum(unused) FROM dbstat"
                    + " JOIN sqlite_schema ON sqlite_schema.name = dbstat.name"
                    + " WHERE tbl_name = 'measurement' GROUP BY dbstat.name";

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
    public String footprintSource() {
        return "pages of its file, by dbstat";
    }

    /**
     * By its table of pages; the key is an index of its own, as the column is not the row's number.
     */
    @Override
    public Footprint footprint() throws SQLException {
        Footprint told = new Footprint();
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet tree = statement.executeQuery(PAGES)) {
            while (tree.next()) {
                boolean isTable = tree.getString(1).equals("measurement");
                long all = tree.getLong(2);
                long payload = tree.getLong(3);
                long unused = tree.getLong(4);
                told.with(Part.ALL, all)
                        .with(isTable ? Part.ROW : Part.KEY, all)
                        .with(isTable ? Part.ROW_VALUES : Part.KEY_ENTRIES, payload)
                        .with(isTable ? Part.ROW_FREE : Part.KEY_GAPS, unused)
                        .with(
                                isTable ? Part.ROW_HEADERS : Part.KEY_HEADERS,
                                all - payload - unused);
            }
        }
        return told;
    }

    @Override
    public void close() {}

    private Connection open() throws SQLException {
        Connection connection = SqliteFile.connect(file);
        Jdbc.execute(connection, CACHE, BUSY);
        return connection;
    }
}
