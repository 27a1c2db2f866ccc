package io.omendb.sql.expr;

import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;

/**
 * A compiled expression with its scratch vectors. Used by one thread at a time; a call allocates
 * nothing beyond what single functions say, once the vectors of bytes have grown to their size.
 */
public final class Evaluator {
    private final Node root;
    private final Frame frame;
    private final Vector broadcast;

    Evaluator(Node root, Frame frame, int capacity) {
        this.root = root;
        this.frame = frame;
        broadcast = Vector.of(root.type, root.scalar ? capacity : 0);
    }

    public SqlType type() {
        return root.type;
    }

    /**
     * The values of the rows, each at its row. The vector is a column of the input or belongs to
     * the evaluator; it must not be changed, and is valid until the next call.
     *
     * @param parameters a batch with the parameters at row 0
     */
    public Vector evaluate(Batch input, Batch parameters, RowSet rows) {
        if (rows.isEmpty()) {
            return broadcast;
        }
        frame.input = input;
        frame.parameters = parameters;
        Vector value = root.evaluate(frame, rows);
        return root.scalar ? spread(value, rows) : value;
    }

    /** Writes the rows for which the condition is true, ascending, and returns how many. */
    public int filter(Batch input, Batch parameters, RowSet rows, int[] selected) {
        if (rows.isEmpty()) {
            return 0;
        }
        frame.input = input;
        frame.parameters = parameters;
        return root.filter(frame, rows, selected);
    }

    private Vector spread(Vector value, RowSet rows) {
        if (rows.dense && rows.count == 1) {
            return value;
        }
        int end = rows.row(rows.count - 1) + 1;
        Arrays.fill(broadcast.nulls, 0, end, value.nulls[0]);
        if (value.nulls[0]) {
            return broadcast;
        }
        if (value.lane == Lane.LONG) {
            Arrays.fill(broadcast.longs, 0, end, value.longs[0]);
        } else if (value.lane == Lane.DOUBLE) {
            Arrays.fill(broadcast.doubles, 0, end, value.doubles[0]);
        } else {
            broadcast.clear();
            broadcast.setBytes(0, value.bytes, value.starts[0], value.lengths[0]);
            Arrays.fill(broadcast.starts, 0, end, 0);
            Arrays.fill(broadcast.lengths, 0, end, value.lengths[0]);
        }
        return broadcast;
    }
}
