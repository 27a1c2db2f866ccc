package io.omendb.engine.catalog;

/**
 * What the store knows about the size of a table or an index. Called by any thread; may be a little
 * out of date.
 */
public interface TableStatistics {
    /** About how many rows a table has. */
    long rows(int tableOid);

    /** About how many bytes a table or an index takes in memory. */
    long bytes(int relationOid);
}
