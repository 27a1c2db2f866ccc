package io.omendb.engine.storage;

/**
 * The simulated end of the process inside a storage operation. An Error, so that nothing in the
 * engine takes it for a failure that it could handle.
 */
public final class ProcessDeath extends Error {
    private static final long serialVersionUID = 1L;

    ProcessDeath(String message) {
        super(message, null, false, false);
    }
}
