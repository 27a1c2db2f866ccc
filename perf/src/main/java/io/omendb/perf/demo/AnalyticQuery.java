package io.omendb.perf.demo;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A question to the rows that COPY brought. Rows that arrive meanwhile lie outside, so that its answer stays the same.
 *
 * @param name what it asks, in plain words
 * @param sql text that both engines take
 */
record AnalyticQuery(String name, String sql) {
    /** @param rowCount rows that COPY brought */
    static List<AnalyticQuery> over(int rowCount) {
        String copied = " WHERE timestamp < " + Metrics.LIVE_START;
        long hundredth = rowCount / 100;
        return List.of(
                new AnalyticQuery(
                        "totals", "SELECT count(*), sum(value), avg(value), min(value), max(value) FROM metrics" + copied),
                new AnalyticQuery(
                        "per sensor",
                        "SELECT sensor_id, count(*), avg(value), max(value) FROM metrics"
                                + copied
                                + " GROUP BY sensor_id ORDER BY avg(value) DESC, sensor_id LIMIT 10"),
                new AnalyticQuery(
                        "high values",
                        "SELECT sensor_id, count(*) FROM metrics"
                                + copied
                                + " AND value >= 1000 GROUP BY sensor_id ORDER BY count(*) DESC, sensor_id LIMIT 10"),
                new AnalyticQuery(
                        "a hundredth, by key",
                        "SELECT count(*), sum(value) FROM metrics WHERE timestamp >= "
                                + Metrics.timestamp(hundredth)
                                + " AND timestamp < "
                                + Metrics.timestamp(2 * hundredth)));
    }

    /** Its answer: numbers, row by row. */
    static List<Double> answer(PreparedStatement statement) throws SQLException {
        List<Double> numbers = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            int columnCount = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columnCount; column++) {
                    numbers.add(rows.getDouble(column));
                }
            }
        }
        return numbers;
    }
}
