package io.omendb.engine.simulation;

import io.omendb.engine.api.Database;
import io.omendb.engine.api.Execution;
import io.omendb.engine.api.PreparedPlan;
import io.omendb.engine.api.Progress;
import io.omendb.engine.api.RowSink;
import io.omendb.engine.api.Session;
import io.omendb.engine.api.SessionOptions;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.types.Lane;
import io.omendb.sql.vector.Batch;
import io.omendb.sql.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client: what it has sent, what it was told, and what it therefore knows. An answer reaches it
 * when what the answer rests on is durable.
 */
final class SimulatedClient implements RowSink {
    private static final int[] NO_PARAMETER_TYPES = {};

    /** A statement under way. */
    private static final class Statement {
        final Action action;
        final Execution execution;
        final StatementJudge judge;
        final boolean commits;
        final List<List<@Nullable Object>> rows = new ArrayList<>();
        boolean cancelled;
        boolean resumable;
        boolean applied;

        Statement(Action action, Execution execution, StatementJudge judge, boolean commits) {
            this.action = action;
            this.execution = execution;
            this.judge = judge;
            this.commits = commits;
        }
    }

    private final Database database;
    private final History history;
    private final SplittableRandom random;
    private final Coverage coverage;
    private final String name;
    private final Session session;
    private final Deque<Long> unreleased = new ArrayDeque<>();
    private final List<ModelChange> own = new ArrayList<>();
    private @Nullable Statement running;
    private boolean inBlock;
    private boolean failed;
    private boolean closed;
    private int quota = Integer.MAX_VALUE;

    SimulatedClient(
            Database database,
            History history,
            SplittableRandom random,
            Coverage coverage,
            Consumer<SimulatedClient> wakes,
            String name) {
        this.database = database;
        this.history = history;
        this.random = random;
        this.coverage = coverage;
        this.name = name;
        this.session = database.connect(SessionOptions.DEFAULT, () -> wakes.accept(this));
    }

    // ---- what the simulation looks at

    boolean isBusy() {
        return running != null;
    }

    boolean isResumable() {
        Statement statement = running;
        return statement != null && statement.resumable;
    }

    boolean hasUnreleased() {
        return !unreleased.isEmpty();
    }

    /** Whether anything is under way or open. */
    boolean isUnfinished() {
        return isBusy() || inBlock || hasUnreleased();
    }

    boolean isInBlock() {
        return inBlock;
    }

    boolean isFailed() {
        return failed;
    }

    /** What the client sees, its own changes included. */
    ModelState view() {
        return history.latest().with(own);
    }

    // ---- what the client does

    /** Sends a statement; the client has none under way. */
    void start(Action action) {
        PreparedPlan plan;
        Execution execution;
        long startLsn = history.latestLsn();
        try {
            plan =
                    session.prepare(
                            session.parse(action.sql()).getFirst(),
                            action.sql(),
                            NO_PARAMETER_TYPES);
            execution = session.execute(plan, plan.newParameters(), true);
        } catch (SqlException refused) {
            judge(action, startLsn).error(refused, false);
            coverage.count(refused.state().code());
            session.failTransaction();
            fail();
            return;
        }
        boolean commits = !inBlock && !(action instanceof Action.Begin);
        running = new Statement(action, execution, judge(action, startLsn), commits);
        advance();
    }

    private StatementJudge judge(Action action, long startLsn) {
        long snapshotLsn = Math.max(database.durableLsn(), session.dependsLsn());
        return new StatementJudge(history, action, own, snapshotLsn, startLsn, name);
    }

    /** The engine said to look again. */
    void wake() {
        Statement statement = running;
        if (statement != null && !statement.resumable) {
            advance();
        }
    }

    /** Takes more rows of a query that waits for it. */
    void resume() {
        advance();
    }

    void cancel() {
        Statement statement = running;
        if (statement != null) {
            statement.cancelled = true;
            session.cancel();
        }
    }

    /**
     * Whether it is certain what becomes of the statement under way if the client goes away now: no
     * commit is.
     */
    boolean canClose() {
        Statement statement = running;
        return statement == null
                || statement.action instanceof Action.Read
                || !statement.commits && !(statement.action instanceof Action.Commit);
    }

