package io.omendb.engine.exec;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;

/** Counts the bytes that an execution holds against its limit. */
final class MemoryBudget {
    private long bytesMax;
    private long bytesUsed;

    void reset(long limit) {
        bytesMax = limit;
        bytesUsed = 0;
    }

    /** Takes more, or fails with 53200. */
    void take(long bytes) {
        bytesUsed += bytes;
        if (bytesUsed > bytesMax) {
            throw SqlException.of(SqlState.OUT_OF_MEMORY, "out of memory")
                    .withDetail(
                            "The statement needs more than its "
                                    + bytesMax
                                    + " bytes for rows that it must hold.")
                    .withHint("Let the statement sort, join or group fewer rows, or narrower ones.");
        }
    }

    void give(long bytes) {
        bytesUsed -= bytes;
    }
}
