package io.omendb.engine.exec;

import io.omendb.sql.expr.BoundExpression;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.expr.ExpressionCompiler;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;

/** The arguments of EXECUTE, computed into a row of parameters. One thread at a time. */
public final class ArgumentRow {
    private static final Batch NO_COLUMNS = Batch.of(List.of(), 1);

    private final Evaluator[] arguments;

    private ArgumentRow(Evaluator[] arguments) {
        this.arguments = arguments;
    }

    /**
     * @param arguments expressions over no columns
     * @param session what they see
     */
    public static ArgumentRow compile(List<BoundExpression> arguments, EvaluationContext session) {
        StatementEvaluation evaluation = new StatementEvaluation(session);
        Evaluator[] compiled = new Evaluator[arguments.size()];
        for (int i = 0; i < compiled.length; i++) {
            compiled[i] = ExpressionCompiler.compile(arguments.get(i), 1, evaluation);
        }
        return new ArgumentRow(compiled);
    }

    /**
     * Computes the arguments.
     *
     * @param into one row with a column of its type for each argument
     */
    public void evaluate(Batch into) {
        RowSet row = RowSet.all(1);
        into.clear();
        for (int i = 0; i < arguments.length; i++) {
            Vector value = arguments[i].evaluate(NO_COLUMNS, NO_COLUMNS, row);
            into.columns[i].copyFrom(value, 0, 0);
        }
        into.count = 1;
    }
}
