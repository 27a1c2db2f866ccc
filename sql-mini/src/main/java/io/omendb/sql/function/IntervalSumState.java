package io.omendb.sql.function;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.IntervalFormat;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/** sum and avg of intervals, each of the three parts for itself. */
final class IntervalSumState implements AggregateState {
    private final boolean average;
    private long[] months = new long[1];
    private long[] days = new long[1];
    private long[] micros = new long[1];
    private long[] counts = new long[1];

    IntervalSumState(boolean average) {
        this.average = average;
    }

    @Override
    public void ensureGroups(int count) {
        if (counts.length < count) {
            int capacity = Math.max(count, counts.length * 2);
            months = Arrays.copyOf(months, capacity);
            days = Arrays.copyOf(days, capacity);
            micros = Arrays.copyOf(micros, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        Vector values = arguments[0];
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            if (!values.nulls[row]) {
                int start = values.starts[row];
                add(
                        groupOf[row],
                        IntervalFormat.months(values.bytes, start),
                        IntervalFormat.days(values.bytes, start),
                        IntervalFormat.micros(values.bytes, start),
                        1);
            }
        }
    }

    private void add(int group, long moreMonths, long moreDays, long moreMicros, long count) {
        months[group] += moreMonths;
        days[group] += moreDays;
        long before = micros[group];
        long sum = before + moreMicros;
        if (((before ^ sum) & (moreMicros ^ sum)) < 0) {
            throw SqlException.of(SqlState.DATETIME_VALUE_OUT_OF_RANGE, "interval out of range");
        }
        micros[group] = sum;
        counts[group] += count;
    }

    @Override
    public void merge(AggregateState other, int[] groupOf, int groups) {
        IntervalSumState that = (IntervalSumState) other;
        for (int i = 0; i < groups; i++) {
            add(groupOf[i], that.months[i], that.days[i], that.micros[i], that.counts[i]);
        }
    }

    @Override
    public void finish(int first, int count, Vector out) {
        for (int i = 0; i < count; i++) {
            int group = first + i;
            if (counts[group] == 0) {
                out.setNull(i);
            } else if (average) {
                double share = 1.0 / counts[group];
                TimeOperators.scaled(months[group], days[group], micros[group], share, out, i);
            } else {
                TimeOperators.put(out, i, months[group], days[group], micros[group]);
            }
        }
    }

    @Override
    public void reset() {
        Arrays.fill(months, 0);
        Arrays.fill(days, 0);
        Arrays.fill(micros, 0);
        Arrays.fill(counts, 0);
    }
}
