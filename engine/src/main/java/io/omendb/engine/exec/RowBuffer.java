package io.omendb.engine.exec;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that an operator holds: a growing list of batches of {@link Batch#CAPACITY} rows, counted
 * against the budget. Rows are numbered from 0. {@link #clear} keeps the first batch for the next
 * execution.
 */
final class RowBuffer {
    private static final int SHIFT = Integer.numberOfTrailingZeros(Batch.CAPACITY);
    private static final int MASK = Batch.CAPACITY - 1;
    private static final int ROW_OVERHEAD_BYTES = 1;

    private final List<SqlType> types;
    private final MemoryBudget budget;
    private Batch[] chunks = new Batch[4];
    private int chunkCount;
    private int count;
    private long bytesTaken;

    RowBuffer(List<SqlType> types, MemoryBudget budget) {
        this.types = List.copyOf(types);
        this.budget = budget;
    }

    int count() {
        return count;
    }

    /** How many batches the rows fill. */
    int batchCount() {
        return chunkCount;
    }

    /** A batch of the rows, full unless it is the last; the buffer's until it is cleared. */
    Batch batch(int number) {
        return chunks[number];
    }

    int width() {
        return types.size();
    }

    /** The column that holds a row's value; its row within is {@link #rowIn}. */
    Vector column(int column, int row) {
        return chunks[row >>> SHIFT].columns[column];
    }

    static int rowIn(int row) {
        return row & MASK;
    }

    private Batch chunkForAppend() {
        int chunk = count >>> SHIFT;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (chunk == chunkCount) {
            if (chunk > 0) {
                takeBytes(chunks[chunk - 1]);
            }
            if (chunks[chunk] == null) {
                chunks[chunk] = Batch.of(types, Batch.CAPACITY);
            }
            chunks[chunk].clear();
            chunkCount++;
        }
        return chunks[chunk];
    }

    private void takeBytes(Batch full) {
        long bytes = 0;
        for (Vector column : full.columns) {
            bytes +=
                    (long) Batch.CAPACITY * (Long.BYTES + ROW_OVERHEAD_BYTES) + column.bytes.length;
        }
        bytesTaken += bytes;
        budget.take(bytes);
    }

    /** Appends rows 0 to {@code rows} of the columns. */
    void append(Vector[] columns, int rows) {
        int from = 0;
        while (from < rows) {
            Batch chunk = chunkForAppend();
            int to = count & MASK;
            int copied = Math.min(rows - from, Batch.CAPACITY - to);
            for (int i = 0; i < chunk.columns.length; i++) {
                VectorCopy.range(columns[i], from, copied, chunk.columns[i], to);
            }
            from += copied;
            count += copied;
            chunk.count = to + copied;
        }
    }

    /** Appends one row of the columns; returns its number. */
    int appendRow(Vector[] columns, int row) {
        Batch chunk = chunkForAppend();
        int to = count & MASK;
        for (int i = 0; i < chunk.columns.length; i++) {
            chunk.columns[i].copyFrom(columns[i], row, to);
        }
        chunk.count = to + 1;
        return count++;
    }

    /** Appends one row of another buffer of the same types. */
    void appendRowOf(RowBuffer other, int row) {
        appendRow(other.chunks[row >>> SHIFT].columns, row & MASK);
    }

    /**
     * Copies the rows {@code rows[first .. first + n)} to the rows 0 to n of the targets; a
     * negative number is a row of nulls.
     *
     * @param targets one per column of this buffer, or fewer
     */
    void gather(int[] rows, int first, int n, Vector[] targets, int firstTarget, int columnCount) {
        for (int c = 0; c < columnCount; c++) {
            Vector target = targets[firstTarget + c];
            target.clear();
            for (int i = 0; i < n; i++) {
                int row = rows[first + i];
                if (row < 0) {
                    target.setNull(i);
                } else {
                    target.copyFrom(chunks[row >>> SHIFT].columns[c], row & MASK, i);
                }
            }
        }
    }

    /** Copies rows in their order, from {@code from} on, to the rows 0 to n. */
    void copyRange(int from, int n, Vector[] targets) {
        for (Vector target : targets) {
            target.clear();
        }
        int copied = 0;
        while (copied < n) {
            Batch chunk = chunks[(from + copied) >>> SHIFT];
            int row = (from + copied) & MASK;
            int run = Math.min(n - copied, Batch.CAPACITY - row);
            for (int c = 0; c < targets.length; c++) {
                VectorCopy.range(chunk.columns[c], row, run, targets[c], copied);
            }
            copied += run;
        }
    }

    /** Forgets the rows and gives their memory back. */
    void clear() {
        for (int i = 1; i < chunkCount; i++) {
            chunks[i] = null;
        }
        budget.give(bytesTaken);
        bytesTaken = 0;
        chunkCount = 0;
        count = 0;
    }
}
