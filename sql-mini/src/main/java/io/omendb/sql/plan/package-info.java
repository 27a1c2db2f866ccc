/**
 * The logical plan of queries: nodes, the rules that improve it, and its text for EXPLAIN.
 *
 * <p>Columns are positions: an expression of a node refers to its input's columns by index.
 */
@NullMarked
package io.omendb.sql.plan;

import org.jspecify.annotations.NullMarked;
