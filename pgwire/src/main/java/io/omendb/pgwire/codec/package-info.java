/**
 * The bytes of PostgreSQL's frontend/backend protocol: where messages lie in a connection's
 * off-heap buffers, how they are read in place and written. Nothing here knows a session, a socket
 * or the engine; nothing here blocks.
 */
@NullMarked
package io.omendb.pgwire.codec;

import org.jspecify.annotations.NullMarked;
