package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;
import io.omendb.sql.error.SqlState;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The prepared statements that a session knows by name: those of PREPARE and of the protocol's
 * Parse alike. They live until they are dropped, whatever becomes of the transaction that they were
 * made in. Same thread as the session.
 */
public final class NamedStatements {
    /** More than any client keeps, and few enough not to fill the heap. */
    static final int COUNT_MAX = 65_536;

    private final Map<String, NamedStatement> byName = new LinkedHashMap<>();
    private final SessionContext context;

    NamedStatements(SessionContext context) {
        this.context = context;
    }

    /**
     * Keeps a statement that the protocol has prepared.
     *
     * @param plan null for a text without a statement
     * @throws SqlException 42P05 if the name is taken, 53400 if there are too many
     */
    public NamedStatement keep(String name, String text, @Nullable PreparedPlan plan) {
        return keep(name, text, plan, false);
    }

    NamedStatement keep(String name, String text, @Nullable PreparedPlan plan, boolean fromSql) {
        if (byName.containsKey(name)) {
            throw SqlException.of(
                    SqlState.DUPLICATE_PREPARED_STATEMENT,
                    "prepared statement \"" + name + "\" already exists");
        }
        if (byName.size() >= COUNT_MAX) {
            throw SqlException.of(
                            SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                            "too many prepared statements: " + COUNT_MAX)
                    .withHint("Drop some with DEALLOCATE.");
        }
        NamedStatement kept =
                new NamedStatement(name, text, plan, fromSql, context.statementTimeMicros());
        byName.put(name, kept);
        return kept;
    }

    /** Null if there is none of this name. */
    public @Nullable NamedStatement find(String name) {
        return byName.get(name);
    }

    /**
     * @throws SqlException 26000 if there is none of this name
     */
    NamedStatement require(String name) {
        NamedStatement found = byName.get(name);
        if (found == null) {
            throw SqlException.of(
                    SqlState.INVALID_SQL_STATEMENT_NAME,
                    "prepared statement \"" + name + "\" does not exist");
        }
        return found;
    }

    /** Drops a statement; harmless if there is none of this name. */
    public void drop(String name) {
        NamedStatement dropped = byName.remove(name);
        if (dropped != null) {
            dropped.drop();
        }
    }

    void dropAll() {
        byName.values().forEach(NamedStatement::drop);
        byName.clear();
    }

    Collection<NamedStatement> all() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
