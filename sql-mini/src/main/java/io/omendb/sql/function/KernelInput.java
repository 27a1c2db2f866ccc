package io.omendb.sql.function;

import io.omendb.sql.vector.Vector;

/**
 * The arguments of a kernel. An argument that is the same for all rows has its value at row 0 only,
 * and mask 0: the value for {@code row} is at {@code row & masks[i]}.
 */
public final class KernelInput {
    public final Vector[] args;

    /** -1 for an argument with a value per row, 0 for one with a single value. */
    public final int[] masks;

    public final EvaluationContext context;

    public KernelInput(int arity, EvaluationContext context) {
        this.args = new Vector[arity];
        this.masks = new int[arity];
        this.context = context;
    }

    public boolean isScalar(int argument) {
        return masks[argument] == 0;
    }

    public boolean isNull(int argument, int row) {
        return args[argument].nulls[row & masks[argument]];
    }

    public long longAt(int argument, int row) {
        return args[argument].longs[row & masks[argument]];
    }

    public int intAt(int argument, int row) {
        return (int) args[argument].longs[row & masks[argument]];
    }

    public double doubleAt(int argument, int row) {
        return args[argument].doubles[row & masks[argument]];
    }

    public byte[] bytesOf(int argument) {
        return args[argument].bytes;
    }

    public int startAt(int argument, int row) {
        return args[argument].starts[row & masks[argument]];
    }

    public int lengthAt(int argument, int row) {
        return args[argument].lengths[row & masks[argument]];
    }

    /** The value as a string; allocates. */
    public String textAt(int argument, int row) {
        return new String(
                args[argument].bytes,
                startAt(argument, row),
                lengthAt(argument, row),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
