package io.omendb.engine.exec;

import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.vector.Batch;
import java.util.List;

/**
 * The rows of RETURNING, held until the statement has changed all that it changes: no client sees
 * one of a statement that fails later, and one that fetches a part of them finds the changes
 * complete. One thread at a time.
 */
public final class ReturnedRows implements Cursor {
    private final MemoryBudget budget = new MemoryBudget();
    private final RowBuffer rows;
    private int nextBatch;

    public ReturnedRows(List<OutputColumn> columns) {
        rows = new RowBuffer(columns.stream().map(OutputColumn::type).toList(), budget);
    }

    /** Begins an execution, without rows. */
    public void open(long memoryBytesMax) {
        rows.clear();
        budget.reset(memoryBytesMax);
        nextBatch = 0;
    }

    /**
     * Copies the rows of a batch.
     *
     * @throws io.omendb.sql.error.SqlException 53200 if they need more than the limit
     */
    public void append(Batch batch) {
        rows.append(batch.columns, batch.count);
    }

    /** How many rows there are. */
    public int count() {
        return rows.count();
    }

    @Override
    public int next() {
        if (nextBatch == rows.batchCount()) {
            return 0;
        }
        return rows.batch(nextBatch++).count;
    }

    @Override
    public Batch batch() {
        return rows.batch(nextBatch - 1);
    }

    @Override
    public void close() {
        rows.clear();
    }
}
