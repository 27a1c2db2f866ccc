package io.omendb.engine.exec;

import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.function.AggregateDefinition;
import io.omendb.sql.function.AggregateState;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Groups by hash and the aggregates of each group: the keys, then one column per aggregate. Without
 * keys there is one group, also over no rows.
 */
final class AggregateOperator extends Operator {
    /** About what an aggregate holds per group. */
    private static final int STATE_BYTES = 32;

    /** One aggregate: its arguments over the child's rows, and which rows it takes. */
    static final class Call {
        private final AggregateState state;
        private final Evaluator[] arguments;
        private final @Nullable Evaluator filter;
        private final Vector[] values;

        Call(
                AggregateDefinition definition,
                List<Evaluator> arguments,
                @Nullable Evaluator filter) {
            state = definition.newState();
            this.arguments = arguments.toArray(new Evaluator[0]);
            this.filter = filter;
            values = new Vector[arguments.size()];
        }
    }

    private final Run run;
    private final Operator child;
    private final Evaluator[] keys;
    private final Vector[] keyValues;
    private final Vector[] keyColumns;
    private final Call[] calls;
    private final GroupTable groups;
    private final int[] groupOf;
    private final RowSet all;
    private final RowSet filtered;
    private boolean read;
    private int emitted;
    private int groupCount;
    private long bytesTaken;

    AggregateOperator(
            Run run,
            Operator child,
            List<SqlType> types,
            List<SqlType> keyTypes,
            List<Evaluator> keys,
            List<Call> calls) {
        super(Batch.of(types, Batch.CAPACITY));
        this.run = run;
        this.child = child;
        this.keys = keys.toArray(new Evaluator[0]);
        this.calls = calls.toArray(new Call[0]);
        keyValues = new Vector[keys.size()];
        keyColumns = Arrays.copyOf(out.columns, keys.size());
        groups = new GroupTable(keyTypes, run.budget());
        groupOf = new int[child.out.capacity];
        all = new RowSet(child.out.capacity);
        filtered = new RowSet(child.out.capacity);
    }

    @Override
    void open() {
        read = false;
        emitted = 0;
        groupCount = keys.length == 0 ? 1 : 0;
        child.open();
        for (Call call : calls) {
            call.state.ensureGroups(groupCount);
        }
    }

    private void readAll() {
        for (int count = child.next(); count > 0; count = child.next()) {
            run.checkCancel();
            all.setAll(count);
            if (keys.length > 0) {
                for (int i = 0; i < keys.length; i++) {
                    keyValues[i] = keys[i].evaluate(child.out, run.parameters(), all);
                }
                groups.assign(keyValues, count, groupOf);
                growStates(groups.groupCount());
            }
            for (Call call : calls) {
                update(call, count);
            }
        }
        read = true;
    }

    private void growStates(int count) {
        if (count > groupCount) {
            long bytes = (count - groupCount) * (long) calls.length * STATE_BYTES;
            run.budget().take(bytes);
            bytesTaken += bytes;
            groupCount = count;
            for (Call call : calls) {
                call.state.ensureGroups(count);
            }
        }
    }

    private void update(Call call, int count) {
        RowSet rows = all.setAll(count);
        if (call.filter != null) {
            int kept = call.filter.filter(child.out, run.parameters(), rows, filtered.rows);
            rows = filtered.setListed(kept);
            if (kept == 0) {
                return;
            }
        }
        for (int i = 0; i < call.arguments.length; i++) {
            call.values[i] = call.arguments[i].evaluate(child.out, run.parameters(), rows);
        }
        call.state.update(call.values, groupOf, rows);
    }

    @Override
    int next() {
        if (!read) {
            readAll();
        }
        int count = Math.min(groupCount - emitted, out.capacity);
        out.count = count;
        if (count > 0) {
            out.clear();
            out.count = count;
            if (keys.length > 0) {
                groups.keys().copyRange(emitted, count, keyColumns);
            }
            for (int i = 0; i < calls.length; i++) {
                calls[i].state.finish(emitted, count, out.columns[keys.length + i]);
            }
            emitted += count;
        }
        return count;
    }

    @Override
    void close() {
        child.close();
        groups.clear();
        run.budget().give(bytesTaken);
        bytesTaken = 0;
        for (Call call : calls) {
            call.state.reset();
        }
    }
}
