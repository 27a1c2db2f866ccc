@NullMarked
package io.omendb.jmh;

import org.jspecify.annotations.NullMarked;
