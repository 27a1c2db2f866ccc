package io.omendb.perf.demo;

import io.omendb.perf.site.ProgressLine;
import io.omendb.perf.site.Stopwatch;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Kills the server while clients commit, starts it again over the same directory, and compares what
 * is there with what the clients were told.
 */
final class KillUnderLoad implements DemoStep {
    /** Rows of the transaction that is never committed. */
    private static final int ABANDONED_ROWS = 1_000;

    private static final int FETCH_ROWS = 10_000;
    private static final int LATENCY_DIGITS = 2;
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    @Override
    public String title() {
        return "Kill the server (SIGKILL) in the middle of transactions, start it again";
    }

    @Override
    public void run(Demo demo)
            throws SQLException, IOException, InterruptedException, CheckFailedException {
        Narrator narrator = demo.narrator();
        Metrics.Totals copied = Metrics.totals(demo.size().rowCount());
        List<LoadClient> clients = commitAndKill(demo);

        Stopwatch watch = Stopwatch.start();
        demo.site().startServer();
        try (Connection connection = demo.site().connect()) {
            demo.checks().equal("the rows of COPY", copied, Metrics.totalsOfCopied(connection));
            narrator.say(
                    "The server is back, with the answer to a query over all rows, after %s.",
                    watch);
            compare(demo, connection, clients);
            checkItGoesOn(demo.checks(), connection);
        }
        watch = Stopwatch.start();
        demo.checks().equal("status of the server after SIGTERM", 0, demo.site().server().stop());
        narrator.say("It takes commits again. SIGTERM ends it in %s with status 0.", watch);
    }

    /** Returns the clients with what they were told until the server was gone. */
    private static List<LoadClient> commitAndKill(Demo demo)
            throws SQLException, IOException, InterruptedException, CheckFailedException {
        DemoSize size = demo.size();
        List<LoadClient> clients = new ArrayList<>();
        try (Connection abandoned = demo.site().connect();
                ProgressLine progress =
                        demo.narrator().progress("acknowledged", "commits", size.commitCount())) {
            abandon(demo.checks(), abandoned, size.clientCount());
            CommitCount commits = new CommitCount(progress);
            Stopwatch watch = Stopwatch.start();
            for (int number = 0; number < size.clientCount(); number++) {
                clients.add(LoadClient.start(number, demo.site().connect(), commits));
            }
            commits.await(size.commitCount());
            clients.forEach(LoadClient::expectKill);
            demo.site().server().kill();
            long elapsedNs = watch.elapsedNs();
            Histogram latencyNs = new Histogram(LATENCY_DIGITS);
            for (LoadClient client : clients) {
                client.end();
                latencyNs.add(client.latencyNs());
            }
            demo.narrator()
                    .say(
                            "%d clients had %,d commits acknowledged in %s (%s) when it was killed.",
                            clients.size(),
                            commits.total(),
                            Stopwatch.words(elapsedNs),
                            Stopwatch.rate(commits.total(), "commits", elapsedNs));
            demo.narrator()
                    .say(
                            "A transaction of %d INSERTs and its COMMIT took %s in the middle,"
                                    + " %s at the 99th percentile.",
                            LoadClient.TRANSACTION_ROWS,
                            Stopwatch.words(latencyNs.getValueAtPercentile(MEDIAN)),
                            Stopwatch.words(latencyNs.getValueAtPercentile(TAIL)));
        }
        return clients;
    }

    /** Leaves a transaction open. Its keys are those of a client that does not exist. */
    private static void abandon(Checks checks, Connection connection, int number)
            throws SQLException, CheckFailedException {
        connection.setAutoCommit(false);
        long first = LoadClient.firstTimestamp(number, 0);
        try (PreparedStatement insert = connection.prepareStatement(Metrics.INSERT)) {
            for (int row = 0; row < ABANDONED_ROWS; row++) {
                Metrics.bind(insert, first + row, row, number);
                insert.addBatch();
            }
            checks.equal(
                    "rows of a transaction left open",
                    ABANDONED_ROWS,
                    insert.executeBatch().length);
        }
    }

