/**
 * Rebuilds tables, catalog and sequences from the log when a database is opened. Never runs beside
 * a writer.
 */
@NullMarked
package io.omendb.engine.recovery;

import org.jspecify.annotations.NullMarked;
