/**
 * One benchmark per claim: a class says in its first sentence what is claimed. One method of it is
 * ours; the names of the others begin with {@code rival} or {@code floor} and go on with what they
 * are. {@code scripts/omendb bench jmh} runs them, with the profiler that counts what is allocated;
 * nothing depends on this package.
 */
@NullMarked
package io.omendb.jmh;

import org.jspecify.annotations.NullMarked;
