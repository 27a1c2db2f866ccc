package io.omendb.sql.function;

import io.omendb.sql.vector.Vector;

/** One run of a set-returning function. */
public interface RowGenerator {
    /** Begins with the arguments at row 0 of each vector. */
    void open(Vector[] arguments, EvaluationContext context);

    /** Writes up to {@code capacity} values from row 0 on; returns how many, 0 at the end. */
    int next(Vector out, int capacity);
}
