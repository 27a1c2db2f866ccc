package io.omendb.engine.catalog;

import io.omendb.pipeline.StepLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What system tables are computed from, taken together at the start of a statement. Times are
 * microseconds since 2000-01-01 UTC.
 *
 * @param database the name of the connected database
 * @param owner the role that owns everything
 * @param steps what the threads do; their figures are those of the moment when they are read
 */
public record SystemSnapshot(
        Catalog catalog,
        String database,
        String owner,
        List<Session> sessions,
        List<Setting> settings,
        List<Lock> locks,
        Steps steps) {

    public SystemSnapshot {
        sessions = List.copyOf(sessions);
        settings = List.copyOf(settings);
        locks = List.copyOf(locks);
    }

    /**
     * A connected session.
     *
     * @param clientAddress null for an embedded one
     * @param transactionStart null outside a transaction
     * @param state as in {@code pg_stat_activity.state}
     */
    public record Session(
            int pid,
            String user,
            String application,
            @Nullable String clientAddress,
            int clientPort,
            long start,
            @Nullable Long transactionStart,
            long queryStart,
            long stateChange,
            String state,
            @Nullable String waitEvent,
            String query) {}

    /** A setting as {@code pg_settings} shows it. */
    public record Setting(
            String name,
            String value,
            @Nullable String unit,
            String category,
            String description,
            String context,
            String type,
            String source,
            String bootValue,
            String resetValue) {}

    /**
     * The step logs of all threads, and how their clock stands to the wall clock.
     *
     * @param threads in the order in which they are shown
     * @param nowNs the clock of the threads, in nanoseconds
     * @param nowMicros the wall clock at that moment
     */
    public record Steps(List<ThreadSteps> threads, long nowNs, long nowMicros) {
        /** No threads. */
        public static final Steps NONE = new Steps(List.of(), 0, 0);

        public Steps {
            threads = List.copyOf(threads);
        }
    }

    /**
     * What a thread did.
     *
     * @param thread its name
     */
    public record ThreadSteps(String thread, StepLog<?> log) {}

    /** A lock held or awaited; {@code relationOid} 0 for a lock on a transaction. */
    public record Lock(
            int pid, int relationOid, long transactionId, String mode, boolean granted) {}
}
