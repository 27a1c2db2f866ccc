/**
 * What tables, indexes and sequences there are, as one immutable value per version; the changes of
 * it as the log keeps them; and the system catalogs as tables computed from it.
 *
 * <p>Never reads or changes a row of a user table.
 */
@NullMarked
package io.omendb.engine.catalog;

import org.jspecify.annotations.NullMarked;
