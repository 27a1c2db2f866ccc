/**
 * The engines that are measured, each behind the same two doors: a side that holds the rows, and a
 * client of it per thread.
 */
@NullMarked
package io.omendb.perf.bench.side;

import org.jspecify.annotations.NullMarked;
