package io.omendb.sql.function;

import io.omendb.sql.vector.RowSet;

/**
 * A strict kernel with a boolean result that can select rows without writing a vector of truth
 * values.
 */
public interface PredicateKernel extends Kernel {
    /**
     * Writes the rows for which the function is true.
     *
     * @param rows rows without null arguments
     * @param selected receives row indexes, ascending; may be the array that {@code rows} lists
     * @return how many
     */
    int filter(KernelInput in, RowSet rows, int[] selected);
}
