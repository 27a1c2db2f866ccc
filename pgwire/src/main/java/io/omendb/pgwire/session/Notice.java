package io.omendb.pgwire.session;

import io.omendb.pgwire.codec.Severity;
import io.omendb.sql.error.SqlException;

/**
 * Something that the client is told beside the result.
 *
 * @param content SQLSTATE, message and further fields
 */
public record Notice(Severity severity, SqlException content) {}
