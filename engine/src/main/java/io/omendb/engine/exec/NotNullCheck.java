package io.omendb.engine.exec;

import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.vector.Batch;

import java.util.stream.IntStream;

/** Refuses rows with a null in a column of the table that must have none. */
final class NotNullCheck {
    private final TableDefinition table;
    private final int[] columns;
    private final EvaluationContext evaluation;

    NotNullCheck(TableDefinition table, EvaluationContext evaluation) {
        this.table = table;
        this.evaluation = evaluation;
        columns =
                IntStream.range(0, table.columns().size())
                        .filter(i -> table.columns().get(i).notNull())
                        .toArray();
    }

    /** Throws 23502 for the first row, and in it the first column, that breaks the rule. */
    void check(Batch rows) {
        int firstRow = rows.count;
        int firstColumn = -1;
        for (int column : columns) {
            boolean[] nulls = rows.columns[column].nulls;
            for (int row = 0; row < firstRow; row++) {
                if (nulls[row]) {
                    firstRow = row;
                    firstColumn = column;
                }
            }
        }
        if (firstColumn >= 0) {
            throw ConstraintViolation.nullValue(
                    table, firstColumn, rows.columns, firstRow, evaluation.format());
        }
    }
}
