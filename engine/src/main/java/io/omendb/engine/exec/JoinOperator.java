package io.omendb.engine.exec;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.expr.Evaluator;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.RowSet;
import io.omendb.sql.vector.Vector;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Pairs of rows of two children: one side is held, chained by the hash of its keys ({@link
 * JoinTable}; without keys every row is a candidate), the other is read batch by batch and probed.
 * Either side may be kept where it has no partner. The output is the left side's columns, then the
 * right side's.
 */
final class JoinOperator extends Operator {
    /**
     * One side.
     *
     * @param keys over the side's rows, in the order of the other side's
     * @param outer whether rows without a partner are kept
     * @param firstColumn where the side's columns begin in the output
     */
    record Side(
            Operator child,
            List<SqlType> types,
            List<SqlType> keyTypes,
            List<Evaluator> keys,
            boolean outer,
            int firstColumn) {}

    /** What comes out. */
    enum Output {
        /** The columns of both sides. */
        PAIRS,
        /** As PAIRS, but a second partner of a probing row is an error. */
        SINGLE_PAIRS,
        /** The probing side's rows that have a partner, once. */
        MATCHED,
        /** The probing side's rows that have none. */
        UNMATCHED
    }

    private enum Phase {
        BUILD,
        PROBE,
        UNMATCHED_BUILD,
        END
    }

    private final Run run;
    private final Output output;

    /** Both sides' columns; the output itself unless it has the probing side only. */
    private final Batch pairs;

    private final Side probe;
    private final Side build;
    private final @Nullable Evaluator residual;
    private final WidenedRows buildInput;
    private final RowBuffer buildRows;
    private final JoinTable table;
    private final Evaluator[] probeKeys;
    private final Vector[] probeKeyValues;
    private final int buildWidth;

    private final int[] pairProbe = new int[Batch.CAPACITY];
    private final int[] pairBuild = new int[Batch.CAPACITY];
    private final int[] selected = new int[Batch.CAPACITY];
    private final RowSet rows = new RowSet(Batch.CAPACITY);
    private final boolean[] probeMatched = new boolean[Batch.CAPACITY];
    private boolean[] buildMatched = {};
    private long bytesTaken;

    private Phase phase = Phase.END;
    private int probeCount;
    private int probeRow;
    private int candidate;
    private int unmatchedRow;

    /** @param pairTypes the types of both sides' columns, in the order of the output */
    JoinOperator(
            Run run,
            Output output,
            Side probe,
            Side build,
            List<SqlType> pairTypes,
            @Nullable Evaluator residual) {
        super(Batch.of(showsBuild(output) ? pairTypes : probe.types(), Batch.CAPACITY));
        this.run = run;
        this.output = output;
        pairs = showsBuild(output) ? out : Batch.of(pairTypes, Batch.CAPACITY);
        this.probe = probe;
        this.build = build;
        this.residual = residual;
        buildWidth = build.types().size();
        buildInput =
                new WidenedRows(run, build.child(), build.types(), build.keyTypes(), build.keys());
        buildRows = new RowBuffer(buildInput.types(), run.budget());
        table = new JoinTable(buildRows, buildWidth, build.keyTypes(), run.budget());
        probeKeys = probe.keys().toArray(new Evaluator[0]);
        probeKeyValues = new Vector[probeKeys.length];
    }

    private static boolean showsBuild(Output output) {
        return output == Output.PAIRS || output == Output.SINGLE_PAIRS;
    }

    @Override
    void open() {
        phase = Phase.BUILD;
        probeCount = 0;
        probeRow = 0;
        candidate = JoinTable.NONE;
        unmatchedRow = 0;
        build.child().open();
        probe.child().open();
    }

    private void readBuildSide() {
        for (int count = build.child().next(); count > 0; count = build.child().next()) {
            run.checkCancel();
            buildRows.append(buildInput.columns(count), count);
        }
        table.build();
        if (build.outer()) {
            run.budget().take(buildRows.count());
            bytesTaken += buildRows.count();
            buildMatched = new boolean[buildRows.count()];
        }
    }

    @Override
    int next() {
        if (phase == Phase.BUILD) {
            readBuildSide();
            boolean keepsUnmatched = probe.outer() || output == Output.UNMATCHED;
            phase = buildRows.count() == 0 && !keepsUnmatched ? Phase.END : Phase.PROBE;
        }
        out.count = 0;
        while (phase == Phase.PROBE) {
            int found = findPairs();
            int kept = found > 0 ? joinPairs(found) : endProbeBatch();
            if (kept > 0) {
                return kept;
            }
            if (found == 0 && !readProbe()) {
                phase = build.outer() ? Phase.UNMATCHED_BUILD : Phase.END;
            }
        }
        while (phase == Phase.UNMATCHED_BUILD) {
            int kept = emitUnmatchedBuild();
            if (kept > 0) {
                return kept;
            }
            phase = Phase.END;
        }
        return 0;
    }

