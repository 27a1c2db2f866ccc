package io.omendb.pipeline;

/**
 * Hears of an agent that failed. Called once per thread, on that thread, before its agents are
 * closed.
 */
@FunctionalInterface
public interface FailureListener {
    /**
     * Ends the engine: what the agent owned is in an unknown state.
     *
     * @param roleName the agent's
     * @param failure what left its {@code onStart} or {@code doWork}
     */
    void onFailure(String roleName, Throwable failure);
}
