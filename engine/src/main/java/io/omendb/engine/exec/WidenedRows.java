package io.omendb.engine.exec;

import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import java.util.ArrayList;
import java.util.List;

/** The columns of an operator's batches and, after them, the values of expressions over them. */
final class WidenedRows {
    private final Run run;
    private final Operator child;
    private final Evaluator[] expressions;
    private final Vector[] columns;
    private final RowSet rows;
    private final int childWidth;
    private final List<SqlType> types;

    WidenedRows(
            Run run,
            Operator child,
            List<SqlType> childTypes,
            List<SqlType> expressionTypes,
            List<Evaluator> expressions) {
        this.run = run;
        this.child = child;
        this.expressions = expressions.toArray(new Evaluator[0]);
        childWidth = childTypes.size();
        List<SqlType> all = new ArrayList<>(childTypes);
        all.addAll(expressionTypes);
        types = List.copyOf(all);
        columns = new Vector[types.size()];
        rows = new RowSet(child.out.capacity);
    }

    /** The types of the child's columns and of the expressions. */
    List<SqlType> types() {
        return types;
    }

    /** The columns for the {@code count} rows of the child's last batch. */
    Vector[] columns(int count) {
        System.arraycopy(child.out.columns, 0, columns, 0, childWidth);
        rows.setAll(count);
        for (int i = 0; i < expressions.length; i++) {
            columns[childWidth + i] = expressions[i].evaluate(child.out, run.parameters(), rows);
        }
        return columns;
    }
}
