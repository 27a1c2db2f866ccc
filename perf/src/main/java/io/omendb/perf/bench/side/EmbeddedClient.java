package io.omendb.perf.bench.side;

import io.omendb.engine.api.Appender;
import io.omendb.engine.api.Connection;
import io.omendb.engine.api.PreparedStatement;
import io.omendb.engine.api.Rows;
import io.omendb.perf.site.MetricRow;
import io.omendb.perf.site.ProgressLine;
import java.util.HashMap;
import java.util.Map;

/** A client over the engine's own API. What fails is thrown as the engine throws it. */
final class EmbeddedClient implements Client {
    private static final int REPORT_ROWS = 10_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /**
     * @param connection its own from now on
     */
    EmbeddedClient(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void recreateTable() {
        prepared.clear();
        connection.execute(Sql.DROP);
        connection.execute(Sql.CREATE);
    }

    @Override
    public void load(RowOrder rows, long count, ProgressLine progress) {
        try (Appender appender = connection.appender("measurement", "id", "reading", "sensor_id")) {
            for (long row = 0; row < count; row++) {
                appender.setLong(1, rows.key(row))
                        .setDouble(2, MetricRow.value(row))
                        .setLong(3, MetricRow.sensor(row))
                        .append();
                if ((row + 1) % REPORT_ROWS == 0) {
                    progress.reached(row + 1);
                }
            }
            appender.finish();
        }
    }

    @Override
    public void insert(long key, double value, int sensor) {
        prepared(Sql.INSERT).setLong(1, key).setDouble(2, value).setLong(3, sensor).execute();
    }

    @Override
    public long update(long key, double value) {
        return prepared(Sql.UPDATE).setDouble(1, value).setLong(2, key).execute();
    }

    @Override
    public int point(long key) {
        return readAll(prepared(Sql.POINT).setLong(1, key));
    }

    @Override
    public int range(long from, long to) {
        return readAll(prepared(Sql.RANGE).setLong(1, from).setLong(2, to));
    }

    @Override
    public long aggregate() {
        long counted = 0;
        try (Rows groups = prepared(Sql.AGGREGATE).query()) {
            while (groups.next()) {
                counted += groups.getLong(1);
            }
        }
        return counted;
    }

    @Override
    public double sum() {
        try (Rows row = prepared(Sql.SUM).query()) {
            row.next();
            return row.getDouble(0);
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    private static int readAll(PreparedStatement select) {
        int count = 0;
        try (Rows rows = select.query()) {
            while (rows.next()) {
                rows.getLong(0);
                rows.getDouble(1);
                rows.getLong(2);
                count++;
            }
        }
        return count;
    }

    private PreparedStatement prepared(String sql) {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepare(Sql.numbered(sql));
            prepared.put(sql, statement);
        }
        return statement;
    }
}
