package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.ANYARRAY;
import static io.omendb.sql.types.TypeKind.ANYCOMPATIBLE;
import static io.omendb.sql.types.TypeKind.ANYCOMPATIBLEARRAY;
import static io.omendb.sql.types.TypeKind.BOOL;
import static io.omendb.sql.types.TypeKind.INT4;
import static io.omendb.sql.types.TypeKind.INT4_ARRAY;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ArrayBuilder;
import io.omendb.sql.types.ArrayView;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.types.ValueComparator;
import io.omendb.sql.vector.Vector;
import java.util.List;

/** What compares the elements of arrays with values; null elements are equal to null. */
final class ArraySearch {
    private ArraySearch() {}

    static void register(FunctionRegistrar r) {
        add(r, "array_position", INT4, ArraySearch::position, ANYCOMPATIBLEARRAY, ANYCOMPATIBLE);
        add(
                r,
                "array_position",
                INT4,
                ArraySearch::position,
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE,
                INT4);
        add(
                r,
                "array_positions",
                INT4_ARRAY,
                ArraySearch::positions,
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE);
        add(
                r,
                "array_remove",
                ANYCOMPATIBLEARRAY,
                ArraySearch::remove,
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE);
        add(
                r,
                "array_replace",
                ANYCOMPATIBLEARRAY,
                ArraySearch::replace,
                ANYCOMPATIBLEARRAY,
                ANYCOMPATIBLE,
                ANYCOMPATIBLE);
        r.operator("@>", BOOL, (types, result) -> new Containment(true, true), ANYARRAY, ANYARRAY);
        r.operator("<@", BOOL, (types, result) -> new Containment(false, true), ANYARRAY, ANYARRAY);
        r.operator("&&", BOOL, (types, result) -> new Containment(true, false), ANYARRAY, ANYARRAY);
    }

    private static void add(
            FunctionRegistrar r,
            String name,
            TypeKind result,
            KernelFactory kernel,
            TypeKind... arguments) {
        r.function(name, result, Volatility.IMMUTABLE, false, kernel, arguments);
    }

    private static boolean equal(
            ValueComparator comparator, Vector elements, int index, Vector value, int row) {
        return elements.nulls[index]
                ? value.nulls[row]
                : !value.nulls[row] && comparator.equal(elements, index, value, row);
    }

    private static SqlException multidimensional(String message) {
        return SqlException.of(SqlState.FEATURE_NOT_SUPPORTED, message);
    }

    private static Kernel position(List<SqlType> types, SqlType result) {
        ValueComparator comparator = ValueComparator.of(ArrayFunctions.elementOf(types.get(0)));
        ArrayView array = new ArrayView();
        return (RowKernel)
                (in, row, out) -> {
                    out.setNull(row);
                    if (in.isNull(0, row)) {
                        return;
                    }
                    ArrayFunctions.wrap(array, in, 0, row);
                    requireOneDimension(array);
                    long first = Long.MIN_VALUE;
                    if (types.size() > 2) {
                        if (in.isNull(2, row)) {
                            throw SqlException.of(
                                    SqlState.NULL_VALUE_NOT_ALLOWED,
                                    "initial position must not be null");
                        }
                        first = in.longAt(2, row);
                    }
                    Vector elements = ArrayFunctions.elements(array);
                    for (int i = 0; i < array.count(); i++) {
                        long subscript = (long) array.lowerBound(0) + i;
                        if (subscript >= first
                                && equal(comparator, elements, i, in.args[1], row & in.masks[1])) {
                            out.setLong(row, subscript);
                            return;
                        }
                    }
                };
    }

    private static void requireOneDimension(ArrayView array) {
        if (array.dimensions() > 1) {
            throw multidimensional(
                    "searching for elements in multidimensional arrays is not supported");
        }
    }

