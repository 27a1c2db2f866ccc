@NullMarked
package io.omendb.offheap;

import org.jspecify.annotations.NullMarked;
