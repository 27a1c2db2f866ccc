package io.omendb.offheap;

/** Whoever retires things other than memory, and is told when no reader can see them any more. */
@FunctionalInterface
public interface ReclaimTarget {

    /**
     * Called on the writer, from {@link Epochs#reclaim}, in the order of retirement. Must not
     * throw.
     */
    void reclaimed(int kind, long a, long b);
}
