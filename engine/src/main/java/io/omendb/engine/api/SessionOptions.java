package io.omendb.engine.api;

import java.util.Map;

/**
 * Who connects, and with which settings.
 *
 * @param user the role; a new directory has only {@code postgres}
 * @param database the database; a new directory has only {@code postgres}
 * @param settings settings by name, as SET takes them; they become the session's defaults
 * @param processId the number that the client knows the session by (pg_backend_pid()); 0: the database chooses one
 */
public record SessionOptions(String user, String database, Map<String, String> settings, int processId) {
    /** The superuser and database of a new directory, without settings. */
    public static final SessionOptions DEFAULT = new SessionOptions("postgres", "postgres", Map.of(), 0);

    public SessionOptions {
        settings = Map.copyOf(settings);
    }
}
