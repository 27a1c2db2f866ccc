package io.omendb.perf.bench.side;

import io.omendb.perf.site.MetricRow;
import io.omendb.perf.site.ProgressLine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** DuckDB in this process, as it comes: its log is forced at each commit. */
public final class DuckDbSide implements Side {
    private static final int REPORT_ROWS = 10_000;

    /** Keeps the database open between clients, which are duplicates of it. */
    private final DuckDBConnection first;

    /**
     * @param directory of its own
     */
    public DuckDbSide(Path directory) throws SQLException {
        first =
                DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("duck.db"))
                        .unwrap(DuckDBConnection.class);
    }

    @Override
    public Client connect() throws SQLException {
        return new JdbcClient(first.duplicate(), DuckDbSide::loadByAppender);
    }

    @Override
    public Map<String, String> facts() throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", Jdbc.ask(first, "SELECT version()"));
        for (String setting : new String[] {"wal_autocheckpoint", "threads", "memory_limit"}) {
            facts.put(setting, Jdbc.ask(first, "SELECT current_setting('" + setting + "')"));
        }
        facts.put("bulk load", "appender, one transaction");
        return facts;
    }

    @Override
    public void close() throws SQLException {
        first.close();
    }

    private static void loadByAppender(
            Connection connection, RowOrder rows, long count, ProgressLine progress)
            throws SQLException {
        connection.setAutoCommit(false);
        try (DuckDBAppender appender =
                connection
                        .unwrap(DuckDBConnection.class)
                        .createAppender(DuckDBConnection.DEFAULT_SCHEMA, "measurement")) {
            for (long row = 0; row < count; row++) {
                appender.beginRow();
                appender.append(rows.key(row));
                appender.append(MetricRow.value(row));
                appender.append(MetricRow.sensor(row));
                appender.endRow();
                if ((row + 1) % REPORT_ROWS == 0) {
                    progress.reached(row + 1);
                }
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }
}
