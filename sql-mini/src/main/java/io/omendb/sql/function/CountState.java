package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import java.util.Arrays;

/** count(*) and count(x). */
final class CountState implements AggregateState {
    private long[] counts = new long[1];

    @Override
    public void ensureGroups(int count) {
        if (counts.length < count) {
            counts = Arrays.copyOf(counts, Math.max(count, counts.length * 2));
        }
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        if (arguments.length == 0) {
            for (int i = 0; i < rows.count; i++) {
                counts[groupOf[rows.row(i)]]++;
            }
            return;
        }
        boolean[] nulls = arguments[0].nulls;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            counts[groupOf[row]] += nulls[row] ? 0 : 1;
        }
    }

    @Override
    public void merge(AggregateState other, int[] groupOf, int groups) {
        CountState that = (CountState) other;
        for (int i = 0; i < groups; i++) {
            counts[groupOf[i]] += that.counts[i];
        }
    }

    @Override
    public void finish(int first, int count, Vector out) {
        for (int i = 0; i < count; i++) {
            out.setLong(i, counts[first + i]);
        }
    }

    @Override
    public void reset() {
        Arrays.fill(counts, 0);
    }
}
