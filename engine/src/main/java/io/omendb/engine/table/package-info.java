/**
 * Tables as lists of row groups: columns in place, version words beside them, indexes over them.
 *
 * <p>The writer inserts, updates, deletes, undoes and prunes; any number of readers scan and fetch
 * at a snapshot, without locks, by the rules of the version protocol. Nothing here knows SQL,
 * decides who waits for whom, or does IO.
 */
@NullMarked
package io.omendb.engine.table;

import org.jspecify.annotations.NullMarked;
