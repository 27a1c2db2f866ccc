/**
 * Columns of values in primitive arrays and the row sets that kernels work on. Knows no operation
 * on values.
 */
@NullMarked
package io.omendb.sql.vector;

import org.jspecify.annotations.NullMarked;
