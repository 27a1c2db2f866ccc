package io.omendb.perf.demo;

import io.omendb.perf.site.Stopwatch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A connection that commits transactions of {@value #TRANSACTION_ROWS} rows until the server is
 * gone, and keeps in this process what it knows: how many transactions were acknowledged, and how
 * far the one behind them came.
 */
final class LoadClient {
    static final int TRANSACTION_ROWS = 5;

    private static final long TIMESTAMPS_PER_CLIENT = 1L << 32;
    private static final int LATENCY_DIGITS = 2;

    /** How far the transaction behind the acknowledged ones came. */
    enum Unacknowledged {
        /** COMMIT was not sent: nothing of it may be there. */
        OPEN,
        /** COMMIT was sent and nothing came back: all of it may be there, or nothing. */
        COMMIT_SENT
    }

    private final int number;
    private final Connection connection;
    private final CommitCount commits;
    private final Thread thread;
    private final Histogram latencyNs = new Histogram(LATENCY_DIGITS);
    private volatile boolean killed;
    private int acknowledged;
    private Unacknowledged last = Unacknowledged.OPEN;
    private @Nullable SQLException failure;

    private LoadClient(int number, Connection connection, CommitCount commits) {
        this.number = number;
        this.connection = connection;
        this.commits = commits;
        this.thread =
                Thread.ofPlatform().name("demo-client-" + number).unstarted(this::commitUntilGone);
    }

    /**
     * @param connection its own from now on, to close it as well
     */
    static LoadClient start(int number, Connection connection, CommitCount commits)
            throws SQLException {
        connection.setAutoCommit(false);
        LoadClient client = new LoadClient(number, connection, commits);
        client.thread.start();
        return client;
    }

    /** The server is about to be killed: from now on an error is what the client waits for. */
    void expectKill() {
        killed = true;
    }

    /** Returns when it has noticed that the server is gone; then its knowledge can be asked for. */
    void end() throws SQLException, InterruptedException {
        thread.join();
        if (failure != null) {
            throw new SQLException(
                    "client " + number + " failed before the server was killed", failure);
        }
    }

    int number() {
        return number;
    }

    /** Transactions 0 to this one, exclusive, were acknowledged. */
    int acknowledged() {
        return acknowledged;
    }

    /**
     * From the first statement of a transaction to the answer to its COMMIT, for the acknowledged
     * ones.
     */
    Histogram latencyNs() {
        return latencyNs;
    }

    Unacknowledged last() {
        return last;
    }

    /** The first key of a transaction; the others follow it. */
    static long firstTimestamp(int client, int transaction) {
        return Metrics.LOAD_START
                + client * TIMESTAMPS_PER_CLIENT
                + (long) transaction * TRANSACTION_ROWS;
    }

    /** The first key behind those of the client. */
    static long endTimestamp(int client) {
        return firstTimestamp(client + 1, 0);
    }

    private void commitUntilGone() {
        try (connection;
                PreparedStatement insert = connection.prepareStatement(Metrics.INSERT)) {
            while (true) {
                last = Unacknowledged.OPEN;
                Stopwatch watch = Stopwatch.start();
                insertRows(insert);
                last = Unacknowledged.COMMIT_SENT;
                connection.commit();
                latencyNs.recordValue(watch.elapsedNs());
                acknowledged++;
                commits.add();
            }
        } catch (SQLException gone) {
            if (!killed) {
                failure = gone;
                commits.fail();
            }
        }
    }

    /**
     * One statement after the other, as an application does: the kill can come between any two of
     * them.
     */
    private void insertRows(PreparedStatement insert) throws SQLException {
        long first = firstTimestamp(number, acknowledged);
        for (int row = 0; row < TRANSACTION_ROWS; row++) {
            Metrics.bind(insert, first + row, acknowledged, number);
            insert.executeUpdate();
        }
    }
}
