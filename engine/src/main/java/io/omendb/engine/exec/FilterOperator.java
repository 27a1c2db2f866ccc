package io.omendb.engine.exec;

import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import java.util.List;

/**
 * The rows of its child that satisfy a predicate, copied: the child's vectors may be shared between
 * columns.
 */
final class FilterOperator extends Operator {
    private final Run run;
    private final Operator child;
    private final Evaluator predicate;
    private final Vector[] own;
    private final RowSet rows;
    private final int[] selected;

    FilterOperator(Run run, Operator child, List<SqlType> types, Evaluator predicate) {
        super(Batch.of(types, child.out.capacity));
        this.run = run;
        this.child = child;
        this.predicate = predicate;
        own = out.columns.clone();
        rows = new RowSet(child.out.capacity);
        selected = new int[child.out.capacity];
    }

    @Override
    void open() {
        child.open();
    }

    @Override
    int next() {
        int count = child.next();
        while (count > 0) {
            int kept = predicate.filter(child.out, run.parameters(), rows.setAll(count), selected);
            if (kept == count) {
                System.arraycopy(child.out.columns, 0, out.columns, 0, own.length);
                out.count = count;
                return count;
            }
            if (kept > 0) {
                for (int i = 0; i < own.length; i++) {
                    own[i].clear();
                    VectorCopy.selected(child.out.columns[i], selected, 0, kept, own[i], 0);
                    out.columns[i] = own[i];
                }
                out.count = kept;
                return kept;
            }
            count = child.next();
        }
        out.count = 0;
        return 0;
    }

    @Override
    void close() {
        child.close();
    }
}
