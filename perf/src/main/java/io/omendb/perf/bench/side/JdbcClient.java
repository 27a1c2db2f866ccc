package io.omendb.perf.bench.side;

import io.omendb.perf.site.MetricRow;
import io.omendb.perf.site.ProgressLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A client over a JDBC connection, in autocommit but for the bulk load. */
final class JdbcClient implements Client {
    private static final int REPORT_ROWS = 10_000;

    /** How rows come in bulk. */
    @FunctionalInterface
    interface BulkLoad {
        void load(Connection connection, RowOrder rows, long count, ProgressLine progress)
                throws SQLException;
    }

    private final Connection connection;
    private final BulkLoad bulkLoad;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /**
     * @param connection its own from now on
     */
    JdbcClient(Connection connection, BulkLoad bulkLoad) {
        this.connection = connection;
        this.bulkLoad = bulkLoad;
    }

    /** Prepared INSERTs in batches, in one transaction. */
    static void loadByInserts(
            Connection connection, RowOrder rows, long count, ProgressLine progress)
            throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(Sql.INSERT)) {
            for (long row = 0; row < count; row++) {
                insert.setLong(1, rows.key(row));
                insert.setDouble(2, MetricRow.value(row));
                insert.setInt(3, MetricRow.sensor(row));
                insert.addBatch();
                if ((row + 1) % REPORT_ROWS == 0) {
                    insert.executeBatch();
                    progress.reached(row + 1);
                }
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void recreateTable() throws SQLException {
        closeStatements();
        try (Statement statement = connection.createStatement()) {
            statement.execute(Sql.DROP);
            statement.execute(Sql.CREATE);
        }
    }

    @Override
    public void load(RowOrder rows, long count, ProgressLine progress) throws SQLException {
        bulkLoad.load(connection, rows, count, progress);
    }

    @Override
    public void insert(long key, double value, int sensor) throws SQLException {
        PreparedStatement insert = prepared(Sql.INSERT);
        insert.setLong(1, key);
        insert.setDouble(2, value);
        insert.setInt(3, sensor);
        insert.executeUpdate();
    }

    @Override
    public long update(long key, double value) throws SQLException {
        PreparedStatement update = prepared(Sql.UPDATE);
        update.setDouble(1, value);
        update.setLong(2, key);
        return update.executeUpdate();
    }

    @Override
    public int point(long key) throws SQLException {
        PreparedStatement select = prepared(Sql.POINT);
        select.setLong(1, key);
        return readAll(select);
    }

    @Override
    public int range(long from, long to) throws SQLException {
        PreparedStatement select = prepared(Sql.RANGE);
        select.setLong(1, from);
        select.setLong(2, to);
        return readAll(select);
    }

    @Override
    public long aggregate() throws SQLException {
        long counted = 0;
        try (ResultSet groups = prepared(Sql.AGGREGATE).executeQuery()) {
            while (groups.next()) {
                counted += groups.getLong(2);
            }
        }
        return counted;
    }

    @Override
    public double sum() throws SQLException {
        try (ResultSet row = prepared(Sql.SUM).executeQuery()) {
            row.next();
            return row.getDouble(1);
        }
    }

    @Override
    public void close() throws SQLException {
        closeStatements();
        connection.close();
    }

    /** Every value is fetched: an engine that reads late has to read. */
    private static int readAll(PreparedStatement select) throws SQLException {
        int count = 0;
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                rows.getLong(1);
                rows.getDouble(2);
                rows.getInt(3);
                count++;
            }
        }
        return count;
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    private void closeStatements() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        prepared.clear();
    }
}
