package io.omendb.pgwire.session;

import io.omendb.pipeline.StepLog;
import java.util.Map;

/** The database behind the sessions. All methods may be called by any thread. */
public interface Backend extends AutoCloseable {
    /**
     * Opens a session.
     *
     * @param processId the number that the client is told, for cancel requests and pg_backend_pid()
     * @param settings what the client asked for by name at start-up, options of the command line
     *     included
     * @param wakeup called when a waiting execution of the session can go on
     * @throws io.omendb.sql.error.SqlException if there is no such database or user, or a setting
     *     is refused
     */
    BackendSession connect(
            int processId,
            String user,
            String database,
            Map<String, String> settings,
            Wakeup wakeup);

    /** Everything that depends on an LSN up to this may leave. Only grows. */
    long durableLsn();

    /**
     * {@code hook} is called, on a thread of the engine, whenever {@link #durableLsn()} has grown.
     * It must not block.
     */
    void onDurable(Runnable hook);

    /**
     * Shows what a thread of the sessions does to whoever asks the database.
     *
     * @param thread its name
     */
    void showSteps(String thread, StepLog<?> log);

    @Override
    void close();
}
