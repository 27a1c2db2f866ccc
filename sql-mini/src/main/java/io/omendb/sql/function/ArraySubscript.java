package io.omendb.sql.function;

import io.omendb.sql.types.ArrayBuilder;
import io.omendb.sql.types.ArrayView;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.util.List;

/** An element of an array, or a slice of it, by subscripts of type integer after the array. */
public final class ArraySubscript {
    private static final int DIMENSIONS_MAX = 6;

    /** {@code a[i][j]}: null where there is no such element. */
    public static final FunctionDefinition ELEMENT =
            new FunctionDefinition(
                    "array_subscript",
                    List.of(TypeKind.ANYARRAY, TypeKind.INT4),
                    true,
                    TypeKind.ANYELEMENT,
                    Volatility.IMMUTABLE,
                    true,
                    ArraySubscript::element);

    private ArraySubscript() {}

    /**
     * {@code a[i:j][:k]}: the bounds that are given follow the array, a lower before its upper one.
     */
    public static FunctionDefinition slice(List<Bounds> bounds) {
        return new FunctionDefinition(
                "array_slice",
                List.of(TypeKind.ANYARRAY, TypeKind.INT4),
                true,
                TypeKind.ANYARRAY,
                Volatility.IMMUTABLE,
                true,
                new Slice(bounds));
    }

    /** Which bounds of a dimension are written. */
    public record Bounds(boolean lower, boolean upper) {}

    private static Kernel element(List<SqlType> types, SqlType result) {
        ArrayView array = new ArrayView();
        int subscripts = types.size() - 1;
        return (RowKernel)
                (in, row, out) -> {
                    ArrayFunctions.wrap(array, in, 0, row);
                    boolean inside = array.dimensions() == subscripts;
                    int index = 0;
                    for (int d = 0; d < subscripts && inside; d++) {
                        long at = in.longAt(d + 1, row) - array.lowerBound(d);
                        inside = at >= 0 && at < array.length(d);
                        index = index * array.length(d) + (int) at;
                    }
                    if (inside) {
                        array.copyTo(index, out, row);
                    } else {
                        out.setNull(row);
                    }
                };
    }

    /** The kernel of a slice, equal for equal bounds. */
    private record Slice(List<Bounds> bounds) implements KernelFactory {
        Slice {
            bounds = List.copyOf(bounds);
        }

        @Override
        public Kernel create(List<SqlType> types, SqlType result) {
            return new SliceKernel(bounds, ArrayFunctions.elementOf(result).kind());
        }
    }

    private static final class SliceKernel implements RowKernel {
        private final List<Bounds> bounds;
        private final ArrayView array = new ArrayView();
        private final ArrayBuilder slice;
        private final int[] first = new int[DIMENSIONS_MAX];
        private final int[] length = new int[DIMENSIONS_MAX];

        SliceKernel(List<Bounds> bounds, TypeKind element) {
            this.bounds = bounds;
            slice = new ArrayBuilder(element);
        }

        @Override
        public void apply(KernelInput in, int row, Vector out) {
            ArrayFunctions.wrap(array, in, 0, row);
            slice.begin();
            if (array.dimensions() >= bounds.size() && cut(in, row)) {
                for (int d = 0; d < array.dimensions(); d++) {
                    slice.dimension(length[d], 1);
                }
                copy(0, 0);
            }
            slice.set(out, row);
        }

        /** Works out the part of each dimension; false when there is none. */
        private boolean cut(KernelInput in, int row) {
            int argument = 1;
            boolean any = array.dimensions() > 0;
            for (int d = 0; d < array.dimensions(); d++) {
                Bounds given = d < bounds.size() ? bounds.get(d) : new Bounds(false, false);
                long lower = array.lowerBound(d);
                long upper = array.upperBound(d);
                if (given.lower()) {
                    lower = Math.max(lower, in.longAt(argument++, row));
                }
                if (given.upper()) {
                    upper = Math.min(upper, in.longAt(argument++, row));
                }
                any &= lower <= upper;
                first[d] = (int) (lower - array.lowerBound(d));
                length[d] = (int) (upper - lower + 1);
            }
            return any;
        }

        private void copy(int dimension, int base) {
            for (int i = 0; i < length[dimension]; i++) {
                int index = base * array.length(dimension) + first[dimension] + i;
                if (dimension + 1 == array.dimensions()) {
                    slice.add(array, index);
                } else {
                    copy(dimension + 1, index);
                }
            }
        }
    }
}
