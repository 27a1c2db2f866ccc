package io.omendb.perf.bench.side;

import io.omendb.perf.site.CopyText;
import io.omendb.perf.site.MetricRow;
import io.omendb.perf.site.ProgressLine;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Clients over PostgreSQL's protocol: the same driver with the same properties, whoever listens.
 */
final class WireClients {
    private static final int REPORT_ROWS = 10_000;
    private static final int SOCKET_TIMEOUT_SECONDS = 600;

    private final InetSocketAddress address;

    WireClients(InetSocketAddress address) {
        this.address = address;
    }

    Client connect() throws SQLException {
        return new JdbcClient(open(), WireClients::loadByCopy);
    }

    Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        // A server that answers no more fails the run instead of holding it.
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_SECONDS));
        // Spares a server of canned bytes the questions of the driver about its version.
        properties.setProperty("assumeMinServerVersion", "14");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + address.getPort() + "/postgres", properties);
    }

    private static void loadByCopy(
            Connection connection, RowOrder rows, long count, ProgressLine progress)
            throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(Sql.COPY);
        CopyText text = new CopyText(copy);
        for (long row = 0; row < count; row++) {
            text.row(rows.key(row), MetricRow.value(row), MetricRow.sensor(row));
            if ((row + 1) % REPORT_ROWS == 0) {
                progress.reached(row + 1);
            }
        }
        text.flush();
        long copied = copy.endCopy();
        if (copied != count) {
            throw new SQLException("COPY counted " + copied + " rows of " + count);
        }
    }
}
