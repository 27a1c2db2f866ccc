package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/** any_value: the first value of each group that is not null. */
final class AnyValueState implements AggregateState {
    private final SqlType type;
    private Vector values;

    AnyValueState(SqlType type) {
        this.type = type;
        values = Vector.of(type, 1);
        Arrays.fill(values.nulls, true);
    }

    @Override
    public void ensureGroups(int count) {
        if (values.capacity < count) {
            Vector copy = Vector.of(type, Math.max(count, values.capacity * 2));
            Arrays.fill(copy.nulls, true);
            for (int group = 0; group < values.capacity; group++) {
                copy.copyFrom(values, group, group);
            }
            values = copy;
        }
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            take(arguments[0], row, groupOf[row]);
        }
    }

    private void take(Vector source, int row, int group) {
        if (values.nulls[group] && !source.nulls[row]) {
            values.copyFrom(source, row, group);
        }
    }

    @Override
    public void merge(AggregateState other, int[] groupOf, int groups) {
        AnyValueState that = (AnyValueState) other;
        for (int i = 0; i < groups; i++) {
            take(that.values, i, groupOf[i]);
        }
    }

    @Override
    public void finish(int first, int count, Vector out) {
        for (int i = 0; i < count; i++) {
            out.copyFrom(values, first + i, i);
        }
    }

    @Override
    public void reset() {
        values.clear();
        Arrays.fill(values.nulls, true);
    }
}
