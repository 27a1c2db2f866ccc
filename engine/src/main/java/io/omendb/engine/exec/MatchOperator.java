package io.omendb.engine.exec;

import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;

import java.util.Arrays;
import java.util.List;

/** INTERSECT and EXCEPT, of sets or (ALL) of bags: counts each distinct row on both sides. */
final class MatchOperator extends Operator {
    /** Which rows remain, and how often. */
    enum Kind {
        INTERSECT,
        INTERSECT_ALL,
        EXCEPT,
        EXCEPT_ALL
    }

    private final Run run;
    private final Kind kind;
    private final Operator left;
    private final Operator right;
    private final GroupTable groups;
    private final int[] groupOf = new int[Batch.CAPACITY];
    private final int[] emittedRows = new int[Batch.CAPACITY];
    private long[] leftCounts = {};
    private long[] rightCounts = {};
    private long bytesTaken;
    private boolean read;
    private int group;

    MatchOperator(Run run, Kind kind, Operator left, Operator right, List<SqlType> types) {
        super(Batch.of(types, Batch.CAPACITY));
        this.run = run;
        this.kind = kind;
        this.left = left;
        this.right = right;
        groups = new GroupTable(types, run.budget());
    }

    @Override
    void open() {
        read = false;
        group = 0;
        left.open();
        right.open();
    }

    private void readSides() {
        // The left side first: its rows come out in its order.
        for (int count = left.next(); count > 0; count = left.next()) {
            assign(left, count);
            for (int row = 0; row < count; row++) {
                leftCounts[groupOf[row]]++;
            }
        }
        for (int count = right.next(); count > 0; count = right.next()) {
            run.checkCancel();
            groups.find(right.out.columns, count, groupOf);
            for (int row = 0; row < count; row++) {
                if (groupOf[row] >= 0) {
                    rightCounts[groupOf[row]]++;
                }
            }
        }
        for (int i = 0; i < groups.groupCount(); i++) {
            leftCounts[i] = remaining(leftCounts[i], rightCounts[i]);
        }
        read = true;
    }

    private void assign(Operator side, int count) {
        run.checkCancel();
        groups.assign(side.out.columns, count, groupOf);
        if (groups.groupCount() > leftCounts.length) {
            int length = Math.max(Batch.CAPACITY, groups.groupCount() * 2);
            long bytes = (long) (length - leftCounts.length) * 2 * Long.BYTES;
            run.budget().take(bytes);
            bytesTaken += bytes;
            leftCounts = Arrays.copyOf(leftCounts, length);
            rightCounts = Arrays.copyOf(rightCounts, length);
        }
    }

    private long remaining(long onLeft, long onRight) {
        return switch (kind) {
            case INTERSECT -> onRight > 0 ? 1 : 0;
            case INTERSECT_ALL -> Math.min(onLeft, onRight);
            case EXCEPT -> onRight > 0 ? 0 : 1;
            case EXCEPT_ALL -> Math.max(0, onLeft - onRight);
        };
    }

    @Override
    int next() {
        if (!read) {
            readSides();
        }
        int count = 0;
        while (group < groups.groupCount() && count < out.capacity) {
            if (leftCounts[group] == 0) {
                group++;
            } else {
                leftCounts[group]--;
                emittedRows[count++] = group;
            }
        }
        groups.keys().gather(emittedRows, 0, count, out.columns, 0, out.columns.length);
        out.count = count;
        return count;
    }

    @Override
    void close() {
        left.close();
        right.close();
        groups.clear();
        run.budget().give(bytesTaken);
        bytesTaken = 0;
        leftCounts = new long[0];
        rightCounts = leftCounts;
    }
}
