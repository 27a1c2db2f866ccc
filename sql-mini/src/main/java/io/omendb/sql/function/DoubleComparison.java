package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/**
 * Comparison of floating-point numbers, where NaN equals itself and is greater than every other
 * number. The loops are those of {@link LongComparison}; the two tests for NaN are only reached
 * when the plain comparison is false.
 */
final class DoubleComparison implements PredicateKernel {
    private final Comparison comparison;

    DoubleComparison(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public void apply(KernelInput in, RowSet rows, Vector out) {
        boolean swapped = in.isScalar(0) && !in.isScalar(1);
        double[] a = in.args[swapped ? 1 : 0].doubles;
        double[] b = in.args[swapped ? 0 : 1].doubles;
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

    private static void withScalar(Comparison test, double[] a, double b, int n, long[] out) {
        switch (test) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = equal(a[i], b) ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = !equal(a[i], b) ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    out[i] = less(a[i], b) ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = !less(b, a[i]) ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    out[i] = less(b, a[i]) ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = !less(a[i], b) ? 1 : 0;
                }
            }
        }
    }

    private static void withColumn(Comparison test, double[] a, double[] b, int n, long[] out) {
        switch (test) {
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = equal(a[i], b[i]) ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = !equal(a[i], b[i]) ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    out[i] = less(a[i], b[i]) ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = !less(b[i], a[i]) ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    out[i] = less(b[i], a[i]) ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[i] = !less(a[i], b[i]) ? 1 : 0;
                }
            }
        }
    }

    private static void listed(
            Comparison test, double[] a, double[] b, int mask, RowSet rows, long[] out) {
        int[] listed = rows.rows;
        for (int i = 0; i < rows.count; i++) {
            int row = listed[i];
            out[row] = test.holds(order(a[row], b[row & mask])) ? 1 : 0;
        }
    }

    private static boolean equal(double x, double y) {
        return x == y || Double.isNaN(x) && Double.isNaN(y);
    }

    private static boolean less(double x, double y) {
        return x < y || Double.isNaN(y) && !Double.isNaN(x);
    }

    private static int order(double x, double y) {
        return x < y
                ? -1
                : x > y ? 1 : x == y ? 0 : Boolean.compare(Double.isNaN(x), Double.isNaN(y));
    }

    @Override
    public int filter(KernelInput in, RowSet rows, int[] selected) {
        boolean swapped = in.isScalar(0) && !in.isScalar(1);
        double[] a = in.args[swapped ? 1 : 0].doubles;
        double[] b = in.args[swapped ? 0 : 1].doubles;
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
            Comparison test, double[] a, double b, int count, int[] selected) {
        int n = 0;
        switch (test) {
            case EQUAL -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += equal(a[i], b) ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += !equal(a[i], b) ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += less(a[i], b) ? 1 : 0;
                }
            }
            case LESS_OR_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += !less(b, a[i]) ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += less(b, a[i]) ? 1 : 0;
                }
            }
            case GREATER_OR_EQUAL -> {
                for (int i = 0; i < count; i++) {
                    selected[n] = i;
                    n += !less(a[i], b) ? 1 : 0;
                }
            }
        }
        return n;
    }
}
