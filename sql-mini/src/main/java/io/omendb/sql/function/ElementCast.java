package io.omendb.sql.function;

import io.omendb.sql.function.CastDefinition.CastKernelFactory;
import io.omendb.sql.types.ArrayBuilder;
import io.omendb.sql.types.ArrayView;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/** Casts an array by casting its elements; the shape stays. Allocates for each array. */
record ElementCast(CastKernelFactory element) implements CastKernelFactory {
    @Override
    public Kernel create(SqlType from, SqlType to, boolean explicit) {
        SqlType fromElement = ArrayFunctions.elementOf(from);
        SqlType toElement = ArrayFunctions.elementOf(to);
        Kernel kernel = element.create(fromElement, toElement, explicit);
        ArrayView array = new ArrayView();
        ArrayBuilder result = new ArrayBuilder(toElement.kind());
        return (in, rows, out) -> {
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                array.wrap(in.args[0], row & in.masks[0]);
                result.begin().shapeOf(array);
                Vector converted = convert(kernel, in, array, toElement);
                for (int e = 0; e < array.count(); e++) {
                    result.add(converted, e);
                }
                result.set(out, row);
            }
        };
    }

    private static Vector convert(Kernel kernel, KernelInput in, ArrayView array, SqlType to) {
        int count = array.count();
        Vector elements = ArrayFunctions.elements(array);
        Vector converted = Vector.of(to, count);
        RowSet present = ArrayFunctions.present(elements, count);
        for (int e = 0; e < count; e++) {
            converted.nulls[e] = elements.nulls[e];
        }
        if (present.count > 0) {
            KernelInput input = new KernelInput(1, in.context);
            input.args[0] = elements;
            input.masks[0] = -1;
            kernel.apply(input, present, converted);
        }
        return converted;
    }
}
