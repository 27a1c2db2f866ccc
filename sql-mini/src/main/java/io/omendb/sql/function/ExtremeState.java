package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/**
 * min and max of any ordered type; bool_and and bool_or are the min and max of booleans. The values
 * so far are the rows of a vector; bytes that are no longer referred to are dropped when they
 * outgrow the others.
 */
final class ExtremeState implements AggregateState {
    private final SqlType type;
    private final int sign;
    private final ValueComparator comparator;
    private Vector values;

    ExtremeState(SqlType type, boolean greatest) {
        this.type = type;
        this.sign = greatest ? 1 : -1;
        comparator = ValueComparator.of(type);
        values = Vector.of(type, 1);
        Arrays.fill(values.nulls, true);
    }

    @Override
    public void ensureGroups(int count) {
        if (values.capacity < count) {
            resize(Math.max(count, values.capacity * 2));
        }
    }

    private void resize(int capacity) {
        Vector copy = Vector.of(type, capacity);
        Arrays.fill(copy.nulls, true);
        for (int group = 0; group < values.capacity; group++) {
            copy.copyFrom(values, group, group);
        }
        values = copy;
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        Vector argument = arguments[0];
        switch (type.lane()) {
            case LONG -> updateLongs(argument, groupOf, rows);
            case DOUBLE, BYTES -> {
                for (int i = 0; i < rows.count; i++) {
                    int row = rows.row(i);
                    take(argument, row, groupOf[row]);
                }
            }
        }
        dropUnused();
    }

    private void updateLongs(Vector argument, int[] groupOf, RowSet rows) {
        boolean greatest = sign > 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            if (argument.nulls[row]) {
                continue;
            }
            int group = groupOf[row];
            long value = argument.longs[row];
            long before = values.longs[group];
            if (values.nulls[group] || (greatest ? value > before : value < before)) {
                values.longs[group] = value;
                values.nulls[group] = false;
            }
        }
    }

    private void take(Vector source, int row, int group) {
        if (!source.nulls[row]
                && (values.nulls[group]
                        || comparator.compare(source, row, values, group) * sign > 0)) {
            values.copyFrom(source, row, group);
        }
    }

    private void dropUnused() {
        if (values.bytesUsed < 1 << 16) {
            return;
        }
        long used = 0;
        for (int group = 0; group < values.capacity; group++) {
            used += values.nulls[group] ? 0 : values.lengths[group];
        }
        if (used < values.bytesUsed / 2) {
            resize(values.capacity);
        }
    }

    @Override
    public void merge(AggregateState other, int[] groupOf, int groups) {
        ExtremeState that = (ExtremeState) other;
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
