/**
 * What a connection says and may say next: start-up, simple and extended query, COPY, errors and
 * the skipping after them. A session reads messages from a receive buffer, drives executions of the
 * {@link Backend} and writes to a send buffer; it never blocks, never touches a socket and knows no
 * other session.
 */
@NullMarked
package io.omendb.pgwire.session;

import org.jspecify.annotations.NullMarked;
