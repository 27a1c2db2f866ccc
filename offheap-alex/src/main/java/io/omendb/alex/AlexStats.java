package io.omendb.alex;

import java.util.Map;

/**
 * What an index consists of and what it has done since it was made, as {@link AlexIndex#stats}
 * counts it.
 *
 * @param memory what its blocks are for
 * @param height inner nodes above the deepest data node
 * @param changes of structure, how many of each kind; without those that never happened
 * @param inserts what they moved
 * @param removals what they moved
 */
public record AlexStats(
        AlexMemory memory,
        int height,
        Map<StructureChange, Long> changes,
        MovedBytes inserts,
        MovedBytes removals) {

    public AlexStats {
        changes = Map.copyOf(changes);
    }

    /** How many changes of a kind there were. */
    public long count(StructureChange kind) {
        return changes.getOrDefault(kind, 0L);
    }
}
