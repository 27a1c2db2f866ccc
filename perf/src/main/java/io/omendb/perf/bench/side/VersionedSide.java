package io.omendb.perf.bench.side;

import java.sql.SQLException;

/**
 * An engine that keeps versions of rows where it keeps rows, and tells how many bytes they take.
 */
public interface VersionedSide extends FootprintSide {
    /** Keeps the table as it is now to be read, until what is returned is closed. */
    OldSnapshot hold() throws SQLException;

    /** Changes a tenth of the rows in one statement. Returns how many these were. */
    long changeTenth() throws SQLException;

    /** Sees that versions that nobody can read any more are gone. */
    void prune() throws SQLException;

    /** A reader that needs old versions. */
    interface OldSnapshot extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }
}
