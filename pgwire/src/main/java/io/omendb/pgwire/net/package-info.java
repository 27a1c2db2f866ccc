/**
 * Sockets and threads: the conductor takes connections in and hands each to an IO agent, which owns
 * it from then on. The network is a seam: real non-blocking sockets, or queues of bytes in memory
 * for tests and simulation. Nothing here reads a message.
 */
@NullMarked
package io.omendb.pgwire.net;

import org.jspecify.annotations.NullMarked;
