package io.omendb.alex;

/**
 * The changes of structure that an index makes, each counted by {@link AlexStats#count}. A split of
 * a node is one of those from {@link #SPLIT_SIDEWAYS} to {@link #ROOT_EXPANDED_RIGHT}, or several,
 * if it goes on one level up.
 */
public enum StructureChange {
    /** A data node was built again, larger, its model fitted again. */
    NODE_EXPANDED,
    /** A data node was built again in its size: its model no longer described its keys. */
    NODE_RETRAINED,
    /** A data node with few entries left was built again, smaller. */
    NODE_CONTRACTED,
    /** A data node and its neighbour became one. */
    NODES_MERGED,
    /** A child became two, at a boundary that its parent's slots have. */
    SPLIT_SIDEWAYS,
    /** A child became a new inner node around a boundary that its parent's slots do not have. */
    SPLIT_DOWN,
    /** Each slot of an inner node became several, so that a boundary is one of them. */
    INNER_REFINED,
    /** A large inner node became several with one above them, so that these can be refined. */
    INNER_PARTED,
    /** An inner node got more slots at its left end. */
    INNER_WIDENED_LEFT,
    /** An inner node got more slots at its right end, and a larger block. */
    INNER_WIDENED_RIGHT,
    /** An inner node got more slots at its right end, in its block. */
    INNER_GREW_IN_PLACE,
    /** A boundary beyond the left end of a full inner node went one level up. */
    PASSED_UP_LEFT,
    /** A boundary beyond the right end of a full inner node went one level up. */
    PASSED_UP_RIGHT,
    /** A new root above the old one, whose keys lie to the right. */
    ROOT_EXPANDED_LEFT,
    /** A new root above the old one, whose keys lie to the left. */
    ROOT_EXPANDED_RIGHT,
    /** An inner node had one child left, which took its place. */
    INNER_DROPPED,
    /** Entries of rows in order became a run. */
    RUN_MADE,
    /** A run went on with the one before it. */
    RUN_EXTENDED,
    /** A run became two, around what needs an entry. */
    RUN_BROKEN,
    /** What is left of a run got entries. */
    RUN_UNPACKED,
    /** The payloads of a key became a tree. */
    LIST_TREE_MADE,
    /** A tree of payloads has one left, which the entry itself has again. */
    LIST_TREE_ENDED
}
