package io.omendb.engine.exec;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * The rows of its child in order. Where only the first rows are wanted it holds no more than twice
 * as many: it sorts and keeps the first ones whenever the buffer is full.
 */
final class SortOperator extends Operator {
    private static final long KEPT_ROWS_MAX = 65_536;
    private static final int BUFFER_ROWS_MIN = 2 * Batch.CAPACITY;

    private final Run run;
    private final Operator child;
    private final WidenedRows input;
    private final LimitOperator.@Nullable RowCounts counts;
    private final RowSorter sorter;
    private final int width;
    private RowBuffer buffer;
    private RowBuffer spare;
    private long keptRows;
    private final int[] better = new int[Batch.CAPACITY];
    private boolean sorted;
    private boolean full;
    private int lastKept;
    private int emitted;

    /**
     * @param keys columns of the input: of the child, or of the expressions after them
     * @param counts what LIMIT and OFFSET above this say, if no other operator is between
     */
    SortOperator(
            Run run,
            Operator child,
            List<SqlType> types,
            WidenedRows input,
            List<SortColumn> keys,
            LimitOperator.@Nullable RowCounts counts) {
        super(Batch.of(types, Batch.CAPACITY));
        this.run = run;
        this.child = child;
        this.input = input;
        this.counts = counts;
        width = types.size();
        buffer = new RowBuffer(input.types(), run.budget());
        spare = new RowBuffer(input.types(), run.budget());
        sorter = new RowSorter(keys, buffer, run.budget());
    }

    @Override
    void open() {
        keptRows = Long.MAX_VALUE;
        if (counts != null) {
            long limit = counts.limit(run.parameters());
            long offset = counts.offset(run.parameters());
            if (limit <= KEPT_ROWS_MAX && offset <= KEPT_ROWS_MAX) {
                keptRows = limit + offset;
            }
        }
        sorted = false;
        full = false;
        emitted = 0;
        child.open();
    }

    private void readAndSort() {
        long bufferRowsMax =
                keptRows == Long.MAX_VALUE
                        ? Integer.MAX_VALUE
                        : Math.max(BUFFER_ROWS_MIN, 2 * keptRows);
        for (int count = child.next(); count > 0; count = child.next()) {
            run.checkCancel();
            Vector[] columns = input.columns(count);
            if (full) {
                appendBetter(columns, count);
            } else {
                buffer.append(columns, count);
            }
            if (buffer.count() >= bufferRowsMax) {
                keepFirst();
            }
        }
        sorter.sort(buffer);
        sorted = true;
    }

    /**
     * Appends the rows that come before the last of those kept; the others cannot be among the
     * first.
     */
    private void appendBetter(Vector[] columns, int count) {
        int found = 0;
        for (int row = 0; row < count; row++) {
            if (sorter.comesBefore(columns, row, lastKept)) {
                better[found++] = row;
            }
        }
        for (int i = 0; i < found; i++) {
            buffer.appendRow(columns, better[i]);
        }
    }

    private void keepFirst() {
        sorter.sort(buffer);
        int kept = (int) keptRows;
        int last = kept == 0 ? -1 : sorter.order()[kept - 1];
        // In ascending order of row numbers, so that rows that are equal stay in the order in which
        // they came.
        int[] rows = sorter.order();
        Arrays.sort(rows, 0, kept);
        for (int i = 0; i < kept; i++) {
            if (rows[i] == last) {
                lastKept = i;
            }
            spare.appendRowOf(buffer, rows[i]);
        }
        full = kept > 0;
        RowBuffer emptied = buffer;
        emptied.clear();
        buffer = spare;
        spare = emptied;
        sorter.use(buffer);
    }

    @Override
    int next() {
        if (!sorted) {
            readAndSort();
        }
        int available = (int) Math.min(buffer.count(), keptRows);
        int count = Math.min(available - emitted, out.capacity);
        if (count > 0) {
            buffer.gather(sorter.order(), emitted, count, out.columns, 0, width);
            emitted += count;
        }
        out.count = Math.max(count, 0);
        return out.count;
    }

    @Override
    void close() {
        child.close();
        buffer.clear();
        spare.clear();
        sorter.clear();
    }
}