    /** Goes away in the middle of whatever there is. */
    void close() {
        coverage.count(
                running == null ? inBlock ? "close in block" : "close" : "close while running");
        session.close();
        closed = true;
        running = null;
        own.clear();
        unreleased.clear();
    }

    /** Goes away once its last statement has ended. */
    void leave() {
        assert running == null;
        session.close();
    }

    /** Takes the answers that may leave. */
    void release() {
        while (!unreleased.isEmpty() && unreleased.peek() <= database.durableLsn()) {
            history.shown(unreleased.remove());
        }
    }

    private void advance() {
        Statement statement = running;
        if (statement == null || closed) {
            return;
        }
        boolean reads = statement.action instanceof Action.Read;
        quota = reads && random.nextInt(3) == 0 ? random.nextInt(4) : Integer.MAX_VALUE;
        long rowsMax = reads && random.nextInt(3) == 0 ? 1 + random.nextInt(4) : Long.MAX_VALUE;
        Progress progress;
        try {
            progress = statement.execution.advance(this, rowsMax);
        } catch (SqlException error) {
            running = null;
            statement.judge.error(error, statement.cancelled);
            coverage.count(error.state().code());
            if (history.isEngineStopped()) {
                return; // nobody hears of it, and nothing more comes
            }
            statement.execution.close();
            answer();
            if (statement.action instanceof Action.Commit) {
                leaveBlock();
            } else {
                fail();
            }
            requireStatus();
            return;
        }
        statement.resumable = progress == Progress.SUSPENDED || progress == Progress.SINK_FULL;
        coverage.count(progress.name());
        if (progress == Progress.DONE) {
            running = null;
            apply(statement);
            statement.judge.answered(statement.rows, gateLsn());
            statement.execution.close();
            if (!inBlock || !statement.rows.isEmpty()) {
                answer();
            }
            requireStatus();
        } else if (progress == Progress.WAITING && isLoggingSequence(statement)) {
            apply(statement);
        }
    }

    /** The rows are in and, outside of a block, committed; the sequence's values go to the log. */
    private static boolean isLoggingSequence(Statement statement) {
        return statement.action instanceof Action.Insert && !statement.rows.isEmpty();
    }

    private void apply(Statement statement) {
        if (statement.applied) {
            return;
        }
        statement.applied = true;
        List<ModelChange> changes = statement.judge.changes(statement.rows, gateLsn());
        coverage.count(statement.action.getClass().getSimpleName());
        switch (statement.action) {
            case Action.Begin begin -> inBlock = true;
            case Action.Commit commit -> {
                if (!own.isEmpty()) {
                    history.commit(session.dependsLsn(), own, name);
                }
                leaveBlock();
            }
            case Action.Rollback rollback -> leaveBlock();
            default -> {
                if (!statement.commits) {
                    own.addAll(changes);
                } else if (!changes.isEmpty()) {
                    history.commit(session.dependsLsn(), changes, name);
                }
            }
        }
    }

    /** What is durable when an answer leaves that is produced now. */
    private long gateLsn() {
        return Math.max(session.dependsLsn(), database.durableLsn());
    }

    private void requireStatus() {
        char wanted = !inBlock ? 'I' : failed ? 'E' : 'T';
        char status = session.transactionStatus();
        if (status != wanted) {
            throw new AssertionError(
                    name + ": the transaction's status is " + status + ", not " + wanted);
        }
    }

    private void answer() {
        unreleased.add(session.dependsLsn());
    }

    private void fail() {
        own.clear();
        failed = inBlock;
    }

    private void leaveBlock() {
        own.clear();
        inBlock = false;
        failed = false;
    }

    // ---- rows

    @Override
    public int accept(Batch batch, int first, int count) {
        Statement statement = running;
        assert statement != null;
        int taken = Math.min(count, quota);
        for (int row = first; row < first + taken; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Vector column : batch.columns) {
                values.add(value(column, row));
            }
            statement.rows.add(values);
        }
        quota -= taken;
        return taken;
    }

    static @Nullable Object value(Vector column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return column.lane == Lane.LONG
                ? (Object) column.longs[row]
                : new String(
                        column.bytes,
                        column.starts[row],
                        column.lengths[row],
                        StandardCharsets.UTF_8);
    }

    @Override
    public void copyOut(byte[] bytes, int offset, int length) {
        throw new AssertionError("nothing is copied out");
    }

    @Override
    public boolean isFull() {
        return quota == 0;
    }
}
