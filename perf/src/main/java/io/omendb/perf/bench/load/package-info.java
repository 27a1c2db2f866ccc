/**
 * Threads that ask one thing after the other, or at a rate; how long each took; and what stood
 * still meanwhile.
 */
@NullMarked
package io.omendb.perf.bench.load;

import org.jspecify.annotations.NullMarked;
