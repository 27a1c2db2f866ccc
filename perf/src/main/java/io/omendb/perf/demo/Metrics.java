package io.omendb.perf.demo;

import io.omendb.perf.site.MetricRow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table, and where in time the rows lie that COPY and others bring. */
final class Metrics {
    /** DDL that both engines take. */
    static final String CREATE =
            "CREATE TABLE metrics (timestamp bigint PRIMARY KEY, value float, sensor_id int)";

    static final String INSERT =
            "INSERT INTO metrics (timestamp, value, sensor_id) VALUES (?, ?, ?)";

    /** Rows of COPY lie at this time and after it, one each millisecond. */
    static final long START = 1_760_000_000_000L;

    /** Rows that come while queries run lie at this time and after it. */
    static final long LIVE_START = 2 * START;

    /** Rows of the transactions under which the server is killed lie at this time and after it. */
    static final long LOAD_START = 4 * START;

    private Metrics() {}

    static long timestamp(long row) {
        return START + row;
    }

    /** What the first {@code count} rows add up to. */
    static Totals totals(long count) {
        long sensors = 0;
        for (long row = 0; row < count; row++) {
            sensors += MetricRow.sensor(row);
        }
        return new Totals(count, MetricRow.sum(count), sensors);
    }

    /** What the whole table adds up to, as the connection sees it. */
    static Totals totals(Connection connection) throws SQLException {
        return totals(connection, "SELECT count(*), sum(value), sum(sensor_id) FROM metrics");
    }

    /** What the rows that COPY brought add up to, as the connection sees them. */
    static Totals totalsOfCopied(Connection connection) throws SQLException {
        return totals(
                connection,
                "SELECT count(*), sum(value), sum(sensor_id) FROM metrics WHERE timestamp < "
                        + LIVE_START);
    }

    /** Sets the parameters of {@link #INSERT}. */
    static void bind(PreparedStatement insert, long timestamp, double value, int sensor)
            throws SQLException {
        insert.setLong(1, timestamp);
        insert.setDouble(2, value);
        insert.setInt(3, sensor);
    }

    private static Totals totals(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new Totals(row.getLong(1), row.getDouble(2), row.getLong(3));
        }
    }

    /**
     * What rows add up to.
     *
     * @param rows how many
     * @param values the sum of {@code value}
     * @param sensors the sum of {@code sensor_id}
     */
    record Totals(long rows, double values, long sensors) {}
}
