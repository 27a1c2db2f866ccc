/**
 * The text of SQL: lexer, recursive-descent parser, and the sealed syntax tree with positions.
 *
 * <p>Nothing here looks at a catalog, resolves a name or evaluates a value; that is the binder's
 * part.
 */
@NullMarked
package io.omendb.sql.syntax;

import org.jspecify.annotations.NullMarked;
