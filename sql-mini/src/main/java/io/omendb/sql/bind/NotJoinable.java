package io.omendb.sql.bind;

import io.omendb.sql.error.SqlException;

/**
 * Says that a correlated subquery cannot become a join, so that who asked for it runs it for each
 * row instead. Reaches the client as 0A000 only where that cannot be done.
 */
final class NotJoinable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SqlException refusal;

    NotJoinable(SqlException refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    SqlException refusal() {
        return refusal;
    }
}
