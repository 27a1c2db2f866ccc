package io.omendb.sql.function;

import io.omendb.sql.types.ArrayView;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;

/**
 * {@code x op ANY (array)} and {@code x op ALL (array)}: an operator over a value and each element.
 * Equal for equal operators.
 *
 * @param operator a strict operator of two operands that gives a boolean
 * @param all whether it must hold for all elements
 */
public record ArrayQuantifier(FunctionDefinition operator, boolean all) implements KernelFactory {

    /** The function of the value and the array. */
    public FunctionDefinition definition() {
        return new FunctionDefinition(
                operator.name() + (all ? " ALL" : " ANY"),
                List.of(TypeKind.ANYELEMENT, TypeKind.ANYARRAY),
                false,
                TypeKind.BOOL,
                operator.volatility(),
                false,
                this);
    }

    @Override
    public Kernel create(List<SqlType> types, SqlType result) {
        SqlType element = ArrayFunctions.elementOf(types.get(1));
        Kernel comparison = operator.kernel().create(List.of(types.get(0), element), SqlType.BOOL);
        return new QuantifierKernel(types.get(0), comparison, all);
    }

    /** Unpacks an array that is the same for all rows once per batch. Allocates per array. */
    private static final class QuantifierKernel implements Kernel {
        private final Kernel comparison;
        private final long deciding;
        private final ArrayView array = new ArrayView();
        private final Vector value;
        private Vector elements;
        private Vector truth;
        private RowSet present = new RowSet(0);
        private boolean anyNull;

        QuantifierKernel(SqlType valueType, Kernel comparison, boolean all) {
            this.comparison = comparison;
            deciding = all ? 0 : 1;
            value = Vector.of(valueType, 1);
            elements = Vector.of(valueType, 0);
            truth = Vector.of(SqlType.BOOL, 0);
        }

        @Override
        public void apply(KernelInput in, RowSet rows, Vector out) {
            KernelInput pair = new KernelInput(2, in.context);
            pair.masks[0] = 0;
            pair.masks[1] = -1;
            boolean unpacked = false;
            for (int i = 0; i < rows.count; i++) {
                int row = rows.row(i);
                if (in.isNull(1, row)) {
                    out.setNull(row);
                    continue;
                }
                if (!unpacked) {
                    unpack(in, row);
                    unpacked = in.isScalar(1);
                }
                test(in, pair, row, out);
            }
        }

        private void unpack(KernelInput in, int row) {
            ArrayFunctions.wrap(array, in, 1, row);
            elements = ArrayFunctions.elements(array);
            present = ArrayFunctions.present(elements, array.count());
            anyNull = present.count < array.count();
            if (truth.capacity < array.count()) {
                truth = Vector.of(SqlType.BOOL, array.count());
            }
        }

        private void test(KernelInput in, KernelInput pair, int row, Vector out) {
            boolean valueNull = in.isNull(0, row);
            if (!valueNull && present.count > 0) {
                value.clear();
                value.copyFrom(in.args[0], row & in.masks[0], 0);
                pair.args[0] = value;
                pair.args[1] = elements;
                comparison.apply(pair, present, truth);
                for (int i = 0; i < present.count; i++) {
                    if (truth.longs[present.row(i)] == deciding) {
                        out.setLong(row, deciding);
                        return;
                    }
                }
            }
            if (anyNull || valueNull && array.count() > 0) {
                out.setNull(row);
            } else {
                out.setLong(row, 1 - deciding);
            }
        }
    }
}
