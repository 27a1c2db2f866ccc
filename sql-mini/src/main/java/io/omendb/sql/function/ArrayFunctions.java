package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.ANYARRAY;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.TEXT;

import io.omendb.sql.types.ArrayView;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/** What arrays say of their shape. */
final class ArrayFunctions {
    private ArrayFunctions() {}

    static void register(FunctionRegistrar r) {
        bound(r, "array_length", ArrayView::length);
        bound(r, "array_lower", ArrayView::lowerBound);
        bound(r, "array_upper", ArrayView::upperBound);
        r.function(
                "cardinality",
                INT4,
                (types, result) -> {
                    ArrayView array = new ArrayView();
                    return (RowKernel)
                            (in, row, out) -> out.longs[row] = wrap(array, in, 0, row).count();
                },
                ANYARRAY);
        r.function(
                "array_ndims",
                INT4,
                (types, result) -> {
                    ArrayView array = new ArrayView();
                    return (RowKernel)
                            (in, row, out) -> {
                                int dimensions = wrap(array, in, 0, row).dimensions();
                                out.longs[row] = dimensions;
                                out.nulls[row] = dimensions == 0;
                            };
                },
                ANYARRAY);
        r.function(
                "array_dims",
                TEXT,
                (types, result) -> {
                    ArrayView array = new ArrayView();
                    return (RowKernel)
                            (in, row, out) -> dimensions(wrap(array, in, 0, row), out, row);
                },
                ANYARRAY);
    }

    /** Looks at an array among the arguments of a kernel. */
    static ArrayView wrap(ArrayView view, KernelInput in, int argument, int row) {
        return view.wrap(in.args[argument], row & in.masks[argument]);
    }

    static SqlType elementOf(SqlType type) {
        SqlType element = type.element();
        if (element == null) {
            throw new IllegalArgumentException(type + " is no array");
        }
        return element;
    }

    /** The elements as a vector. */
    static Vector elements(ArrayView array) {
        Vector elements = Vector.of(SqlType.of(array.elementKind()), array.count());
        for (int i = 0; i < array.count(); i++) {
            array.copyTo(i, elements, i);
        }
        return elements;
    }

    /** The rows below a count that are not null. */
    static RowSet present(Vector values, int count) {
        RowSet rows = new RowSet(count);
        int n = 0;
        for (int i = 0; i < count; i++) {
            rows.rows[n] = i;
            n += values.nulls[i] ? 0 : 1;
        }
        return rows.setListed(n);
    }

    private interface Bound {
        int of(ArrayView array, int dimension);
    }

    private static void bound(FunctionRegistrar r, String name, Bound bound) {
        r.function(
                name,
                INT4,
                (types, result) -> {
                    ArrayView array = new ArrayView();
                    return (RowKernel)
                            (in, row, out) -> {
                                wrap(array, in, 0, row);
                                int dimension = in.intAt(1, row);
                                if (dimension < 1 || dimension > array.dimensions()) {
                                    out.setNull(row);
                                } else {
                                    out.longs[row] = bound.of(array, dimension - 1);
                                }
                            };
                },
                ANYARRAY,
                INT4);
    }

    private static void dimensions(ArrayView array, Vector out, int row) {
        if (array.dimensions() == 0) {
            out.setNull(row);
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int d = 0; d < array.dimensions(); d++) {
            text.append('[').append(array.lowerBound(d)).append(':');
            text.append(array.upperBound(d)).append(']');
        }
        TextFunctions.put(out, row, text.toString());
    }
}
