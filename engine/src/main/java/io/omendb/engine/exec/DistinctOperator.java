package io.omendb.engine.exec;

import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import java.util.List;

/** The first row of each combination of keys, as they come. */
final class DistinctOperator extends Operator {
    private final Run run;
    private final Operator child;
    private final Evaluator[] keys;
    private final Vector[] keyValues;
    private final RowSet rows;
    private final GroupTable groups;
    private final int[] groupOf;
    private final int[] selected;

    DistinctOperator(
            Run run,
            Operator child,
            List<SqlType> types,
            List<SqlType> keyTypes,
            List<Evaluator> keys) {
        super(Batch.of(types, child.out.capacity));
        this.run = run;
        this.child = child;
        this.keys = keys.toArray(new Evaluator[0]);
        keyValues = new Vector[keys.size()];
        rows = new RowSet(child.out.capacity);
        groups = new GroupTable(keyTypes, run.budget());
        groupOf = new int[child.out.capacity];
        selected = new int[child.out.capacity];
    }

    @Override
    void open() {
        child.open();
    }

    @Override
    int next() {
        for (int count = child.next(); count > 0; count = child.next()) {
            run.checkCancel();
            int known = groups.groupCount();
            rows.setAll(count);
            for (int i = 0; i < keys.length; i++) {
                keyValues[i] = keys[i].evaluate(child.out, run.parameters(), rows);
            }
            groups.assign(keyValues, count, groupOf);
            int kept = 0;
            for (int row = 0; row < count; row++) {
                // Groups are numbered in the order of their first rows.
                if (groupOf[row] == known + kept) {
                    selected[kept++] = row;
                }
            }
            if (kept > 0) {
                out.clear();
                for (int i = 0; i < out.columns.length; i++) {
                    VectorCopy.selected(child.out.columns[i], selected, 0, kept, out.columns[i], 0);
                }
                out.count = kept;
                return kept;
            }
        }
        out.count = 0;
        return 0;
    }

    @Override
    void close() {
        child.close();
        groups.clear();
    }
}
