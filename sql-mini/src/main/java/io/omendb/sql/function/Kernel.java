package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

/**
 * The inner loop of a function. A kernel sets {@code out} at each row of {@code rows} and at no
 * other. The kernel of a strict function never sees a null argument; it may set null results. One
 * kernel object belongs to one place of one evaluator, so it may keep scratch.
 */
@FunctionalInterface
public interface Kernel {
    void apply(KernelInput in, RowSet rows, Vector out);
}
