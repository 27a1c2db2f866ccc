package io.omendb.perf.demo;

import io.omendb.perf.site.Stopwatch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A key that is there already is refused as PostgreSQL refuses it, with everything that its
 * statement did.
 */
final class InsertDuplicate implements DemoStep {
    private static final String UNIQUE_VIOLATION = "23505";

    @Override
    public String title() {
        return "Insert a key twice";
    }

    @Override
    public void run(Demo demo) throws SQLException, IOException, CheckFailedException {
        Checks checks = demo.checks();
        Metrics.Totals before = Metrics.totals(demo.size().rowCount());
        long taken = Metrics.timestamp(demo.size().rowCount() / 2);
        try (Connection connection = demo.site().connect();
                Statement statement = connection.createStatement()) {
            Stopwatch watch = Stopwatch.start();
            ServerErrorMessage error =
                    refused(statement, "INSERT INTO metrics VALUES (" + taken + ", 1.5, 7)");
            demo.narrator()
                    .say("After %s: ERROR %s: %s", watch, error.getSQLState(), error.getMessage());
            demo.narrator().say("DETAIL: %s", error.getDetail());
            checks.equal("SQLSTATE", UNIQUE_VIOLATION, error.getSQLState());
            checks.equal(
                    "message",
                    "duplicate key value violates unique constraint \"metrics_pkey\"",
                    error.getMessage());
            checks.equal(
                    "detail", "Key (timestamp)=(" + taken + ") already exists.", error.getDetail());
            checks.equal("constraint", "metrics_pkey", error.getConstraint());

            long free = Metrics.LIVE_START;
            error =
                    refused(
                            statement,
                            "INSERT INTO metrics VALUES ("
                                    + free
                                    + ", 1.5, 7), ("
                                    + taken
                                    + ", 1.5, 7)");
            checks.equal(
                    "SQLSTATE of a statement of two rows", UNIQUE_VIOLATION, error.getSQLState());
            checks.equal("what the two left", before, Metrics.totals(connection));
        }
        demo.narrator()
                .say(
                        "Of a statement with one new key and one that is taken, nothing is left either.");
    }

    private static ServerErrorMessage refused(Statement statement, String sql)
            throws SQLException, CheckFailedException {
        try {
            statement.execute(sql);
        } catch (PSQLException refusal) {
            ServerErrorMessage error = refusal.getServerErrorMessage();
            if (error == null) {
                throw refusal;
            }
            return error;
        }
        throw new CheckFailedException("the server took a key twice: " + sql);
    }
}
