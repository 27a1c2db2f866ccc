/**
 * PostgreSQL 18's own programs, started as processes. Tests ask it what is right, benchmarks run
 * beside it; the product never holds it.
 */
@NullMarked
package io.omendb.postgresql;

import org.jspecify.annotations.NullMarked;
