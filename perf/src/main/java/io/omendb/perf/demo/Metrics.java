package io.omendb.perf.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The table, and the rows that COPY brings: row {@code i} is a function of {@code i}, so that the client knows what must
 * be there without keeping it.
 *
 * <p>Values are multiples of an eighth below 1,024. Sums of them are exact in floating point, whatever their order: what
 * two engines answer can be compared for equality.
 */
final class Metrics {
    /** DDL that both engines take. */
    static final String CREATE =
            "CREATE TABLE metrics (timestamp bigint PRIMARY KEY, value float, sensor_id int)";

    static final String INSERT = "INSERT INTO metrics (timestamp, value, sensor_id) VALUES (?, ?, ?)";

    /** Rows of COPY lie at this time and after it, one each millisecond. */
    static final long START = 1_760_000_000_000L;

    /** Rows that come while queries run lie at this time and after it. */
    static final long LIVE_START = 2 * START;

    /** Rows of the transactions under which the server is killed lie at this time and after it. */
    static final long LOAD_START = 4 * START;

    static final int SENSOR_COUNT = 1_000;

    private static final int EIGHTHS_BITS = 13;
    private static final double EIGHTH = 0.125;

    private Metrics() {}

    static long timestamp(long row) {
        return START + row;
    }

    static double value(long row) {
        return (mix(row) >>> (Long.SIZE - EIGHTHS_BITS)) * EIGHTH;
    }

    static int sensor(long row) {
        return (int) Long.remainderUnsigned(mix(row), SENSOR_COUNT);
    }

    /** What the first {@code count} rows add up to. */
    static Totals totals(long count) {
        double values = 0;
        long sensors = 0;
        for (long row = 0; row < count; row++) {
            values += value(row);
            sensors += sensor(row);
        }
        return new Totals(count, values, sensors);
    }

    /** What the whole table adds up to, as the connection sees it. */
    static Totals totals(Connection connection) throws SQLException {
        return totals(connection, "SELECT count(*), sum(value), sum(sensor_id) FROM metrics");
    }

    /** What the rows that COPY brought add up to, as the connection sees them. */
    static Totals totalsOfCopied(Connection connection) throws SQLException {
        return totals(
                connection,
                "SELECT count(*), sum(value), sum(sensor_id) FROM metrics WHERE timestamp < " + LIVE_START);
    }

    /** Sets the parameters of {@link #INSERT}. */
    static void bind(PreparedStatement insert, long timestamp, double value, int sensor) throws SQLException {
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

    /** The finalizer of SplitMix64: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014. */
    private static long mix(long row) {
        long z = (row + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
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
