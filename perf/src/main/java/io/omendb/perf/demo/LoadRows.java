package io.omendb.perf.demo;

import io.omendb.perf.site.ProgressLine;
import io.omendb.perf.site.Stopwatch;
import io.omendb.perf.site.CopyText;
import io.omendb.perf.site.MetricRow;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The same rows into both engines, in one transaction each that is on disk when it ends. */
final class LoadRows implements DemoStep {
    private static final int REPORT_ROWS = 10_000;
    private static final int BATCH_ROWS = 1_000;

    @Override
    public String title() {
        return "Load the rows through COPY, beside SQLite";
    }

    @Override
    public void run(Demo demo) throws SQLException, IOException, CheckFailedException {
        int rowCount = demo.size().rowCount();
        Metrics.Totals expected = Metrics.totals(rowCount);
        Checks checks = demo.checks();
        try (Connection connection = demo.site().connect();
                ProgressLine progress = demo.narrator().progress("OmenDB", "rows", rowCount)) {
            Stopwatch watch = Stopwatch.start();
            checks.equal(
                    "rows that COPY counts", (long) rowCount, copy(connection, rowCount, progress));
            say(demo.narrator(), "OmenDB: COPY from the driver", rowCount, watch.elapsedNs());
            checks.equal("what OmenDB holds", expected, Metrics.totals(connection));
        }
        try (Connection connection = demo.site().connectSqlite();
                ProgressLine progress = demo.narrator().progress("SQLite", "rows", rowCount)) {
            Stopwatch watch = Stopwatch.start();
            insert(connection, rowCount, progress);
            say(
                    demo.narrator(),
                    "SQLite: prepared INSERT in this process, no wire",
                    rowCount,
                    watch.elapsedNs());
            checks.equal("what SQLite holds", expected, Metrics.totals(connection));
        }
    }

    private static long copy(Connection connection, int rowCount, ProgressLine progress)
            throws SQLException {
        CopyIn copy =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("COPY metrics (timestamp, value, sensor_id) FROM STDIN");
        CopyText text = new CopyText(copy);
        for (int row = 0; row < rowCount; row++) {
            text.row(Metrics.timestamp(row), MetricRow.value(row), MetricRow.sensor(row));
            if ((row + 1) % REPORT_ROWS == 0) {
                progress.reached(row + 1);
            }
        }
        text.flush();
        return copy.endCopy();
    }

    private static void insert(Connection connection, int rowCount, ProgressLine progress)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(Metrics.CREATE);
        }
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(Metrics.INSERT)) {
            for (int row = 0; row < rowCount; row++) {
                Metrics.bind(
                        insert, Metrics.timestamp(row), MetricRow.value(row), MetricRow.sensor(row));
                insert.addBatch();
                if ((row + 1) % BATCH_ROWS == 0) {
                    insert.executeBatch();
                    progress.reached(row + 1);
                }
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void say(Narrator narrator, String how, int rowCount, long elapsedNs) {
        narrator.say(
                "%s: %,d rows in %s, %s.",
                how,
                rowCount,
                Stopwatch.words(elapsedNs),
                Stopwatch.rate(rowCount, "rows", elapsedNs));
    }
}
