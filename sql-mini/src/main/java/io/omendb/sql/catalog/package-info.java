/**
 * What SQL knows of tables, indexes and sequences: immutable definitions, and one interface to look
 * them up.
 */
@NullMarked
package io.omendb.sql.catalog;

import org.jspecify.annotations.NullMarked;
