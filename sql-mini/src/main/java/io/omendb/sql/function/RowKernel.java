package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/** A kernel that is written for one row: for functions whose work per row outweighs a call. */
@FunctionalInterface
@SuppressWarnings(
        "FunctionalInterfaceMethodChanged") // a lambda of one row is meant to become a kernel of
// many
interface RowKernel extends Kernel {
    void apply(KernelInput in, int row, Vector out);

    @Override
    default void apply(KernelInput in, RowSet rows, Vector out) {
        for (int i = 0; i < rows.count; i++) {
            apply(in, rows.row(i), out);
        }
    }

    /** A factory that shares one kernel without state. */
    static KernelFactory of(RowKernel kernel) {
        return (types, result) -> kernel;
    }
}
