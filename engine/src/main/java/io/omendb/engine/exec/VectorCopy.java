package io.omendb.engine.exec;

import io.omendb.sql.vector.Vector;

/** Copies of many values between vectors of one lane. */
final class VectorCopy {
    private VectorCopy() {}

    /** Copies {@code count} rows from {@code from} on to the rows from {@code to} on. */
    static void range(Vector source, int from, int count, Vector target, int to) {
        System.arraycopy(source.nulls, from, target.nulls, to, count);
        switch (source.lane) {
            case LONG -> System.arraycopy(source.longs, from, target.longs, to, count);
            case DOUBLE -> System.arraycopy(source.doubles, from, target.doubles, to, count);
            case BYTES -> {
                for (int i = 0; i < count; i++) {
                    target.copyFrom(source, from + i, to + i);
                }
            }
        }
    }

    /** Copies the rows {@code rows[first .. first + count)} to the rows from {@code to} on. */
    static void selected(Vector source, int[] rows, int first, int count, Vector target, int to) {
        switch (source.lane) {
            case LONG -> {
                for (int i = 0; i < count; i++) {
                    int row = rows[first + i];
                    target.nulls[to + i] = source.nulls[row];
                    target.longs[to + i] = source.longs[row];
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    int row = rows[first + i];
                    target.nulls[to + i] = source.nulls[row];
                    target.doubles[to + i] = source.doubles[row];
                }
            }
            case BYTES -> {
                for (int i = 0; i < count; i++) {
                    target.copyFrom(source, rows[first + i], to + i);
                }
            }
        }
    }
}
