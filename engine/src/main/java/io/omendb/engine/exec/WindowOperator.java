package io.omendb.engine.exec;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of its child, which come by partitions and in them in order, and after their columns the
 * values of window functions. Holds one partition at a time.
 */
final class WindowOperator extends Operator {
    private final Run run;
    private final Operator child;
    private final WidenedRows input;
    private final int width;
    private final WindowPartition partition;
    private final List<WindowValue> functions;
    private final Offset start;
    private final Offset end;
    private Vector[] columns = {};
    private int read;
    private int readCount;
    private int emitted;
    private boolean childEnded;

    /**
     * @param input the child's rows with what the window and its functions read
     * @param width how many columns the child has
     */
    WindowOperator(
            Run run,
            Operator child,
            List<SqlType> types,
            WidenedRows input,
            int width,
            WindowPartition partition,
            List<WindowValue> functions,
            Offset start,
            Offset end) {
        super(Batch.of(types, Batch.CAPACITY));
        this.run = run;
        this.child = child;
        this.input = input;
        this.width = width;
        this.partition = partition;
        this.functions = functions;
        this.start = start;
        this.end = end;
    }

    /** The offset of a bound of the frame. */
    static final class Offset {
        private final @Nullable Evaluator evaluator;
        private final String name;
        private final Batch noColumns = Batch.of(List.of(), 1);
        private final RowSet one = new RowSet(1).setAll(1);

        /**
         * @param name starting or ending, for errors
         */
        Offset(@Nullable Evaluator evaluator, String name) {
            this.evaluator = evaluator;
            this.name = name;
            noColumns.count = 1;
        }

        long value(Batch parameters) {
            if (evaluator == null) {
                return 0;
            }
            Vector value = evaluator.evaluate(noColumns, parameters, one);
            if (value.nulls[0]) {
                throw SqlException.of(
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        "frame " + name + " offset must not be null");
            }
            if (value.longs[0] < 0) {
                throw SqlException.of(
                        SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
                        "frame " + name + " offset must not be negative");
            }
            return value.longs[0];
        }
    }

    @Override
    void open() {
        read = 0;
        readCount = 0;
        emitted = 0;
        childEnded = false;
        child.open();
        partition.setOffsets(start.value(run.parameters()), end.value(run.parameters()));
    }

    /** Reads the next partition; false when there is none. */
    private boolean readPartition() {
        partition.rows().clear();
        emitted = 0;
        while (!childEnded) {
            if (read == readCount) {
                run.checkCancel();
                readCount = child.next();
                read = 0;
                if (readCount == 0) {
                    childEnded = true;
                    break;
                }
                columns = input.columns(readCount);
            }
            read = partition.append(columns, read, readCount);
            if (read < readCount) {
                break;
            }
        }
        partition.begin();
        functions.forEach(function -> function.begin(partition));
        return partition.count() > 0;
    }

    @Override
    int next() {
        out.clear();
        int written = 0;
        while (written < out.capacity) {
            if (emitted == partition.count() && !readPartition()) {
                break;
            }
            int count = Math.min(partition.count() - emitted, out.capacity - written);
            for (int i = 0; i < count; i++) {
                partition.advance();
                write(written + i);
            }
            emitted += count;
            written += count;
        }
        out.count = written;
        return written;
    }

    private void write(int outRow) {
        int row = partition.row();
        for (int column = 0; column < width; column++) {
            out.columns[column].copyFrom(
                    partition.rows().column(column, row), RowBuffer.rowIn(row), outRow);
        }
        for (int i = 0; i < functions.size(); i++) {
            functions.get(i).write(partition, out.columns[width + i], outRow);
        }
    }

    @Override
    void close() {
        child.close();
        partition.rows().clear();
    }
}
