package io.omendb.pipeline;

/**
 * Wakes a consumer that may be parked. Called by a producer after it made its work visible; it
 * never blocks, never allocates, may come at any time from any thread, and may be spurious.
 */
@FunctionalInterface
public interface WakeHook {
    /** Wakes nobody: for consumers that are stepped by hand or never park. */
    WakeHook NONE = () -> {};

    /** Makes the consumer look for work again. */
    void wake();
}
