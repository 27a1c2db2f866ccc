@NullMarked
package io.omendb.jmh.btree;

import org.jspecify.annotations.NullMarked;
