package io.omendb.engine.exec;

import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;

import org.jspecify.annotations.Nullable;

/** All rows of a table that satisfy a predicate, one vector of the table after the other. */
final class ScanOperator extends Operator {
    private final Run run;
    private final TableDefinition table;
    private final int[] columns;
    private final @Nullable Evaluator predicate;
    private final @Nullable ZoneFilter zones;
    private final RowSet rows = new RowSet(Batch.CAPACITY);
    private final int[] selected = new int[Batch.CAPACITY];

    private @Nullable TableRows source;
    private long vector;
    private long vectorCount;

    /**
     * @param out with a column for each of {@code columns}, and row identifiers if the plan needs
     * them
     */
    ScanOperator(
            Run run,
            TableDefinition table,
            int[] columns,
            @Nullable Evaluator predicate,
            @Nullable ZoneFilter zones,
            Batch out) {
        super(out);
        this.run = run;
        this.table = table;
        this.columns = columns;
        this.predicate = predicate;
        this.zones = zones;
    }

    @Override
    void open() {
        TableRows opened = run.table(table);
        source = opened;
        vector = 0;
        vectorCount = opened.vectorCount();
        if (zones != null) {
            zones.open(run.parameters());
        }
    }

    @Override
    int next() {
        TableRows current = source;
        while (current != null && vector < vectorCount) {
            run.checkCancel();
            if (zones != null && zones.skips(current, vector)) {
                vector++;
                continue;
            }
            int count = current.scanVector(vector++, columns, out);
            if (count > 0 && predicate != null) {
                count = predicate.filter(out, run.parameters(), rows.setAll(count), selected);
                if (count < out.count) {
                    out.compact(selected, count);
                }
            }
            if (count > 0) {
                return count;
            }
        }
        out.count = 0;
        return 0;
    }

    @Override
    void close() {
        source = null;
    }
}
