/**
 * The memory outside the Java heap: one segment per process, the allocators that carve it, and the
 * epochs that say when a block may be used again.
 *
 * <p>Nothing here knows what the bytes mean, and nothing here waits for a reader.
 */
@NullMarked
package io.omendb.offheap;

import org.jspecify.annotations.NullMarked;
