package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.BackendMessages;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import io.omendb.sql.vector.Batch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its parameters, ready to run, running or run. The unnamed one is bound again and
 * again.
 */
final class Portal {
    /** How far the portal has come. */
    enum State {
        BOUND,
        STARTED,
        DONE,
        /** Its transaction failed under it. */
        FAILED
    }

    private @Nullable PreparedStatement statement;
    private @Nullable Batch parameters;
    private @Nullable BackendExecution execution;
    private short[] formats = new short[8];
    private State state = State.BOUND;

    /** Takes a statement and room for its parameters; what was bound before has been released. */
    void bind(PreparedStatement of) {
        assert statement == null;
        statement = of;
        BackendPlan plan = of.plan();
        parameters = plan == null ? null : of.borrowParameters(plan);
        int columns = of.columnTypes().length;
        if (formats.length < columns) {
            formats = new short[columns];
        }
        Arrays.fill(formats, 0, columns, BackendMessages.FORMAT_TEXT);
        state = State.BOUND;
    }

    boolean isBound() {
        return statement != null;
    }

    PreparedStatement statement() {
        if (statement == null) {
            throw new AssertionError("portal is not bound");
        }
        return statement;
    }

    /** One row; only of a statement that has a plan. */
    Batch parameters() {
        if (parameters == null) {
            throw new AssertionError("portal has no parameters");
        }
        return parameters;
    }

    /** Per column 0 or 1; may be longer than there are columns. */
    short[] formats() {
        return formats;
    }

    State state() {
        return state;
    }

    @Nullable BackendExecution execution() {
        return execution;
    }

    void started(BackendExecution begun) {
        execution = begun;
        state = State.STARTED;
    }

    /** Ends the execution, if there is one. */
    void ended(State last) {
        state = last;
        BackendExecution ended = execution;
        if (ended != null) {
            execution = null;
            ended.close();
        }
    }

    /** Why Execute is refused when the portal has failed, or when its command is done. */
    static SqlException cannotBeRun(BackendSession session) {
        return session.transactionStatus() == 'E'
                ? SqlException.of(
                        SqlState.IN_FAILED_SQL_TRANSACTION,
                        "current transaction is aborted, commands ignored until end of transaction block")
                : SqlException.of(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal cannot be run");
    }

    /** Ends all; the portal can be bound again. */
    void release() {
        ended(State.DONE);
        if (statement != null && parameters != null) {
            statement.giveBack(parameters);
        }
        statement = null;
        parameters = null;
    }
}
