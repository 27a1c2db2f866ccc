package io.omendb.engine.storage;

/** A file that knows what a failed force does to what was written. */
interface ForceFailure {
    /**
     * A force fails: what was written since the last one is read back, but a later force does not
     * make it durable.
     */
    void failForce();
}
