package io.omendb.engine.api;

/**
 * Tells the owner of a session, from a thread of the engine, to look again. Must not block; may be
 * spurious.
 */
@FunctionalInterface
public interface Wakeup {
    void wake();
}
