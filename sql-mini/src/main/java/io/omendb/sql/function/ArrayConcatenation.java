package io.omendb.sql.function;

import static io.omendb.sql.types.TypeKind.ANYCOMPATIBLE;
import static io.omendb.sql.types.TypeKind.ANYCOMPATIBLEARRAY;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.types.ArrayBuilder;
import io.omendb.sql.types.ArrayView;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Vector;
import java.util.List;

/** Arrays put together: ARRAY[...], array_append, array_prepend, array_cat and ||. */
public final class ArrayConcatenation {
    /** ARRAY of values of one type, any number of them. */
    public static final FunctionDefinition OF_ELEMENTS = constructor(ArrayConcatenation::list);

    /** ARRAY of arrays of one shape. */
    public static final FunctionDefinition OF_ARRAYS = constructor(ArrayConcatenation::nested);

    private ArrayConcatenation() {}

    static void register(FunctionRegistrar r) {
        add(r, "array_append", append(0, 1), ANYCOMPATIBLEARRAY, ANYCOMPATIBLE);
        add(r, "array_prepend", append(1, 0), ANYCOMPATIBLE, ANYCOMPATIBLEARRAY);
        add(r, "array_cat", ArrayConcatenation::join, ANYCOMPATIBLEARRAY, ANYCOMPATIBLEARRAY);
        operator(r, append(0, 1), ANYCOMPATIBLEARRAY, ANYCOMPATIBLE);
        operator(r, append(1, 0), ANYCOMPATIBLE, ANYCOMPATIBLEARRAY);
        operator(r, ArrayConcatenation::join, ANYCOMPATIBLEARRAY, ANYCOMPATIBLEARRAY);
    }

    private static FunctionDefinition constructor(KernelFactory kernel) {
        return new FunctionDefinition(
                "array",
                List.of(TypeKind.ANY),
                true,
                TypeKind.ANYARRAY,
                Volatility.IMMUTABLE,
                false,
                kernel);
    }

    private static void add(
            FunctionRegistrar r, String name, KernelFactory kernel, TypeKind... arguments) {
        r.function(name, ANYCOMPATIBLEARRAY, Volatility.IMMUTABLE, false, kernel, arguments);
    }

    /** || sees its null operands: it adds a null element, and takes a null array for none. */
    private static void operator(FunctionRegistrar r, KernelFactory kernel, TypeKind... operands) {
        r.nullableOperator("||", ANYCOMPATIBLEARRAY, kernel, operands);
    }

    private static Kernel list(List<SqlType> types, SqlType result) {
        ArrayBuilder array = new ArrayBuilder(ArrayFunctions.elementOf(result).kind());
        return (RowKernel)
                (in, row, out) -> {
                    array.begin();
                    for (int i = 0; i < types.size(); i++) {
                        array.add(in.args[i], row & in.masks[i]);
                    }
                    array.setList(out, row);
                };
    }

    private static Kernel nested(List<SqlType> types, SqlType result) {
        ArrayBuilder array = new ArrayBuilder(ArrayFunctions.elementOf(result).kind());
        ArrayView part = new ArrayView();
        ArrayView first = new ArrayView();
        return (RowKernel)
                (in, row, out) -> {
                    array.begin();
                    int filled = 0;
                    for (int i = 0; i < types.size(); i++) {
                        if (in.isNull(i, row)
                                || ArrayFunctions.wrap(part, in, i, row).dimensions() == 0) {
                            continue;
                        }
                        if (filled++ == 0) {
                            ArrayFunctions.wrap(first, in, i, row);
                        } else if (!sameShape(first, part)) {
                            throw mismatch();
                        }
                        array.addAll(part);
                    }
                    if (filled > 0 && filled < types.size()) {
                        throw mismatch();
                    }
                    if (filled > 0) {
                        array.dimension(filled, 1).shapeOf(first);
                    }
                    array.set(out, row);
                };
    }

    private static boolean sameShape(ArrayView a, ArrayView b) {
        boolean same = a.dimensions() == b.dimensions();
        for (int d = 0; same && d < a.dimensions(); d++) {
            same = a.length(d) == b.length(d) && a.lowerBound(d) == b.lowerBound(d);
        }
        return same;
    }

