package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.syntax.QualifiedName;
import io.omendb.sql.syntax.Statement;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.vector.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session for threads that may wait: each call returns when its statement has ended and is
 * durable.
 *
 * <p>Thread-safe: a call has the connection to itself. A {@link Rows} that is still open ends with
 * the connection's next statement. For statements that run at the same time, open a connection per
 * thread.
 */
public final class Connection implements AutoCloseable {
    /** Rounds of looking before the thread parks. */
    private static final int SPINS = 200;

    private static final long PARK_NS_MAX = 10_000_000;

    /** Statements that begin and end a transaction block, kept once they were prepared. */
    private enum TransactionBoundary {
        BEGIN,
        COMMIT,
        ROLLBACK
    }

    private final Database database;
    private final Session session;
    private final DurableWaiters.Waiter waiter;
    private final ReentrantLock turn = new ReentrantLock();
    private final RowCursor rows = new RowCursor(this);
    private final @Nullable PreparedStatement[] boundaries =
            new PreparedStatement[TransactionBoundary.values().length];
    private @Nullable Appender appending;
    private volatile boolean woken;
    private volatile boolean closed;

    Connection(Database database) {
        this.database = database;
        this.waiter = database.durableWaiters().open();
        this.session = database.connect(SessionOptions.DEFAULT, this::woken, false);
    }

    private void woken() {
        woken = true;
        Thread thread = waiter.thread();
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Prepares one statement.
     *
     * @throws SqlException if it is wrong, or if the text has more than one
     */
    public PreparedStatement prepare(String sql) {
        turn.lock();
        try {
            begin();
            List<Statement> statements = session.parse(sql);
            if (statements.size() != 1) {
                throw SqlException.of(
                        SqlState.SYNTAX_ERROR,
                        "one statement can be prepared at a time, not " + statements.size());
            }
            return new PreparedStatement(
                    this, session.prepare(statements.getFirst(), sql, new int[0]));
        } finally {
            turn.unlock();
        }
    }

    /**
     * Runs statements, one transaction for each unless the text has BEGIN and COMMIT, and drops
     * their rows.
     *
     * @return rows returned or changed by the last of them
     */
    public long execute(String sql) {
        long count = 0;
        for (Statement statement : session.parse(sql)) {
            turn.lock();
            try {
                begin();
                PreparedPlan plan = session.prepare(statement, sql, new int[0]);
                count = run(plan, plan.newParameters());
            } finally {
                turn.unlock();
            }
        }
        return count;
    }

    /**
     * Begins to insert rows in batches. The connection is the appender's until that is finished or
     * closed; another statement ends it and takes its rows back.
     *
     * @param table the table's name, as it is (not folded to lower case)
     * @param columns the columns' names, as they are; without any, all columns of the table
     */
    public Appender appender(String table, String... columns) {
        turn.lock();
        try {
            begin();
            PreparedPlan plan = session.prepare(copyInto(table, columns), "", new int[0]);
            Execution execution = session.execute(plan, plan.newParameters(), true);
            if (!(execution instanceof CopyInExecution copy)) {
                throw new IllegalStateException("COPY FROM STDIN is run by " + execution);
            }
            Appender begun = Appender.open(this, copy);
            appending = begun;
            return begun;
        } finally {
            turn.unlock();
        }
    }

    private static Statement copyInto(String table, String[] columns) {
        return new Statement.Copy(
                new QualifiedName(null, table, 0),
                Arrays.stream(columns).map(name -> new Statement.TargetColumn(name, 0)).toList(),
                null,
                true,
                Statement.CopyEnd.STDIN,
                null,
                List.of(),
                null,
                0);
    }

    /** Begins a transaction block. */
    public void beginTransaction() {
        runBoundary(TransactionBoundary.BEGIN);
    }

    /** Commits the transaction block; returns when it is durable. */
    public void commit() {
        runBoundary(TransactionBoundary.COMMIT);
    }

    /** Takes the transaction block back. */
    public void rollback() {
        runBoundary(TransactionBoundary.ROLLBACK);
    }

    private void runBoundary(TransactionBoundary boundary) {
        turn.lock();
        try {
            PreparedStatement statement = boundaries[boundary.ordinal()];
            if (statement == null) {
                statement = prepare(boundary.name());
                boundaries[boundary.ordinal()] = statement;
            }
            statement.execute();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Whether a statement of this connection waits, for the writer or for another transaction. Any
     * thread may ask.
     */
    public boolean isWaiting() {
        return waiter.thread() != null;
    }

    /** Closes: a transaction that is open is rolled back. */
    @Override
    public void close() {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                rows.end();
                endAppender();
                session.close();
                database.durableWaiters().close(waiter);
            }
        } finally {
            turn.unlock();
        }
    }

    // ---- what statements and rows use, under the turn

    SessionFormat format() {
        return session.context().format();
    }

    ReentrantLock turn() {
        return turn;
    }

    /** A statement begins: the rows of the one before end. */
    void begin() {
        if (closed) {
            throw SqlException.of(SqlState.CONNECTION_EXCEPTION, "the connection is closed");
        }
        database.requireOpen();
        rows.end();
        endAppender();
    }

    private void endAppender() {
        Appender left = appending;
        if (left != null) {
            left.abandon();
        }
    }

    /** The appender that has the connection has ended. */
    void appenderEnded() {
        appending = null;
    }

    /** Runs a statement to its end, without its rows, and waits until it is durable. */
    long run(PreparedPlan plan, Batch parameters) {
        Execution execution = session.execute(plan, parameters, true);
        try {
            while (advance(execution, DiscardedRows.INSTANCE, Long.MAX_VALUE) != Progress.DONE) {
                requireNoCopy(plan);
            }
            awaitDurable();
            return execution.rowCount();
        } finally {
            execution.close();
        }
    }

    /** Begins a statement whose rows are read one by one. */
    Rows open(PreparedPlan plan, Batch parameters) {
        rows.begin(session.execute(plan, parameters, true), plan);
        return rows;
    }

    /** Advances until there is something else to do than to wait. */
    Progress advance(Execution execution, RowSink sink, long rowsMax) {
        while (true) {
            woken = false;
            Progress progress = execution.advance(sink, rowsMax);
            if (progress != Progress.WAITING) {
                return progress;
            }
            awaitWoken();
        }
    }

    /** Waits until what was produced so far cannot be lost any more. */
    void awaitDurable() {
        long lsn = session.transactionStatus() == 'I' ? session.dependsLsn() : 0;
        for (int spin = 0; database.durableLsn() < lsn; spin++) {
            if (database.isStepped()) {
                database.step();
            } else if (spin < SPINS) {
                Thread.onSpinWait();
            } else {
                waiter.announce();
                if (database.durableLsn() < lsn) {
                    LockSupport.parkNanos(this, PARK_NS_MAX);
                }
                waiter.withdraw();
                database.requireOpen();
            }
        }
    }

    private void awaitWoken() {
        for (int spin = 0; !woken; spin++) {
            if (database.isStepped()) {
                database.step();
            } else if (spin < SPINS) {
                Thread.onSpinWait();
            } else {
                waiter.announce();
                if (!woken) {
                    LockSupport.parkNanos(this, PARK_NS_MAX);
                }
                waiter.withdraw();
                database.requireOpen();
            }
        }
    }

    static void requireNoCopy(PreparedPlan plan) {
        if (plan.copy() != CopyDirection.NONE) {
            throw SqlException.notSupported("COPY through a blocking connection");
        }
    }
}
