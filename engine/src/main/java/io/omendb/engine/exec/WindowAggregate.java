package io.omendb.engine.exec;

import io.omendb.sql.function.AggregateDefinition;
import io.omendb.sql.function.AggregateState;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/**
 * An aggregate over the frames of rows. Where frames begin at the partition's first row each takes
 * in what the one before has not; else each that differs is worked out anew.
 */
final class WindowAggregate implements WindowValue {
    private final Run run;
    private final AggregateState state;
    private final int[] arguments;
    private final int filter;
    private final Vector[] values;
    private final int[] groupOf = new int[Batch.CAPACITY];
    private final RowSet taken = new RowSet(Batch.CAPACITY);
    private final Vector result;
    private int takenStart;
    private int takenEnd;
    private boolean known;

    /**
     * @param arguments the columns of the partition's rows that hold the arguments
     * @param filter the column that says which rows count, or -1
     */
    WindowAggregate(Run run, AggregateDefinition definition, int[] arguments, int filter) {
        this.run = run;
        this.arguments = arguments;
        this.filter = filter;
        state = definition.newState();
        values = new Vector[arguments.length];
        result = Vector.of(definition.returnType(), 1);
    }

    @Override
    public void begin(WindowPartition partition) {
        restart(0);
    }

    private void restart(int start) {
        state.reset();
        state.ensureGroups(1);
        takenStart = start;
        takenEnd = start;
        known = false;
    }

    @Override
    public void write(WindowPartition partition, Vector out, int outRow) {
        int start = partition.frameStart();
        int end = partition.frameEnd();
        if (start != takenStart || end < takenEnd) {
            restart(start);
        }
        if (end > takenEnd) {
            take(partition.rows(), end);
            known = false;
        }
        if (!known) {
            result.clear();
            state.finish(0, 1, result);
            known = true;
        }
        out.copyFrom(result, 0, outRow);
    }

    /** Takes in the rows up to an end. */
    private void take(RowBuffer rows, int end) {
        while (takenEnd < end) {
            run.checkCancel();
            int first = RowBuffer.rowIn(takenEnd);
            int count = Math.min(end - takenEnd, Batch.CAPACITY - first);
            int kept = 0;
            Vector condition = filter < 0 ? null : rows.column(filter, takenEnd);
            for (int at = first; at < first + count; at++) {
                if (condition == null || !condition.nulls[at] && condition.longs[at] != 0) {
                    taken.rows[kept++] = at;
                }
            }
            if (kept > 0) {
                for (int i = 0; i < arguments.length; i++) {
                    values[i] = rows.column(arguments[i], takenEnd);
                }
                state.update(values, groupOf, taken.setListed(kept));
            }
            takenEnd += count;
        }
    }
}
