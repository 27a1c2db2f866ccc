package io.omendb.sql.function;

import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/** Comparison of values of bytes: strings, numerics, intervals. */
final class ValueComparison implements PredicateKernel {
    private final Comparison comparison;
    private final ValueComparator comparator;

    ValueComparison(Comparison comparison, ValueComparator comparator) {
        this.comparison = comparison;
        this.comparator = comparator;
    }

    private boolean test(Vector a, int aRow, Vector b, int bRow) {
        return switch (comparison) {
            case EQUAL -> comparator.equal(a, aRow, b, bRow);
            case NOT_EQUAL -> !comparator.equal(a, aRow, b, bRow);
            default -> comparison.holds(comparator.compare(a, aRow, b, bRow));
        };
    }

    @Override
    public void apply(KernelInput in, RowSet rows, Vector out) {
        Vector a = in.args[0];
        Vector b = in.args[1];
        int aMask = in.masks[0];
        int bMask = in.masks[1];
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            out.longs[row] = test(a, row & aMask, b, row & bMask) ? 1 : 0;
        }
    }

    @Override
    public int filter(KernelInput in, RowSet rows, int[] selected) {
        Vector a = in.args[0];
        Vector b = in.args[1];
        int aMask = in.masks[0];
        int bMask = in.masks[1];
        int n = 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            selected[n] = row;
            n += test(a, row & aMask, b, row & bMask) ? 1 : 0;
        }
        return n;
    }
}
