package io.omendb.engine.exec;

import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import java.util.List;

/**
 * Rows of expressions without input: VALUES, and the one row without columns of a SELECT without
 * FROM.
 */
final class ValuesOperator extends Operator {
    private final Run run;
    private final Evaluator[][] rows;
    private final Batch noColumns = Batch.of(List.of(), 1);
    private final RowSet one = new RowSet(1).setAll(1);
    private int nextRow;

    ValuesOperator(Run run, List<SqlType> types, List<List<Evaluator>> rows) {
        super(Batch.of(types, Math.max(1, Math.min(rows.size(), Batch.CAPACITY))));
        this.run = run;
        this.rows =
                rows.stream().map(row -> row.toArray(new Evaluator[0])).toArray(Evaluator[][]::new);
        noColumns.count = 1;
    }

    @Override
    void open() {
        nextRow = 0;
    }

    @Override
    int next() {
        out.clear();
        Batch parameters = run.parameters();
        while (nextRow < rows.length && out.count < out.capacity) {
            Evaluator[] row = rows[nextRow++];
            for (int i = 0; i < row.length; i++) {
                Vector value = row[i].evaluate(noColumns, parameters, one);
                out.columns[i].copyFrom(value, 0, out.count);
            }
            out.count++;
        }
        return out.count;
    }

    @Override
    void close() {
        nextRow = rows.length;
    }
}
