package io.omendb.engine.exec;

import io.omendb.sql.catalog.ColumnDefinition;
import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.function.EvaluationContext;
import io.omendb.sql.vector.Batch;
import java.util.List;
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
        int refused = firstRefused(rows);
        if (refused >= 0) {
            throw error(rows, refused);
        }
    }

    /** The first row that breaks the rule, or -1. */
    int firstRefused(Batch rows) {
        int first = rows.count;
        for (int column : columns) {
            boolean[] nulls = rows.columns[column].nulls;
            for (int row = 0; row < first; row++) {
                if (nulls[row]) {
                    first = row;
                }
            }
        }
        return first == rows.count ? -1 : first;
    }

    /** 23502 for the first column of a row that breaks the rule. */
    SqlException error(Batch rows, int row) {
        for (int column : columns) {
            if (rows.columns[column].nulls[row]) {
                return ConstraintViolation.nullValue(
                        table, column, rows.columns, row, evaluation.format());
            }
        }
        throw new IllegalArgumentException("row " + row + " breaks no rule");
    }

    /**
     * By field, whether its column must not be null; the last element says whether such a column
     * has no field and no default.
     */
    boolean[] requiredFields(List<String> fields) {
        boolean[] required = new boolean[fields.size() + 1];
        for (int column : columns) {
            ColumnDefinition definition = table.columns().get(column);
            int field = fields.indexOf(definition.name());
            required[field < 0 ? fields.size() : field] = true;
        }
        return required;
    }
}
