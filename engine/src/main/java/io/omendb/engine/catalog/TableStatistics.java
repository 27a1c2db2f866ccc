package io.omendb.engine.catalog;

import java.util.List;

/**
 * What the store knows about the size of a table or an index. Called by any thread; may be a little
 * out of date.
 */
public interface TableStatistics {
    /** About how many rows a table has. */
    long rows(int tableOid);

    /** About how many bytes a table without its indexes, or an index, takes in memory. */
    long bytes(int relationOid);

    /** What these bytes are for; empty if there is no such relation. */
    List<MemoryUse> memory(int relationOid);

    /** What memory is for that belongs to no relation, blocks that nobody uses included. */
    List<MemoryUse> sharedMemory();

    /** About how many bytes everything stored takes in memory. */
    long databaseBytes();
}
