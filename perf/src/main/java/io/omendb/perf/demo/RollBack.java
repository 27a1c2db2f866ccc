package io.omendb.perf.demo;

import io.omendb.perf.site.Stopwatch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A transaction that inserts, updates and deletes, and is taken back. */
final class RollBack implements DemoStep {
    private static final int INSERTED_ROWS = 1_000;
    private static final int UPDATED_ROWS = 500;
    private static final int DELETED_ROWS = 250;

    @Override
    public String title() {
        return "Roll a transaction back";
    }

    @Override
    public void run(Demo demo) throws SQLException, IOException, CheckFailedException {
        Checks checks = demo.checks();
        Metrics.Totals before = Metrics.totals(demo.size().rowCount());
        try (Connection writer = demo.site().connect();
                Connection reader = demo.site().connect()) {
            writer.setAutoCommit(false);
            Stopwatch watch = Stopwatch.start();
            change(checks, writer);
            demo.narrator()
                    .say(
                            "A transaction inserts %,d rows, updates %,d and deletes %,d in %s.",
                            INSERTED_ROWS, UPDATED_ROWS, DELETED_ROWS, watch);
            Metrics.Totals inside = Metrics.totals(writer);
            checks.equal(
                    "rows inside", before.rows() + INSERTED_ROWS - DELETED_ROWS, inside.rows());
            checks.holds("it sees what it changed", inside.values() != before.values());
            checks.equal("what others see meanwhile", before, Metrics.totals(reader));

            watch = Stopwatch.start();
            writer.rollback();
            demo.narrator().say("ROLLBACK takes %s.", watch);
            checks.equal("what is left to it", before, Metrics.totals(writer));
            checks.equal("what is left to others", before, Metrics.totals(reader));
            writer.rollback();
        }
        demo.narrator().say("The transaction left nothing: %,d rows, as before.", before.rows());
    }

    private static void change(Checks checks, Connection writer)
            throws SQLException, CheckFailedException {
        try (PreparedStatement insert = writer.prepareStatement(Metrics.INSERT);
                Statement statement = writer.createStatement()) {
            for (int i = 0; i < INSERTED_ROWS; i++) {
                Metrics.bind(insert, Metrics.LIVE_START + i, 1.0, 0);
                insert.addBatch();
            }
            checks.equal("statements of the batch", INSERTED_ROWS, insert.executeBatch().length);
            checks.equal(
                    "rows updated",
                    UPDATED_ROWS,
                    statement.executeUpdate(
                            "UPDATE metrics SET value = value + 1 WHERE timestamp < "
                                    + Metrics.timestamp(UPDATED_ROWS)));
            checks.equal(
                    "rows deleted",
                    DELETED_ROWS,
                    statement.executeUpdate(
                            "DELETE FROM metrics WHERE timestamp < "
                                    + Metrics.timestamp(DELETED_ROWS)));
        }
    }
}
