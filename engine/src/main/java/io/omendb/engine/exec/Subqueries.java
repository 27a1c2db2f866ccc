package io.omendb.engine.exec;

import io.omendb.sql.function.SubqueryResult;
import io.omendb.sql.types.Lane;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Vector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subqueries of a plan. One that reads no row around it runs once per execution: at its
 * beginning, or when another that comes first asks for it. Others run again for each such row.
 * Holds the first column of their rows.
 */
final class Subqueries {
    private final Run run;
    private final List<PhysicalNode> nodes;
    private final Operator[] operators;
    private final boolean[] readOuterRows;
    private final @Nullable Result[] results;
    private @Nullable Vector[] outerValues = new Vector[0];

    private record Result(Vector values, int rowCount) implements SubqueryResult {}

    Subqueries(OperatorFactory factory, List<PhysicalNode> nodes) {
        this.run = factory.run();
        this.nodes = nodes;
        operators = new Operator[nodes.size()];
        readOuterRows = new boolean[nodes.size()];
        results = new Result[nodes.size()];
        for (int i = 0; i < operators.length; i++) {
            factory.beginSubquery();
            operators[i] = nodes.get(i).make(factory);
            readOuterRows[i] = factory.endSubquery();
        }
    }

    /** Runs all that can run now. */
    void open() {
        close();
        for (int i = 0; i < results.length; i++) {
            if (!readOuterRows[i]) {
                result(i);
            }
        }
    }

    /** Runs one again. */
    void runAgain(int index) {
        results[index] = run(index);
    }

    /** Where the values of the rows around are read. */
    Vector outerValue(int slot, SqlType type) {
        if (slot >= outerValues.length) {
            outerValues = Arrays.copyOf(outerValues, slot + 1);
        }
        Vector value = outerValues[slot];
        if (value == null) {
            value = Vector.of(type, 1);
            outerValues[slot] = value;
        }
        return value;
    }

    SubqueryResult result(int index) {
        Result known = results[index];
        if (known == null) {
            known = run(index);
            results[index] = known;
        }
        return known;
    }

    private Result run(int index) {
        PhysicalNode node = nodes.get(index);
        Operator operator = operators[index];
        RowBuffer rows = new RowBuffer(node.types(), run.budget());
        operator.open();
        try {
            for (int count = operator.next(); count > 0; count = operator.next()) {
                run.checkCancel();
                rows.append(operator.out.columns, count);
            }
        } finally {
            operator.close();
        }
        if (node.types().isEmpty()) {
            return new Result(new Vector(Lane.LONG, rows.count()), rows.count());
        }
        Vector values = Vector.of(node.types().get(0), rows.count());
        int count = rows.count();
        rows.copyRange(0, count, new Vector[] {values});
        rows.clear();
        return new Result(values, count);
    }

    /** Forgets the results. */
    void close() {
        for (int i = 0; i < results.length; i++) {
            results[i] = null;
        }
    }
}
