package io.omendb.perf.bench.side;

import io.omendb.perf.site.ProgressLine;
import java.sql.SQLException;

/**
 * What a thread asks of an engine. All engines have the same table, {@code measurement (id bigint
 * PRIMARY KEY, reading double precision, sensor_id int)}, and the same statements, prepared once. A
 * change is as durable as the engine's settings say when the call returns.
 */
public interface Client extends AutoCloseable {
    /** Drops the table, if there is one, and makes it anew. */
    void recreateTable() throws SQLException;

    /** Brings the rows by the fastest road that the engine has, in one transaction. */
    void load(RowOrder rows, long count, ProgressLine progress) throws SQLException;

    /** Inserts one row and commits. */
    void insert(long key, double value, int sensor) throws SQLException;

    /** Sets the value of the row with a key, and commits. Returns the number of rows changed. */
    long update(long key, double value) throws SQLException;

    /** Reads the row with a key. Returns the number of rows read. */
    int point(long key) throws SQLException;

    /** Reads the rows from a key to another, the second exclusive. Returns their number. */
    int range(long from, long to) throws SQLException;

    /**
     * Count, average, minimum and maximum of the values by sensor. Returns the number of rows that
     * the groups counted.
     */
    long aggregate() throws SQLException;

    /** The sum of all values. */
    double sum() throws SQLException;

    @Override
    void close() throws SQLException;
}
