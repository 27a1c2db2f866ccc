/**
 * Transactions and the one thread that changes anything.
 *
 * <p>The {@link io.omendb.engine.txn.Writer} takes {@link io.omendb.engine.txn.Operation}s from the
 * ring, applies them to rows, indexes and catalog, parks those that meet another transaction's
 * uncommitted change, and hands committed redo to the log. Everything here runs on the writer
 * thread unless its Javadoc says otherwise.
 *
 * <p>This package never does IO, never blocks, and never evaluates a whole query: targets come from
 * the sessions' threads.
 */
@NullMarked
package io.omendb.engine.txn;

import org.jspecify.annotations.NullMarked;
