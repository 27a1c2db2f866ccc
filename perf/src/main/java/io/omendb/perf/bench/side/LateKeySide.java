package io.omendb.perf.bench.side;

import java.sql.SQLException;

/**
 * An engine that can make the key of the table when the rows are there, and tells what it takes.
 */
public interface LateKeySide extends FootprintSide {
    /** Drops the table, if there is one, and makes it anew, without a key. */
    void recreateTableWithoutKey() throws SQLException;

    /** Makes the key over the rows that are there. */
    void addKey() throws SQLException;
}
