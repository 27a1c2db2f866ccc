package io.omendb.pgwire.session;

import io.omendb.sql.syntax.StatementShape;
import io.omendb.sql.types.SessionFormat;
import io.omendb.sql.vector.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session of the database. Used by one thread at a time, but for {@link #cancel()}; no method
 * blocks. One execution at a time is being advanced; suspended ones may be open beside it.
 */
public interface BackendSession extends AutoCloseable {
    /**
     * The statements of a text; empty if it has none.
     *
     * @throws io.omendb.sql.error.SqlException for a syntax error anywhere in it
     */
    List<? extends BackendStatement> parse(String sql);

    /**
     * Binds names and types and plans.
     *
     * @param sql the whole text that the statement is part of
     * @param parameterOids types of the first parameters, 0 where they are to be inferred; null if
     *     there may be none
     * @throws io.omendb.sql.error.SqlException if it cannot be
     */
    BackendPlan prepare(BackendStatement statement, String sql, int @Nullable [] parameterOids);

    /**
     * Takes a plan in the place of preparing its text, which has no quoted string, once more.
     *
     * @return false if preparing would make another plan
     * @throws io.omendb.sql.error.SqlException where preparing it would not be allowed now
     */
    boolean reuse(BackendPlan plan);

    /**
     * Plans a statement that was prepared without parameters, for all texts of its shape.
     *
     * @param text the whole text, of this one statement
     * @return null if its plan is not to be kept
     */
    @Nullable RepeatedQuery repeat(BackendStatement statement, StatementShape shape, byte[] text);

    /**
     * Keeps a plan under a name; PREPARE, EXECUTE and DEALLOCATE share these names.
     *
     * @param plan null for a text without a statement
     * @throws io.omendb.sql.error.SqlException 42P05 if the name is taken
     */
    NamedStatement keep(String name, String sql, @Nullable BackendPlan plan);

    /** The statement that has the name now, or null. */
    @Nullable NamedStatement find(String name);

    /** Gives a name up; harmless if it is not there. */
    void drop(String name);

    /**
     * Begins an execution. {@code parameters} (one row) belongs to it until it is closed.
     *
     * @param commitWithStatement outside a transaction block: the implicit transaction ends with
     *     this statement
     */
    BackendExecution execute(BackendPlan plan, Batch parameters, boolean commitWithStatement);

    /**
     * Ends the implicit transaction of executions begun without {@code commitWithStatement};
     * harmless without one.
     */
    BackendExecution commitImplicit();

    /** Undoes the implicit transaction; harmless without one. */
    BackendExecution rollbackImplicit();

    /** I: no transaction block, T: in one, E: in a failed one. */
    char transactionStatus();

    /** An error that the engine did not see happened inside a transaction block. */
    void failTransaction();

    /** What was produced so far may leave when {@link Backend#durableLsn()} has reached this. */
    long dependsLsn();

    /** Ends what runs with 57014, if anything runs. May be called by any thread. */
    void cancel();

    /** The value of a setting as SHOW prints it, or null if there is none of this name. */
    @Nullable String setting(String name);

    /** How values are written as text now. */
    SessionFormat format();

    /**
     * {@code listener} hears of each change of a setting, undone ones included, on the thread of
     * this session.
     */
    void onSettingChange(SettingListener listener);

    /** What was to be told to the client since the last call; mostly empty. */
    List<Notice> takeNotices();

    /** Rolls back what is open and cancels what runs. */
    @Override
    void close();
}
