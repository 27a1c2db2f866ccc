package io.omendb.engine.api;

import org.jspecify.annotations.Nullable;

/** A prepared statement that a session knows by a name. Same thread as its session. */
public final class NamedStatement {
    private final String name;
    private final String text;
    private final @Nullable PreparedPlan plan;
    private final boolean fromSql;
    private final long preparedMicros;
    private boolean dropped;

    NamedStatement(
            String name,
            String text,
            @Nullable PreparedPlan plan,
            boolean fromSql,
            long preparedMicros) {
        this.name = name;
        this.text = text;
        this.plan = plan;
        this.fromSql = fromSql;
        this.preparedMicros = preparedMicros;
    }

    public String name() {
        return name;
    }

    /** What the client sent: of PREPARE, the whole text that it is part of. */
    public String text() {
        return text;
    }

    /** Null for a text without a statement. */
    public @Nullable PreparedPlan plan() {
        return plan;
    }

    /** True if PREPARE made it, false if a message of the protocol did. */
    boolean isFromSql() {
        return fromSql;
    }

    /** When it was prepared: microseconds since 2000-01-01. */
    long preparedMicros() {
        return preparedMicros;
    }

    /** True once the session knows it by this name no more. */
    public boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
    }
}
