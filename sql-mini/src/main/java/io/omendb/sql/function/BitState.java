package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import java.util.function.LongBinaryOperator;

/** bit_and, bit_or and bit_xor of integers; null without a value. */
final class BitState implements AggregateState {
    private final LongBinaryOperator operator;
    private long[] bits = new long[1];
    private boolean[] present = new boolean[1];

    BitState(LongBinaryOperator operator) {
        this.operator = operator;
    }

    @Override
    public void ensureGroups(int count) {
        if (bits.length < count) {
            int capacity = Math.max(count, bits.length * 2);
            bits = Arrays.copyOf(bits, capacity);
            present = Arrays.copyOf(present, capacity);
        }
    }

    @Override
    public void update(Vector[] arguments, int[] groupOf, RowSet rows) {
        long[] values = arguments[0].longs;
        boolean[] nulls = arguments[0].nulls;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            if (!nulls[row]) {
                add(groupOf[row], values[row]);
            }
        }
    }

    private void add(int group, long value) {
        bits[group] = present[group] ? operator.applyAsLong(bits[group], value) : value;
        present[group] = true;
    }

    @Override
    public void merge(AggregateState other, int[] groupOf, int groups) {
        BitState that = (BitState) other;
        for (int i = 0; i < groups; i++) {
            if (that.present[i]) {
                add(groupOf[i], that.bits[i]);
            }
        }
    }

    @Override
    public void finish(int first, int count, Vector out) {
        for (int i = 0; i < count; i++) {
            if (present[first + i]) {
                out.setLong(i, bits[first + i]);
            } else {
                out.setNull(i);
            }
        }
    }

    @Override
    public void reset() {
        Arrays.fill(present, false);
    }
}
