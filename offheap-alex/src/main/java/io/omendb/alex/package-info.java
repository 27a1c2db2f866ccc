/**
 * The learned index: ALEX (Ding et al., SIGMOD 2020) over signed 64-bit keys, in off-heap nodes,
 * with one writer and any number of readers without locks.
 *
 * <p>Nothing here reads a table, logs, or knows a transaction: an entry is a hint that the reader
 * checks.
 */
@NullMarked
package io.omendb.alex;

import org.jspecify.annotations.NullMarked;
