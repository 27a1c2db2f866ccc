package io.omendb.offheap;

/**
 * No memory is left within a budget, or in the segment of the process. Nothing was allocated; the
 * caller's structures are as they were.
 */
public final class MemoryExhaustedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MemoryExhaustedException(String message) {
        super(message);
    }
}
