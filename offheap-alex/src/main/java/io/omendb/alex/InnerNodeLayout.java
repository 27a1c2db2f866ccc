package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;

/**
 * The bytes of an inner node, little-endian:
 *
 * <pre>
 *     0  slot count     4   grows in place, after the slots
 *     4  capacity       4
 *     8  base           8   the number of slot 0
 *    16  shift          4   a slot covers 2^shift keys, 1 to 63
 *    20  block bytes    4
 *    24  children       8 each: offset of an inner node, or offset + 1 of a data node
 * </pre>
 *
 * <p>The model: with the key as an unsigned number u (its sign bit flipped), the slot is {@code (u
 * >>> shift) - base}, clamped to the slots there are. It is the paper's linear model with slopes
 * that are powers of two and an anchor that is a multiple of the slot's width. So it is exact over
 * the whole domain, boundaries can be computed from slots as well as slots from keys, and a node
 * can grow on both sides or be refined without moving any boundary. Several adjacent slots may lead
 * to one child; no child is reached from two nodes.
 */
final class InnerNodeLayout {

    static final int COUNT = 0;
    static final int CAPACITY = COUNT + 4;
    static final int BASE = CAPACITY + 4;
    static final int SHIFT = BASE + 8;
    static final int BLOCK_BYTES = SHIFT + 4;
    static final int CHILDREN = BLOCK_BYTES + 4;

    private static final long DATA_TAG = 1;

    private InnerNodeLayout() {}

    static long unsigned(long key) {
        return key ^ Long.MIN_VALUE;
    }

    static int bytes(int capacity) {
        return CHILDREN + (capacity << 3);
    }

    static boolean isData(long child) {
        return (child & DATA_TAG) != 0;
    }

    static long dataNode(long child) {
        return child - DATA_TAG;
    }

    static long dataChild(long node) {
        return node + DATA_TAG;
    }

    static long childOffset(long node, int slot) {
        return node + CHILDREN + ((long) slot << 3);
    }

    static int slotOf(long node, long unsignedKey, int count) {
        long slot =
                (unsignedKey >>> ProcessMemory.getInt(node + SHIFT))
                        - ProcessMemory.getLong(node + BASE);
        return (int) Math.max(0, Math.min(slot, count - 1));
    }

    /**
     * The data node that the slots lead to from {@code rootCell}.
     *
     * <p>Each acquire load of a child pairs with the release store that published it {@link
     * InnerNodes#setSlots}, {@link AlexTree}): the node's contents are seen whole. The acquire load
     * of the slot count pairs with the release store in {@link AlexTree}: slots below it are
     * filled.
     *
     * <p>Whatever mixture of old and new slots is met, a data node that is reached and not marked
     * as replaced holds every entry of its bounds, because a replaced node is marked after the last
     * slot was switched away from it. The key may be outside those bounds, though, and the caller
     * has to look. Slots clamp: the first and the last of a node take what lies beyond them. When a
     * split gives the keys beyond one end to another node, or to further slots, the writer switches
     * the way there first and this end's slots last; but a reader that loaded the child above, or
     * the slot count, before the former can load the slot after the latter. No order of the
     * writer's stores helps: the reader's two loads see two states. It goes back to the root, where
     * the way to the key is switched already: the acquire load of the slot shows all stores before
     * its release.
     */
    static long descend(long rootCell, long key) {
        long unsignedKey = unsigned(key);
        long child = ProcessMemory.getLongAcquire(rootCell);
        while (!isData(child)) {
            long node = ProcessMemory.checked(child, CHILDREN);
            int slot = slotOf(node, unsignedKey, ProcessMemory.getIntAcquire(node + COUNT));
            child = ProcessMemory.getLongAcquire(childOffset(node, slot));
        }
        return dataNode(child);
    }
}
