package io.omendb.engine.exec;

import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.function.RowGenerator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;

/** The rows of a set-returning function, and their numbers where they are asked for. */
final class FunctionScanOperator extends Operator {
    private final Run run;
    private final RowGenerator generator;
    private final Evaluator[] arguments;
    private final Vector[] values;
    private final EvaluationContext evaluation;
    private final Batch noColumns = Batch.of(List.of(), 1);
    private long rowsBefore;
    private final RowSet one = new RowSet(1).setAll(1);

    FunctionScanOperator(
            Run run,
            RowGenerator generator,
            List<SqlType> types,
            List<Evaluator> arguments,
            EvaluationContext evaluation) {
        super(Batch.of(types, Batch.CAPACITY));
        this.run = run;
        this.generator = generator;
        this.arguments = arguments.toArray(new Evaluator[0]);
        this.evaluation = evaluation;
        values = new Vector[arguments.size()];
        noColumns.count = 1;
    }

    @Override
    void open() {
        for (int i = 0; i < arguments.length; i++) {
            values[i] = arguments[i].evaluate(noColumns, run.parameters(), one);
        }
        generator.open(values, evaluation);
        rowsBefore = 0;
    }

    @Override
    int next() {
        run.checkCancel();
        out.clear();
        out.count = generator.next(out.columns[0], out.capacity);
        if (out.columns.length > 1) {
            for (int row = 0; row < out.count; row++) {
                out.columns[1].setLong(row, ++rowsBefore);
            }
        }
        return out.count;
    }

    @Override
    void close() {
        // The generator holds nothing that must be freed.
    }
}
