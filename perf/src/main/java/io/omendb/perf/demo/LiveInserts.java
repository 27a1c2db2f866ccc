package io.omendb.perf.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A thread that commits transactions of {@value #TRANSACTION_ROWS} rows until it is told to end. The values of each
 * transaction add up to zero, and so do its sensors: whoever sees a part of one sees a sum that is not as it was.
 */
final class LiveInserts {
    static final int TRANSACTION_ROWS = 100;

    private final Connection connection;
    private final Thread thread;
    private volatile boolean ending;
    private volatile long commits;
    private volatile @Nullable SQLException failure;

    private LiveInserts(Connection connection) {
        this.connection = connection;
        this.thread = Thread.ofPlatform().name("demo-inserts").unstarted(this::insertUntilEnd);
    }

    /** @param connection its own from now on; closed by whoever opened it, after {@link #end()} */
    static LiveInserts start(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        LiveInserts inserts = new LiveInserts(connection);
        inserts.thread.start();
        return inserts;
    }

    /** Rows whose commit was acknowledged. */
    long acknowledgedRows() {
        return commits * TRANSACTION_ROWS;
    }

    /** Returns when its last transaction has ended. */
    void end() throws SQLException, InterruptedException {
        ending = true;
        thread.join();
        if (failure != null) {
            throw new SQLException("an insert beside the queries failed", failure);
        }
    }

    private void insertUntilEnd() {
        try (PreparedStatement insert = connection.prepareStatement(Metrics.INSERT)) {
            for (long done = 0; !ending; done++) {
                transaction(insert, Metrics.LIVE_START + done * TRANSACTION_ROWS);
                commits = done + 1;
            }
        } catch (SQLException thrown) {
            failure = thrown;
        }
    }

    private void transaction(PreparedStatement insert, long firstTimestamp) throws SQLException {
        for (int i = 0; i < TRANSACTION_ROWS; i++) {
            int sign = i % 2 == 0 ? 1 : -1;
            Metrics.bind(insert, firstTimestamp + i, sign * 2.5, sign);
            insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
    }
}
