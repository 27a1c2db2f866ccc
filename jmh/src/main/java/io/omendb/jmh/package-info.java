/** One benchmark per claim. Nothing depends on this package. */
@NullMarked
package io.omendb.jmh;

import org.jspecify.annotations.NullMarked;
