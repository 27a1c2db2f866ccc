/**
 * One race per release/acquire pair of the index, run by jcstress: see {@code scripts/jcstress} and
 * the table in {@code docs/index.md}.
 */
@NullMarked
package io.omendb.alex;

import org.jspecify.annotations.NullMarked;
