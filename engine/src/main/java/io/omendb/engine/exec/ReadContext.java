package io.omendb.engine.exec;

import io.omendb.engine.catalog.SystemSnapshot;
import io.omendb.sql.vector.Batch;

/** What one execution of a plan reads from and is bounded by. Valid until the cursor is closed. */
public interface ReadContext {
    /**
     * The rows of a user's table at the snapshot of the execution. Where it is the same object as
     * in an earlier execution of the plan, nothing is allocated to read by an index; it serves one
     * open cursor at a time.
     */
    TableRows table(int tableOid);

    /** What the system tables show; asked for only by statements that read one. */
    SystemSnapshot system();

    /** The values of the parameters: one row, one column per parameter. */
    Batch parameters();

    /** How much memory the execution may take for what it must hold. */
    long memoryBytesMax();

    /** Throws 57014 when the execution was cancelled. Called once per batch or more often. */
    void checkCancel();
}
