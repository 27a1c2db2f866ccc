/**
 * The benchmarks: each runs OmenDB, its rivals and a floor in turn, round by round, at the same
 * durability, and keeps what it saw with everything that decides about it.
 */
@NullMarked
package io.omendb.perf.bench;

import org.jspecify.annotations.NullMarked;
