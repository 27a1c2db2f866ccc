package io.omendb.engine.catalog;

/**
 * What some memory is for.
 *
 * @param kind as {@code omen_memory.kind} shows it
 * @param count how many of them there are, -1 where nobody counts
 * @param bytes of blocks as the allocator rounds them
 */
public record MemoryUse(String kind, long count, long bytes) {
    /** Where nobody counts. */
    public static final long UNCOUNTED = -1;
}
