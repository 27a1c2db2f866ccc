package io.omendb.engine.exec;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The rows of its child after so many, and no more than so many. Does not ask for rows that it does
 * not need.
 */
final class LimitOperator extends Operator {
    private final Run run;
    private final Operator child;
    private final RowCounts counts;
    private final Vector[] own;
    private long toSkip;
    private long toTake;

    LimitOperator(Run run, Operator child, List<SqlType> types, RowCounts counts) {
        super(Batch.of(types, child.out.capacity));
        this.run = run;
        this.child = child;
        this.counts = counts;
        own = out.columns.clone();
    }

    /** The values of LIMIT and OFFSET. */
    static final class RowCounts {
        private final @Nullable Evaluator limit;
        private final @Nullable Evaluator offset;
        private final Batch noColumns = Batch.of(List.of(), 1);
        private final RowSet one = new RowSet(1).setAll(1);

        RowCounts(@Nullable Evaluator limit, @Nullable Evaluator offset) {
            this.limit = limit;
            this.offset = offset;
            noColumns.count = 1;
        }

        long limit(Batch parameters) {
            Vector value = limit == null ? null : limit.evaluate(noColumns, parameters, one);
            if (value == null || value.nulls[0]) {
                return Long.MAX_VALUE;
            }
            if (value.longs[0] < 0) {
                throw SqlException.of(
                        SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT must not be negative");
            }
            return value.longs[0];
        }

        long offset(Batch parameters) {
            Vector value = offset == null ? null : offset.evaluate(noColumns, parameters, one);
            if (value == null || value.nulls[0]) {
                return 0;
            }
            if (value.longs[0] < 0) {
                throw SqlException.of(
                        SqlState.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE,
                        "OFFSET must not be negative");
            }
            return value.longs[0];
        }
    }

    @Override
    void open() {
        toSkip = counts.offset(run.parameters());
        toTake = counts.limit(run.parameters());
        child.open();
    }

    @Override
    int next() {
        out.count = 0;
        if (toTake == 0) {
            return 0;
        }
        int count = child.next();
        while (count > 0 && toSkip >= count) {
            toSkip -= count;
            count = child.next();
        }
        if (count == 0) {
            return 0;
        }
        int skipped = (int) toSkip;
        toSkip = 0;
        int taken = (int) Math.min(toTake, count - skipped);
        toTake -= taken;
        for (int i = 0; i < own.length; i++) {
            Vector source = child.out.columns[i];
            if (skipped == 0) {
                out.columns[i] = source;
            } else {
                own[i].clear();
                VectorCopy.range(source, skipped, taken, own[i], 0);
                out.columns[i] = own[i];
            }
        }
        out.count = taken;
        return taken;
    }

    @Override
    void close() {
        child.close();
    }
}
