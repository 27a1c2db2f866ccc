package io.omendb.perf.demo;

import io.omendb.perf.site.ServerProcess;
import io.omendb.perf.site.SqliteFile;
import io.omendb.perf.site.TemporaryDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo happens: a directory of its own with the database of the server and that of
 * SQLite. Closing it, which any thread may do at any time, ends the server and removes the
 * directory; from then on nothing can be opened.
 */
final class DemoSite implements AutoCloseable {
    private static final int SOCKET_TIMEOUT_SECONDS = 120;

    private final TemporaryDirectory directory;
    private final List<Connection> sqliteConnections = new ArrayList<>();
    private @Nullable ServerProcess server;
    private int port;
    private boolean closed;

    private DemoSite(TemporaryDirectory directory) {
        this.directory = directory;
    }

    /** Below TMPDIR, or where the system keeps what is temporary. */
    static DemoSite create() throws IOException {
        return new DemoSite(TemporaryDirectory.create("omendb-demo-"));
    }

    Path directory() {
        return directory.path();
    }

    /** Starts the server over the same directory each time; returns when it listens. */
    void startServer() throws IOException, InterruptedException {
        ServerProcess starting;
        synchronized (this) {
            requireOpen();
            starting = ServerProcess.start(directory.path().resolve("data"));
            server = starting;
        }
        // Not under the lock: who closes the site must not wait for a server that does not come.
        int listening = starting.awaitPort();
        synchronized (this) {
            port = listening;
        }
    }

    /** The server that was started last. */
    synchronized ServerProcess server() {
        if (server == null) {
            throw new IllegalStateException("no server was started");
        }
        return server;
    }

    synchronized List<String> serverLog() {
        return server == null ? List.of() : server.log();
    }

    /** A connection to the server; the caller closes it. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("ApplicationName", "omendb demo");
        // A server that answers no more fails the demo instead of holding it.
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_SECONDS));
        // A batch of INSERTs travels as few statements of many rows.
        properties.setProperty("reWriteBatchedInserts", "true");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + serverPort() + "/postgres", properties);
    }

    /** A connection to SQLite as durable as the server is: a commit returns when it is on disk. */
    synchronized Connection connectSqlite() throws SQLException, IOException {
        requireOpen();
        Connection connection = SqliteFile.connect(directory.path().resolve("sqlite.db"));
        sqliteConnections.add(connection);
        return connection;
    }

    /** Whether the demo was interrupted, or has ended. */
    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (server != null) {
            server.close();
        }
        try {
            for (Connection connection : sqliteConnections) {
                connection.close();
            }
            directory.remove();
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "SQLite did not close: " + directory.path() + " is left behind", failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(directory.path() + " is left behind", failure);
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the demo was interrupted");
        }
    }

    private synchronized int serverPort() {
        return port;
    }
}
