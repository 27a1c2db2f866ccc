package io.omendb.sql.expr;

import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.function.Kernel;
import io.omendb.sql.function.KernelInput;
import io.omendb.sql.function.PredicateKernel;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A function, operator or cast: evaluates the arguments, sets aside the rows with nulls, runs the
 * kernel.
 */
final class CallNode extends Node {
    private final Node[] arguments;
    private final Kernel kernel;
    private final @Nullable PredicateKernel predicate;
    private final boolean strict;
    private final KernelInput in;
    private final Vector out;
    private final RowSet withoutNulls;

    CallNode(
            SqlType type,
            boolean scalar,
            Node[] arguments,
            Kernel kernel,
            boolean strict,
            int capacity,
            EvaluationContext context) {
        super(type, scalar);
        this.arguments = arguments;
        this.kernel = kernel;
        this.predicate = kernel instanceof PredicateKernel p ? p : null;
        this.strict = strict;
        in = new KernelInput(arguments.length, context);
        for (int i = 0; i < arguments.length; i++) {
            in.masks[i] = arguments[i].mask();
        }
        int rows = scalar ? 1 : capacity;
        out = Vector.of(type, rows);
        withoutNulls = new RowSet(strict && arguments.length > 0 ? rows : 0);
    }

    @Override
    Vector evaluate(Frame frame, RowSet rows) {
        RowSet active = scalar ? FIRST : rows;
        boolean anyScalarNull = evaluateArguments(frame, rows);
        out.clear();
        if (!strict) {
            setNulls(active, false);
            kernel.apply(in, active, out);
            return out;
        }
        if (anyScalarNull) {
            setNulls(active, true);
            return out;
        }
        setNulls(active, false);
        RowSet present = active;
        if (hasNulls(active)) {
            setNulls(active, true);
            present = listPresent(active);
            setNulls(present, false);
        }
        if (present.count > 0) {
            kernel.apply(in, present, out);
        }
        return out;
    }

    @Override
    int filter(Frame frame, RowSet rows, int[] selected) {
        if (predicate == null || scalar) {
            return super.filter(frame, rows, selected);
        }
        if (evaluateArguments(frame, rows)) {
            return 0;
        }
        RowSet present = hasNulls(rows) ? listPresent(rows) : rows;
        return present.count == 0 ? 0 : predicate.filter(in, present, selected);
    }

    /**
     * Returns whether a scalar argument of a strict function is null. The others are then not
     * evaluated: what they would raise does not come up.
     */
    private boolean evaluateArguments(Frame frame, RowSet rows) {
        for (int i = 0; i < arguments.length; i++) {
            if (in.masks[i] == 0) {
                Vector argument = arguments[i].evaluate(frame, rows);
                in.args[i] = argument;
                if (strict && argument.nulls[0]) {
                    return true;
                }
            }
        }
        for (int i = 0; i < arguments.length; i++) {
            if (in.masks[i] != 0) {
                in.args[i] = arguments[i].evaluate(frame, rows);
            }
        }
        return false;
    }

    private boolean hasNulls(RowSet rows) {
        boolean any = false;
        for (int i = 0; i < arguments.length; i++) {
            if (in.masks[i] != 0) {
                any |= hasNulls(in.args[i].nulls, rows);
            }
        }
        return any;
    }

    private static boolean hasNulls(boolean[] nulls, RowSet rows) {
        boolean any = false;
        if (rows.dense) {
            for (int i = 0; i < rows.count; i++) {
                any |= nulls[i];
            }
        } else {
            for (int i = 0; i < rows.count; i++) {
                any |= nulls[rows.rows[i]];
            }
        }
        return any;
    }

    private RowSet listPresent(RowSet rows) {
        int n = 0;
        for (int i = 0; i < rows.count; i++) {
            int row = rows.row(i);
            boolean isNull = false;
            for (int a = 0; a < arguments.length; a++) {
                isNull |= in.args[a].nulls[row & in.masks[a]];
            }
            withoutNulls.rows[n] = row;
            n += isNull ? 0 : 1;
        }
        return withoutNulls.setListed(n);
    }

    private void setNulls(RowSet rows, boolean value) {
        if (rows.dense) {
            Arrays.fill(out.nulls, 0, rows.count, value);
        } else {
            for (int i = 0; i < rows.count; i++) {
                out.nulls[rows.rows[i]] = value;
            }
        }
    }
}
