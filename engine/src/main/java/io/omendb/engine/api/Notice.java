package io.omendb.engine.api;

import io.omendb.sql.error.SqlException;

/**
 * What the client is told beside the result.
 *
 * @param severity how serious it is
 * @param content SQLSTATE, message and further fields
 */
public record Notice(Severity severity, SqlException content) {
    /** PostgreSQL's severities below an error. */
    public enum Severity {
        NOTICE,
        WARNING,
        INFO
    }
}
