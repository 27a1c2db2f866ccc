package io.omendb.engine.exec;

import io.omendb.sql.catalog.TableDefinition;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The rows of a table with keys in a range of one of its indexes, in key order; a single key is a
 * point read.
 */
final class IndexScanOperator extends Operator {
    private final Run run;
    private final TableDefinition table;
    private final int indexOid;
    private final KeyBounds bounds;
    private final int[] columns;
    private final @Nullable Evaluator predicate;
    private final KeyRange range;
    private final RowSet rows;
    private final int[] selected;

    private @Nullable TableRows readTable;
    private @Nullable IndexRows reader;
    private @Nullable IndexRows source;

    IndexScanOperator(
            Run run,
            TableDefinition table,
            int indexOid,
            List<SqlType> keyTypes,
            KeyBounds bounds,
            int[] columns,
            @Nullable Evaluator predicate,
            Batch out) {
        super(out);
        this.run = run;
        this.table = table;
        this.indexOid = indexOid;
        this.bounds = bounds;
        this.columns = columns;
        this.predicate = predicate;
        range = new KeyRange(keyTypes);
        rows = new RowSet(out.capacity);
        selected = new int[out.capacity];
    }

    @Override
    void open() {
        source = null;
        bounds.fill(range, run.parameters());
        if (!range.isEmpty()) {
            IndexRows opened = reader(run.table(table));
            opened.seek(range);
            source = opened;
        }
    }

    private IndexRows reader(TableRows tableRows) {
        IndexRows known = reader;
        if (known == null || !tableRows.equals(readTable)) {
            known = tableRows.index(indexOid, columns);
            reader = known;
            readTable = tableRows;
        }
        return known;
    }

    @Override
    int next() {
        IndexRows current = source;
        while (current != null) {
            run.checkCancel();
            int count = current.next(out);
            if (count == 0) {
                break;
            }
            if (predicate != null) {
                count = predicate.filter(out, run.parameters(), rows.setAll(count), selected);
                if (count < out.count) {
                    out.compact(selected, count);
                }
            }
            if (count > 0) {
                return count;
            }
        }
        source = null;
        out.count = 0;
        return 0;
    }

    @Override
    void close() {
        source = null;
    }
}