    private static Kernel positions(List<SqlType> types, SqlType result) {
        ValueComparator comparator = ValueComparator.of(ArrayFunctions.elementOf(types.get(0)));
        ArrayView array = new ArrayView();
        ArrayBuilder found = new ArrayBuilder(INT4);
        return (RowKernel)
                (in, row, out) -> {
                    if (in.isNull(0, row)) {
                        out.setNull(row);
                        return;
                    }
                    ArrayFunctions.wrap(array, in, 0, row);
                    requireOneDimension(array);
                    Vector elements = ArrayFunctions.elements(array);
                    found.begin();
                    for (int i = 0; i < array.count(); i++) {
                        if (equal(comparator, elements, i, in.args[1], row & in.masks[1])) {
                            found.addLong((long) array.lowerBound(0) + i);
                        }
                    }
                    found.setList(out, row);
                };
    }

    private static Kernel remove(List<SqlType> types, SqlType result) {
        SqlType element = ArrayFunctions.elementOf(types.get(0));
        ValueComparator comparator = ValueComparator.of(element);
        ArrayView array = new ArrayView();
        ArrayBuilder kept = new ArrayBuilder(element.kind());
        return (RowKernel)
                (in, row, out) -> {
                    if (in.isNull(0, row)) {
                        out.setNull(row);
                        return;
                    }
                    ArrayFunctions.wrap(array, in, 0, row);
                    if (array.dimensions() > 1) {
                        throw multidimensional(
                                "removing elements from multidimensional arrays is not supported");
                    }
                    Vector elements = ArrayFunctions.elements(array);
                    kept.begin();
                    for (int i = 0; i < array.count(); i++) {
                        if (!equal(comparator, elements, i, in.args[1], row & in.masks[1])) {
                            kept.add(elements, i);
                        }
                    }
                    if (array.count() > 0) {
                        kept.dimension(kept.count(), array.lowerBound(0));
                    }
                    kept.set(out, row);
                };
    }

    private static Kernel replace(List<SqlType> types, SqlType result) {
        SqlType element = ArrayFunctions.elementOf(types.get(0));
        ValueComparator comparator = ValueComparator.of(element);
        ArrayView array = new ArrayView();
        ArrayBuilder replaced = new ArrayBuilder(element.kind());
        return (RowKernel)
                (in, row, out) -> {
                    if (in.isNull(0, row)) {
                        out.setNull(row);
                        return;
                    }
                    ArrayFunctions.wrap(array, in, 0, row);
                    Vector elements = ArrayFunctions.elements(array);
                    replaced.begin().shapeOf(array);
                    for (int i = 0; i < array.count(); i++) {
                        if (equal(comparator, elements, i, in.args[1], row & in.masks[1])) {
                            replaced.add(in.args[2], row & in.masks[2]);
                        } else {
                            replaced.add(elements, i);
                        }
                    }
                    replaced.set(out, row);
                };
    }

    /** Whether one array has all elements of the other, or any; nulls are equal to nothing. */
    private static final class Containment implements RowKernel {
        private final boolean leftContains;
        private final boolean all;
        private final ArrayView left = new ArrayView();
        private final ArrayView right = new ArrayView();

        Containment(boolean leftContains, boolean all) {
            this.leftContains = leftContains;
            this.all = all;
        }

        @Override
        public void apply(KernelInput in, int row, Vector out) {
            ArrayView container = ArrayFunctions.wrap(left, in, leftContains ? 0 : 1, row);
            ArrayView parts = ArrayFunctions.wrap(right, in, leftContains ? 1 : 0, row);
            Vector values = ArrayFunctions.elements(container);
            Vector sought = ArrayFunctions.elements(parts);
            ValueComparator comparator = ValueComparator.of(SqlType.of(container.elementKind()));
            boolean holds = all;
            for (int i = 0; i < parts.count() && holds == all; i++) {
                holds = !sought.nulls[i] && contains(comparator, values, sought, i);
            }
            out.longs[row] = holds ? 1 : 0;
        }

        private static boolean contains(
                ValueComparator comparator, Vector values, Vector sought, int index) {
            for (int v = 0; v < values.capacity; v++) {
                if (!values.nulls[v] && comparator.equal(values, v, sought, index)) {
                    return true;
                }
            }
            return false;
        }
    }
}
