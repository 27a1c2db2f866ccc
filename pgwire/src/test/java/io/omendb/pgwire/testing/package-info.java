/**
 * A backend in memory, and a client that speaks and reads the protocol, for the tests of this
 * module.
 */
@NullMarked
package io.omendb.pgwire.testing;

import org.jspecify.annotations.NullMarked;