    private static void compare(Demo demo, Connection connection, List<LoadClient> clients)
            throws SQLException, CheckFailedException {
        Checks checks = demo.checks();
        long acknowledged = 0;
        int open = 0;
        int committing = 0;
        int arrived = 0;
        connection.setAutoCommit(false);
        for (LoadClient client : clients) {
            acknowledged += client.acknowledged();
            int behind = rowsBehindAcknowledged(checks, connection, client);
            switch (client.last()) {
                case OPEN -> {
                    open++;
                    checks.equal(
                            "rows of an open transaction of client " + client.number(), 0, behind);
                }
                case COMMIT_SENT -> {
                    committing++;
                    arrived += behind > 0 ? 1 : 0;
                    checks.holds(
                            "the last transaction of client "
                                    + client.number()
                                    + " is there whole or not at all",
                            behind == 0 || behind == LoadClient.TRANSACTION_ROWS);
                }
            }
        }
        checks.equal("rows of the transaction left open", 0L, rowsFrom(connection, clients.size()));
        connection.commit();
        connection.setAutoCommit(true);
        long ids = acknowledged * LoadClient.TRANSACTION_ROWS;
        checks.holds(
                "at least 1,000 commits were acknowledged: " + acknowledged, acknowledged >= 1_000);
        demo.narrator()
                .say(
                        "All %,d ids of %,d acknowledged transactions are there, with their values.",
                        ids, acknowledged);
        demo.narrator()
                .say(
                        "Transactions hit before COMMIT was sent: %d, nothing of them is there (%,d rows of another).",
                        open + 1, ABANDONED_ROWS);
        demo.narrator()
                .say(
                        "Hit between COMMIT and its answer: %d; whole: %d, not there: %d, in part: 0.",
                        committing, arrived, committing - arrived);
    }

    /**
     * Checks every acknowledged id of a client, in order, and returns how many rows there are
     * behind them.
     */
    private static int rowsBehindAcknowledged(
            Checks checks, Connection connection, LoadClient client)
            throws SQLException, CheckFailedException {
        long next = LoadClient.firstTimestamp(client.number(), 0);
        long endAcknowledged = LoadClient.firstTimestamp(client.number(), client.acknowledged());
        int behind = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(rowsOf(client.number()))) {
                while (rows.next()) {
                    checks.equal("next id of client " + client.number(), next, rows.getLong(1));
                    long transaction =
                            (next - LoadClient.firstTimestamp(client.number(), 0))
                                    / LoadClient.TRANSACTION_ROWS;
                    checks.equal("value of id " + next, (double) transaction, rows.getDouble(2));
                    checks.equal("sensor of id " + next, client.number(), rows.getInt(3));
                    if (next >= endAcknowledged) {
                        behind++;
                    }
                    next++;
                }
            }
        }
        checks.holds(
                "client "
                        + client.number()
                        + " finds its ids up to "
                        + endAcknowledged
                        + ", the last is "
                        + (next - 1),
                next >= endAcknowledged);
        return behind;
    }

    private static String rowsOf(int client) {
        return "SELECT timestamp, value, sensor_id FROM metrics WHERE timestamp >= "
                + LoadClient.firstTimestamp(client, 0)
                + " AND timestamp < "
                + LoadClient.endTimestamp(client)
                + " ORDER BY timestamp";
    }

    private static long rowsFrom(Connection connection, int client) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM metrics WHERE timestamp >= "
                                        + LoadClient.firstTimestamp(client, 0))) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void checkItGoesOn(Checks checks, Connection connection)
            throws SQLException, CheckFailedException {
        try (PreparedStatement insert = connection.prepareStatement(Metrics.INSERT)) {
            Metrics.bind(insert, Metrics.LOAD_START - 1, 1.0, 1);
            checks.equal("rows inserted after the restart", 1, insert.executeUpdate());
        }
    }
}
