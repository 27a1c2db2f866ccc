/**
 * Bound expressions and their compilation into evaluator trees over batches. Never resolves names
 * of tables.
 */
@NullMarked
package io.omendb.sql.expr;

import org.jspecify.annotations.NullMarked;
