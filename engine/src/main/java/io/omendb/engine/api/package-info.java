/**
 * The engine as embedders and the server use it: open a directory, connect, prepare, execute, read
 * rows, transactions, close.
 *
 * <p>A {@link io.omendb.engine.api.Session} never blocks and belongs to one thread at a time: the
 * server's side. A {@link io.omendb.engine.api.Connection} wraps one for threads that may wait: the
 * embedder's side.
 */
@NullMarked
package io.omendb.engine.api;

import org.jspecify.annotations.NullMarked;
