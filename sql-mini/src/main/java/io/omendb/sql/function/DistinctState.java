package io.omendb.sql.function;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import java.util.List;

/**
 * Passes each combination of arguments on to another aggregate once per group. What has been seen
 * lies in vectors that double in size, found by an open-addressing table over (group, arguments);
 * nulls are equal to each other.
 */
final class DistinctState implements AggregateState {
    private static final int INITIAL_ROWS = 64;

    private final List<SqlType> types;
    private final ValueComparator[] comparators;
    private final AggregateState target;
    private Vector[] seen;
    private int[] seenGroup;
    private int seenCount;
    private int[] table;
    private RowSet fresh = new RowSet(0);

    DistinctState(List<SqlType> types, AggregateState target) {
        this.types = types;
        this.target = target;
        comparators = new ValueComparator[types.size()];
        for (int i = 0; i < comparators.length; i++) {
            comparators[i] = ValueComparator.of(types.get(i));
        }
        seen = new Vector[0];
        seenGroup = new int[0];
        table = new int[0];
        reset();
    }

    @Override
    public void ensureGroups(int count) {
        target.ensureGroups(count);
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        if (fresh.rows.length < rows.count) {
            fresh = new RowSet(rows.count);
        }
        int n = 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            if (add(arguments, row, groupOf[row])) {
                fresh.rows[n++] = row;
            }
        }
        if (n > 0) {
            target.update(arguments, groupOf, fresh.setListed(n));
        }
    }

    private boolean add(Vector[] arguments, int row, int group) {
        if (seenCount * 2 >= table.length) {
            grow();
        }
        int mask = table.length - 1;
        int slot = (int) hash(arguments, row, group) & mask;
        while (table[slot] != 0) {
            if (matches(table[slot] - 1, arguments, row, group)) {
                return false;
            }
            slot = slot + 1 & mask;
        }
        for (int c = 0; c < seen.length; c++) {
            seen[c].copyFrom(arguments[c], row, seenCount);
        }
        seenGroup[seenCount] = group;
        table[slot] = ++seenCount;
        return true;
    }

    private long hash(Vector[] vectors, int row, int group) {
        long h = group * 0x9E3779B97F4A7C15L;
        for (int c = 0; c < comparators.length; c++) {
            h =
                    (h ^ h >>> 31) * 31
                            + (vectors[c].nulls[row] ? 1 : comparators[c].hash(vectors[c], row));
        }
        return h ^ h >>> 32;
    }

    private boolean matches(int seenRow, Vector[] arguments, int row, int group) {
        if (seenGroup[seenRow] != group) {
            return false;
        }
        for (int c = 0; c < comparators.length; c++) {
            boolean isNull = arguments[c].nulls[row];
            if (isNull != seen[c].nulls[seenRow]
                    || !isNull && !comparators[c].equal(seen[c], seenRow, arguments[c], row)) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        int capacity = table.length;
        Vector[] larger = new Vector[seen.length];
        for (int c = 0; c < seen.length; c++) {
            larger[c] = Vector.of(types.get(c), capacity);
            for (int row = 0; row < seenCount; row++) {
                larger[c].copyFrom(seen[c], row, row);
            }
        }
        seen = larger;
        seenGroup = Arrays.copyOf(seenGroup, capacity);
        table = new int[capacity * 2];
        int mask = table.length - 1;
        for (int row = 0; row < seenCount; row++) {
            int slot = (int) hash(seen, row, seenGroup[row]) & mask;
            while (table[slot] != 0) {
                slot = slot + 1 & mask;
            }
            table[slot] = row + 1;
        }
    }

    /**
     * Rows that the other state saw in one of its groups may have been seen here: they are taken in
     * one by one.
     */
    @Override
    public void merge(AggregateState other, int[] groupOf, int groups) {
        DistinctState that = (DistinctState) other;
        int[] groupOfRow = new int[that.seenCount];
        for (int row = 0; row < that.seenCount; row++) {
            groupOfRow[row] = groupOf[that.seenGroup[row]];
        }
        update(that.seen, groupOfRow, RowSet.all(that.seenCount));
    }

    @Override
    public void finish(int first, int count, Vector out) {
        target.finish(first, count, out);
    }

    @Override
    public void reset() {
        target.reset();
        seenCount = 0;
        seen = new Vector[types.size()];
        for (int c = 0; c < seen.length; c++) {
            seen[c] = Vector.of(types.get(c), INITIAL_ROWS);
        }
        seenGroup = new int[INITIAL_ROWS];
        table = new int[INITIAL_ROWS * 2];
    }
}
