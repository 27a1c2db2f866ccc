/**
 * The same statements on PostgreSQL 18 and on OmenDB; whatever differs and is not accepted with a
 * reason fails.
 */
@NullMarked
package io.omendb.differential;

import org.jspecify.annotations.NullMarked;
