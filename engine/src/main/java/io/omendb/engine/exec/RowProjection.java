package io.omendb.engine.exec;

import io.omendb.sql.bind.OutputColumn;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;
import java.util.List;

/** RETURNING: expressions over rows of the table. One thread at a time. */
public final class RowProjection {
    private final List<OutputColumn> columns;
    private final Evaluator[] expressions;
    private final boolean copies;
    private final Batch out;
    private final RowSet rows = new RowSet(Batch.CAPACITY);

    /**
     * @param copies whether every expression is a column, a parameter or a constant
     */
    RowProjection(List<OutputColumn> columns, List<Evaluator> expressions, boolean copies) {
        this.copies = copies;
        this.columns = List.copyOf(columns);
        this.expressions = expressions.toArray(new Evaluator[0]);
        out = new Batch(new Vector[expressions.size()], Batch.CAPACITY, false);
    }

    public List<OutputColumn> columns() {
        return columns;
    }

    /**
     * Whether the values are copied: nothing is computed that can fail, or that takes values from a
     * sequence. Where something is, the rows may be committed only after it.
     */
    public boolean copies() {
        return copies;
    }

    /**
     * The values for the rows of a batch, valid until the next call and while the rows are.
     *
     * @param tableRows all columns of the table
     */
    public Batch evaluate(Batch tableRows, Batch parameters) {
        rows.setAll(tableRows.count);
        for (int i = 0; i < expressions.length; i++) {
            out.columns[i] = expressions[i].evaluate(tableRows, parameters, rows);
        }
        out.count = tableRows.count;
        return out;
    }
}
