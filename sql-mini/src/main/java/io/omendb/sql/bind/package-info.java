/**
 * Gives names, types and meaning to a syntax tree: the result is a logical plan or a description of
 * what to do.
 *
 * <p>Reads the catalog through {@link io.omendb.sql.catalog.CatalogView} only; never runs anything.
 */
@NullMarked
package io.omendb.sql.bind;

import org.jspecify.annotations.NullMarked;
