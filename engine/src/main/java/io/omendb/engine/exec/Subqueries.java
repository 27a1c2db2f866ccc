package io.omendb.engine.exec;

import io.omendb.sql.function.SubqueryResult;
import io.omendb.sql.types.Lane;
import io.omendb.sql.vector.Vector;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The uncorrelated subqueries of a plan, each run once per execution: at its beginning, or when
 * another that comes first asks for it. Holds the first column of their rows.
 */
final class Subqueries {
    private final Run run;
    private final List<PhysicalNode> nodes;
    private final Operator[] operators;
    private final @Nullable Result[] results;

    private record Result(Vector values, int rowCount) implements SubqueryResult {}

    Subqueries(OperatorFactory factory, List<PhysicalNode> nodes) {
        this.run = factory.run();
        this.nodes = nodes;
        operators = new Operator[nodes.size()];
        results = new Result[nodes.size()];
        for (int i = 0; i < operators.length; i++) {
            operators[i] = nodes.get(i).make(factory);
        }
    }

    /** Runs all of them. */
    void open() {
        for (int i = 0; i < results.length; i++) {
            results[i] = null;
        }
        for (int i = 0; i < results.length; i++) {
            result(i);
        }
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
        rows.copyRange(0, rows.count(), new Vector[] {values});
        return new Result(values, rows.count());
    }

    /** Forgets the results. */
    void close() {
        for (int i = 0; i < results.length; i++) {
            results[i] = null;
        }
    }
}