    private boolean readProbe() {
        run.checkCancel();
        probeCount = probe.child().next();
        probeRow = 0;
        candidate = JoinTable.NONE;
        if (probeCount == 0) {
            return false;
        }
        rows.setAll(probeCount);
        for (int i = 0; i < probeKeys.length; i++) {
            probeKeyValues[i] = probeKeys[i].evaluate(probe.child().out, run.parameters(), rows);
        }
        table.hash(probeKeyValues, probeCount);
        Arrays.fill(probeMatched, 0, probeCount, false);
        candidate = table.first(probeKeyValues, 0);
        return true;
    }

    /** Collects the next pairs of the probe batch, as many as fit; none at its end. */
    private int findPairs() {
        int found = 0;
        boolean onePartnerDoes = !showsBuild(output) && residual == null;
        while (probeRow < probeCount) {
            while (candidate != JoinTable.NONE) {
                if (found == Batch.CAPACITY) {
                    return found;
                }
                pairProbe[found] = probeRow;
                pairBuild[found++] = candidate;
                candidate =
                        onePartnerDoes
                                ? JoinTable.NONE
                                : table.next(probeKeyValues, probeRow, candidate);
            }
            probeRow++;
            if (probeRow < probeCount) {
                candidate = table.first(probeKeyValues, probeRow);
            }
        }
        return found;
    }

    /** Marks the pairs that satisfy the residual condition; returns how many rows come out. */
    private int joinPairs(int found) {
        run.checkCancel();
        int kept = found;
        if (showsBuild(output) || residual != null) {
            pairs.clear();
            copyProbe(pairProbe, found, pairs);
            buildRows.gather(pairBuild, 0, found, pairs.columns, build.firstColumn(), buildWidth);
            pairs.count = found;
        }
        if (residual != null) {
            kept = residual.filter(pairs, run.parameters(), rows.setAll(found), selected);
            if (kept < found) {
                pairs.compact(selected, kept);
            }
        }
        for (int i = 0; i < kept; i++) {
            int pair = kept == found ? i : selected[i];
            int row = pairProbe[pair];
            if (probeMatched[row] && output == Output.SINGLE_PAIRS) {
                throw SqlException.of(
                        SqlState.CARDINALITY_VIOLATION,
                        "more than one row returned by a subquery used as an expression");
            }
            probeMatched[row] = true;
            if (build.outer()) {
                buildMatched[pairBuild[pair]] = true;
            }
        }
        return showsBuild(output) ? kept : 0;
    }

    private void copyProbe(int[] probeRows, int count, Batch target) {
        Vector[] columns = probe.child().out.columns;
        for (int c = 0; c < columns.length; c++) {
            Vector column = target.columns[(target == pairs ? probe.firstColumn() : 0) + c];
            VectorCopy.selected(columns[c], probeRows, 0, count, column, 0);
        }
    }

    /** Brings out the rows of the probe batch whose partners had all to be seen first. */
    private int endProbeBatch() {
        boolean wanted = output == Output.MATCHED;
        if (probeCount == 0 || showsBuild(output) && !probe.outer()) {
            return 0;
        }
        int count = 0;
        for (int row = 0; row < probeCount; row++) {
            if (probeMatched[row] == wanted) {
                selected[count++] = row;
            }
        }
        probeCount = 0;
        if (count == 0) {
            return 0;
        }
        out.clear();
        copyProbe(selected, count, out);
        if (showsBuild(output)) {
            setNulls(build.firstColumn(), buildWidth, count);
        }
        out.count = count;
        return count;
    }

    private int emitUnmatchedBuild() {
        int count = 0;
        while (unmatchedRow < buildMatched.length && count < Batch.CAPACITY) {
            if (!buildMatched[unmatchedRow]) {
                selected[count++] = unmatchedRow;
            }
            unmatchedRow++;
        }
        if (count > 0) {
            out.clear();
            buildRows.gather(selected, 0, count, out.columns, build.firstColumn(), buildWidth);
            setNulls(probe.firstColumn(), probe.types().size(), count);
            out.count = count;
        }
        return count;
    }

    private void setNulls(int firstColumn, int width, int count) {
        for (int c = firstColumn; c < firstColumn + width; c++) {
            for (int row = 0; row < count; row++) {
                out.columns[c].setNull(row);
            }
        }
    }

    @Override
    void close() {
        build.child().close();
        probe.child().close();
        buildRows.clear();
        table.clear();
        run.budget().give(bytesTaken);
        bytesTaken = 0;
        buildMatched = new boolean[0];
        phase = Phase.END;
    }
}
