/**
 * What versions of rows are made of, whatever the rows look like: marks, before-images, transaction
 * slots, snapshots.
 *
 * <p>One writer thread changes all of it; readers follow words, chains and slots without locks.
 * Nothing here knows a table, decides about a conflict, or frees what a reader may still hold.
 */
@NullMarked
package io.omendb.engine.mvcc;

import org.jspecify.annotations.NullMarked;
