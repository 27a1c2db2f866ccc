/**
 * The yardstick of the index: a B+tree over the same memory, for the same keys and row ids, as fast
 * as one thread can have it. Nothing but benchmarks uses it.
 */
@NullMarked
package io.omendb.jmh.btree;

import org.jspecify.annotations.NullMarked;
