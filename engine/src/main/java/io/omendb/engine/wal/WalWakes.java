package io.omendb.engine.wal;

import io.omendb.pipeline.WakeHook;

/**
 * Wakes the threads of the log's agents.
 *
 * @param writer there is room again, or a side file is sealed
 * @param flusher something was appended
 * @param files room on the disk is wanted, or a side file has work
 */
public record WalWakes(WakeHook writer, WakeHook flusher, WakeHook files) {
    /** For agents that are stepped. */
    public static final WalWakes NONE = new WalWakes(WakeHook.NONE, WakeHook.NONE, WakeHook.NONE);
}
