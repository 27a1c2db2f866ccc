package io.omendb.engine.exec;

import io.omendb.sql.vector.Batch;

/**
 * A step of a running plan. Opened, asked for rows until it has none, closed; then it may be opened
 * again. The vectors of {@link #out} may be others after each {@link #next}, and may belong to the
 * child; whoever changes rows in place must own them.
 */
abstract class Operator {
    /** The rows of the last {@link #next}. */
    final Batch out;

    Operator(Batch out) {
        this.out = out;
    }

    abstract void open();

    /** Computes the next rows; returns how many, 0 at the end. */
    abstract int next();

    /** Frees what the execution holds; to be called once per open, also after a failure. */
    abstract void close();
}
