package io.omendb.engine.api;

import java.util.Map;

/**
 * Who connects, and with which settings.
 *
 * @param user the role; a new directory has only {@code postgres}
 * @param database the database; a new directory has only {@code postgres}
 * @param settings settings by name, as SET takes them; they become the session's defaults
 */
public record SessionOptions(String user, String database, Map<String, String> settings) {
    /** The superuser and database of a new directory, without settings. */
    public static final SessionOptions DEFAULT =
            new SessionOptions("postgres", "postgres", Map.of());

    public SessionOptions {
        settings = Map.copyOf(settings);
    }
}
