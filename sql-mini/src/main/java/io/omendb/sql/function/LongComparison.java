package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/**
 * Comparison of whole numbers, booleans, dates and timestamps. Column with column and column with
 * scalar over dense rows are loops that the compiler vectorises; selections are written without a
 * branch per row.
 */
final class LongComparison implements PredicateKernel {
    private final Comparison comparison;

    LongComparison(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public void apply(KernelInput in, RowSet rows, Vector out) {
        boolean swapped = in.isScalar(0) && !in.isScalar(1);
        long[] a = in.args[swapped ? 1 : 0].longs;
        long[] b = in.args[swapped ? 0 : 1].longs;
        Comparison test = swapped ? comparison.swapped() : comparison;
        boolean scalar = in.isScalar(0) || in.isScalar(1);
        if (!rows.dense) {
            listed(test, a, b, scalar ? 0 : -1, rows, out.longs);
        } else if (scalar) {
            withScalar(test, a, b[0], rows.count, out.longs);
        } else {
            withColumn(test, a, b, rows.count, out.longs);
        }
    }

    private static void withScalar(Comparison test, long[] a, long b, int n, long[] out) {
        switch (test) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] == b ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] != b ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] < b ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] <= b ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] > b ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] >= b ? 1 : 0;
                }
            }
        }
    }

    private static void withColumn(Comparison test, long[] a, long[] b, int n, long[] out) {
        switch (test) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] == b[i] ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] != b[i] ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] < b[i] ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] <= b[i] ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] > b[i] ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = a[i] >= b[i] ? 1 : 0;
                }
            }
        }
    }

    private static void listed(
            Comparison test, long[] a, long[] b, int mask, RowSet rows, long[] out) {
        int[] listed = rows.rows;
        for (int i = 0; i < rows.count; i++) {
            int row = listed[i];
            out[row] = test.holds(order(a[row], b[row & mask])) ? 1 : 0;
        }
    }

    private static int order(long x, long y) {
        return Long.compare(x, y);
    }

    @Override
    public int filter(KernelInput in, RowSet rows, int[] selected) {
        boolean swapped = in.isScalar(0) && !in.isScalar(1);
        long[] a = in.args[swapped ? 1 : 0].longs;
        long[] b = in.args[swapped ? 0 : 1].longs;
        Comparison test = swapped ? comparison.swapped() : comparison;
        boolean scalar = in.isScalar(0) || in.isScalar(1);
        int aMask = in.isScalar(0) && in.isScalar(1) ? 0 : -1;
        if (rows.dense && scalar && aMask != 0) {
            return selectWithScalar(test, a, b[0], rows.count, selected);
        }
        int bMask = scalar ? 0 : -1;
        int n = 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            selected[n] = row;
            n += test.holds(order(a[row & aMask], b[row & bMask])) ? 1 : 0;
        }
        return n;
    }

    private static int selectWithScalar(
            Comparison test, long[] a, long b, int count, int[] selected) {
        int n = 0;
        switch (test) {
            case EQUAL -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += a[i] == b ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += a[i] != b ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += a[i] < b ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += a[i] <= b ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += a[i] > b ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += a[i] >= b ? 1 : 0;
                }
            }
        }
        return n;
    }
}
