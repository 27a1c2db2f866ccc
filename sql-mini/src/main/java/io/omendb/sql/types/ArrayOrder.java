package io.omendb.sql.types;

import io.omendb.sql.vector.Vector;

/**
 * The order of arrays: element by element, nulls last and equal to each other; then the one with
 * fewer elements, then dimensions, lengths and lower bounds. Allocates.
 */
final class ArrayOrder {
    private ArrayOrder() {}

    static int compare(Vector a, int aRow, Vector b, int bRow) {
        ArrayView x = new ArrayView().wrap(a, aRow);
        ArrayView y = new ArrayView().wrap(b, bRow);
        SqlType type = SqlType.of(x.elementKind());
        ValueComparator comparator = ValueComparator.of(type);
        Vector left = Vector.of(type, 1);
        Vector right = Vector.of(type, 1);
        int common = Math.min(x.count(), y.count());
        for (int i = 0; i < common; i++) {
            int order = Boolean.compare(x.isNull(i), y.isNull(i));
            if (order == 0 && !x.isNull(i)) {
                left.clear();
                right.clear();
                x.copyTo(i, left, 0);
                y.copyTo(i, right, 0);
                order = comparator.compare(left, 0, right, 0);
            }
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(x.count(), y.count());
        return order != 0 ? order : compareShapes(x, y);
    }

    private static int compareShapes(ArrayView x, ArrayView y) {
        int order = Integer.compare(x.dimensions(), y.dimensions());
        for (int d = 0; d < x.dimensions() && order == 0; d++) {
            order = Integer.compare(x.length(d), y.length(d));
        }
        for (int d = 0; d < x.dimensions() && order == 0; d++) {
            order = Integer.compare(x.lowerBound(d), y.lowerBound(d));
        }
        return order;
    }

    static long hash(Vector v, int row) {
        ArrayView array = new ArrayView().wrap(v, row);
        SqlType type = SqlType.of(array.elementKind());
        ValueComparator comparator = ValueComparator.of(type);
        Vector element = Vector.of(type, 1);
        long hash = 1;
        for (int i = 0; i < array.count(); i++) {
            element.clear();
            array.copyTo(i, element, 0);
            hash = hash * 31 + (element.nulls[0] ? 0 : comparator.hash(element, 0));
        }
        return ValueComparator.mix(hash);
    }
}
