package io.omendb.engine.exec;

import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What an UPDATE or DELETE does with one row, for the writer: whether the row is still one of the
 * statement's, and its new values. Evaluators of its own, one row at a time; allocates nothing. One
 * thread at a time.
 */
public final class RowChange {
    private static final int[] NO_COLUMNS = {};

    private final TableDefinition table;
    private final @Nullable Evaluator condition;
    private final int[] changedColumns;
    private final Evaluator[] values;
    private final EvaluationContext evaluation;
    private final RowSet one = new RowSet(1);
    private final int[] selected = new int[1];

    RowChange(
            TableDefinition table,
            @Nullable Evaluator condition,
            int[] changedColumns,
            List<Evaluator> values,
            EvaluationContext evaluation) {
        this.table = table;
        this.condition = condition;
        this.changedColumns = changedColumns.length == 0 ? NO_COLUMNS : changedColumns.clone();
        this.values = values.toArray(new Evaluator[0]);
        this.evaluation = evaluation;
    }

    /**
     * Whether the whole condition of the statement is true for a row.
     *
     * @param row all columns of the table, at row 0
     */
    public boolean matches(Batch row, Batch parameters) {
        return condition == null || condition.filter(row, parameters, one.setAll(1), selected) == 1;
    }

    /** The columns that the statement sets; shared, not to be changed. None for DELETE. */
    public int[] changedColumns() {
        return changedColumns;
    }

    /**
     * Computes the new values.
     *
     * @param row all columns of the table, at row 0
     * @param out takes the value of the i-th changed column in column i, row 0
     * @throws io.omendb.sql.error.SqlException 23502 and what the expressions throw
     */
    public void compute(Batch row, Batch parameters, Batch out) {
        one.setAll(1);
        out.clear();
        for (int i = 0; i < values.length; i++) {
            Vector value = values[i].evaluate(row, parameters, one);
            out.columns[i].copyFrom(value, 0, 0);
        }
        out.count = 1;
        for (int i = 0; i < changedColumns.length; i++) {
            if (out.columns[i].nulls[0] && table.columns().get(changedColumns[i]).notNull()) {
                throw nullValue(row, out, changedColumns[i]);
            }
        }
    }

    private RuntimeException nullValue(Batch row, Batch out, int column) {
        Vector[] failing = row.columns.clone();
        for (int i = 0; i < changedColumns.length; i++) {
            failing[changedColumns[i]] = out.columns[i];
        }
        return ConstraintViolation.nullValue(table, column, failing, 0, evaluation.format());
    }
}
