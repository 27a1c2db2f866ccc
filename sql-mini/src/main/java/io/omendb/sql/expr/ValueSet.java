package io.omendb.sql.expr;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.Vector;
import org.jspecify.annotations.Nullable;

/**
 * The values of a vector, found by hash: the right side of IN. Built again when the values change.
 */
final class ValueSet {
    private final ValueComparator comparator;
    private @Nullable Vector values;
    private int[] table = new int[0];
    private boolean containsNull;

    ValueSet(SqlType type) {
        comparator = ValueComparator.of(type);
    }

    /**
     * Takes the rows 0 to {@code count} of a vector, which must not change while the set is used.
     */
    void build(Vector source, int count) {
        values = source;
        containsNull = false;
        int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, count)) * 4);
        table = new int[capacity];
        for (int row = 0; row < count; row++) {
            if (source.nulls[row]) {
                containsNull = true;
            } else if (find(source, row) < 0) {
                int slot = (int) comparator.hash(source, row) & capacity - 1;
                while (table[slot] != 0) {
                    slot = slot + 1 & capacity - 1;
                }
                table[slot] = row + 1;
            }
        }
    }

    boolean containsNull() {
        return containsNull;
    }

    boolean contains(Vector probe, int row) {
        return find(probe, row) >= 0;
    }

    private int find(Vector probe, int row) {
        if (values == null) {
            return -1;
        }
        int mask = table.length - 1;
        int slot = (int) comparator.hash(probe, row) & mask;
        while (table[slot] != 0) {
            if (comparator.equal(values, table[slot] - 1, probe, row)) {
                return table[slot] - 1;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }
}