    private static SqlException mismatch() {
        return SqlException.of(
                SqlState.ARRAY_SUBSCRIPT_ERROR,
                "multidimensional arrays must have array expressions with matching dimensions");
    }

    /** Adds an element at the end of a list or, where it comes first, at its beginning. */
    private static KernelFactory append(int arrayArgument, int elementArgument) {
        boolean atEnd = arrayArgument < elementArgument;
        return (types, result) -> {
            ArrayBuilder array = new ArrayBuilder(ArrayFunctions.elementOf(result).kind());
            ArrayView view = new ArrayView();
            return (RowKernel)
                    (in, row, out) -> {
                        array.begin();
                        int lowerBound = 1;
                        boolean isNull = in.isNull(arrayArgument, row);
                        if (!isNull) {
                            ArrayFunctions.wrap(view, in, arrayArgument, row);
                            if (view.dimensions() > 1) {
                                throw SqlException.of(
                                        SqlState.DATA_EXCEPTION,
                                        "argument must be empty or one-dimensional array");
                            }
                            lowerBound = view.dimensions() == 0 ? 1 : view.lowerBound(0);
                        }
                        Vector element = in.args[elementArgument];
                        int elementRow = row & in.masks[elementArgument];
                        if (!atEnd) {
                            array.add(element, elementRow);
                        }
                        if (!isNull) {
                            array.addAll(view);
                        }
                        if (atEnd) {
                            array.add(element, elementRow);
                        }
                        array.dimension(array.count(), lowerBound).set(out, row);
                    };
        };
    }

    private static Kernel join(List<SqlType> types, SqlType result) {
        ArrayBuilder array = new ArrayBuilder(ArrayFunctions.elementOf(result).kind());
        ArrayView left = new ArrayView();
        ArrayView right = new ArrayView();
        return (RowKernel)
                (in, row, out) -> {
                    if (in.isNull(0, row) || in.isNull(1, row)) {
                        int given = in.isNull(0, row) ? 1 : 0;
                        out.copyFrom(in.args[given], row & in.masks[given], row);
                        return;
                    }
                    ArrayFunctions.wrap(left, in, 0, row);
                    ArrayFunctions.wrap(right, in, 1, row);
                    if (left.dimensions() == 0 || right.dimensions() == 0) {
                        int given = left.dimensions() == 0 ? 1 : 0;
                        out.copyFrom(in.args[given], row & in.masks[given], row);
                        return;
                    }
                    array.begin();
                    array.addAll(left);
                    array.addAll(right);
                    shape(array, left, right);
                    array.set(out, row);
                };
    }

    /**
     * Two arrays of the same number of dimensions follow each other in the first; one of a
     * dimension fewer is one more slice of the other.
     */
    private static void shape(ArrayBuilder array, ArrayView left, ArrayView right) {
        int difference = left.dimensions() - right.dimensions();
        if (Math.abs(difference) > 1) {
            throw incompatible(
                    "Arrays of "
                            + left.dimensions()
                            + " and "
                            + right.dimensions()
                            + " dimensions are not compatible for concatenation.");
        }
        ArrayView outer = difference < 0 ? right : left;
        ArrayView inner = difference < 0 ? left : right;
        int skipped = difference == 0 ? 1 : 0;
        for (int d = skipped; d < inner.dimensions(); d++) {
            int of = d + 1 - skipped;
            if (inner.length(d) != outer.length(of)
                    || inner.lowerBound(d) != outer.lowerBound(of)) {
                throw incompatible(
                        difference == 0
                                ? "Arrays with differing element dimensions are not compatible for"
                                        + " concatenation."
                                : "Arrays with differing dimensions are not compatible for"
                                        + " concatenation.");
            }
        }
        int length = outer.length(0) + (difference == 0 ? inner.length(0) : 1);
        array.dimension(length, outer.lowerBound(0));
        for (int d = 1; d < outer.dimensions(); d++) {
            array.dimension(outer.length(d), outer.lowerBound(d));
        }
    }

    private static SqlException incompatible(String detail) {
        return SqlException.of(
                        SqlState.ARRAY_SUBSCRIPT_ERROR, "cannot concatenate incompatible arrays")
                .withDetail(detail);
    }
}
