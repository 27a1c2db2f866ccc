package io.omendb.pgwire.testing;

import io.omendb.pgwire.session.Backend;
import io.omendb.pgwire.session.BackendSession;
import io.omendb.pgwire.session.Wakeup;
import io.omendb.pipeline.StepLog;
import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A backend whose statements are words of a little language (see {@link MemorySession}), with a log
 * position that commits move and that becomes durable when the test says so, or at once.
 */
public final class MemoryBackend implements Backend {
    private final List<Runnable> hooks = new ArrayList<>();
    public final List<MemorySession> sessions = new ArrayList<>();

    /**
     * What sessions did that clients cannot see: executions with their commit, ends of implicit
     * transactions.
     */
    public final List<String> events = Collections.synchronizedList(new ArrayList<>());

    /** By thread. */
    public final Map<String, StepLog<?>> stepLogs = new LinkedHashMap<>();

    private long lsnWritten;
    private volatile long lsnDurable;
    private boolean durableAtOnce = true;

    /** From now on commits are durable when {@link #makeDurable} says so. */
    public void holdDurable() {
        durableAtOnce = false;
    }

    public void makeDurable(long lsn) {
        lsnDurable = lsn;
        hooks.forEach(Runnable::run);
    }

    long commit() {
        lsnWritten++;
        if (durableAtOnce) {
            lsnDurable = lsnWritten;
        }
        return lsnWritten;
    }

    @Override
    public BackendSession connect(
            int processId,
            String user,
            String database,
            Map<String, String> settings,
            Wakeup wakeup) {
        if (database.equals("nowhere")) {
            throw SqlException.of(
                    SqlState.INVALID_CATALOG_NAME, "database \"" + database + "\" does not exist");
        }
        MemorySession session = new MemorySession(this, user, settings, wakeup);
        sessions.add(session);
        return session;
    }

    @Override
    public long durableLsn() {
        return lsnDurable;
    }

    @Override
    public void onDurable(Runnable hook) {
        hooks.add(hook);
    }

    @Override
    public void showSteps(String thread, StepLog<?> log) {
        stepLogs.put(thread, log);
    }

    @Override
    public void close() {}
}
