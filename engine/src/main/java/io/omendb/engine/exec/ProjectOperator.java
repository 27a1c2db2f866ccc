package io.omendb.engine.exec;

import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import java.util.List;

/**
 * Expressions over the rows of its child. The vectors are those of the evaluators, or the child's
 * own.
 */
final class ProjectOperator extends Operator {
    private final Run run;
    private final Operator child;
    private final Evaluator[] expressions;
    private final RowSet rows;

    ProjectOperator(Run run, Operator child, List<SqlType> types, List<Evaluator> expressions) {
        super(new Batch(new Vector[types.size()], child.out.capacity, false));
        this.run = run;
        this.child = child;
        this.expressions = expressions.toArray(new Evaluator[0]);
        rows = new RowSet(child.out.capacity);
    }

    @Override
    void open() {
        child.open();
    }

    @Override
    int next() {
        int count = child.next();
        out.count = count;
        if (count > 0) {
            rows.setAll(count);
            for (int i = 0; i < expressions.length; i++) {
                out.columns[i] = expressions[i].evaluate(child.out, run.parameters(), rows);
            }
        }
        return count;
    }

    @Override
    void close() {
        child.close();
    }
}
