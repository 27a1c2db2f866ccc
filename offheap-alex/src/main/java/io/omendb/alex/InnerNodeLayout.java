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
 *    24  children       8 each: offset of an inner node, or
 *          bits  0 to 39    offset + 1 of a data node
 *          bits 40 to 51    how many slots of the data node are for the keys of this slot
 *          bits 52 to 63    the first of those, plus 1024
 *          or, bits 52 to 63 being 0,
 *          bits 40 to 51    how many knots the data node has, or 0: nothing is known
 * </pre>
 *
 * <p>The model: with the key as an unsigned number u (its sign bit flipped), the slot is {@code (u
 * >>> shift) - base}, clamped to the slots there are. It is the paper's linear model with slopes
 * that are powers of two and an anchor that is a multiple of the slot's width. So it is exact over
 * the whole domain, boundaries can be computed from slots as well as slots from keys, and a node
 * can grow on both sides or be refined without moving any boundary. Several adjacent slots may lead
 * to one child; no child is reached from two nodes.
 *
 * <p>The place in the data node is a hint, the line through the two ends of the slot: with it a
 * lookup loads the block of a key without waiting for the head of its data node. It is made from
 * the data node's model when the slot is pointed at it, and halved with the slot. Where knots count
 * instead of a line, the number of slots tells where they lie: they do not wait for the head
 * either.
 */
final class InnerNodeLayout {

    static final int COUNT = 0;
    static final int CAPACITY = COUNT + 4;
    static final int BASE = CAPACITY + 4;
    static final int SHIFT = BASE + 8;
    static final int BLOCK_BYTES = SHIFT + 4;
    static final int CHILDREN = BLOCK_BYTES + 4;

    private static final long DATA_TAG = 1;
    private static final int OFFSET_BITS = 40;
    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;
    private static final int SPAN_BITS = 12;
    private static final long SPAN_MAX = (1L << SPAN_BITS) - 1;
    private static final int START_BITS = 12;
    private static final long START_ZERO = 1L << START_BITS - 2;
    private static final long START_MAX = (1L << START_BITS) - 1;

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
        return (child & OFFSET_MASK) - DATA_TAG;
    }

    /** A child without its place. */
    static long bare(long child) {
        return child & OFFSET_MASK;
    }

    /** A data node as a child whose keys of this slot begin at {@code start}. */
    static long withPlace(long child, double start, double span) {
        long first = Math.round(start) + START_ZERO;
        long slots = Math.round(span);
        return first <= 0 || first > START_MAX || slots < 0 || slots > SPAN_MAX
                ? child
                : child | (first << SPAN_BITS | slots) << OFFSET_BITS;
    }

    /** A data node as a child whose keys have their places by its knots. */
    static long withKnots(long child, int capacity) {
        int count = capacity >>> DataNodeLayout.KNOT_SHIFT;
        return count > SPAN_MAX ? child : child | (long) count << OFFSET_BITS;
    }

    static boolean hasPlace(long child) {
        return child >>> OFFSET_BITS + SPAN_BITS != 0;
    }

    /** The knots of the data node that the keys of a slot have their places by; 0 if unknown. */
    static int knotCount(long child) {
        return hasPlace(child) ? 0 : span(child);
    }

    static int start(long child) {
        return (int) ((child >>> OFFSET_BITS + SPAN_BITS) - START_ZERO);
    }

    static int span(long child) {
        return (int) (child >>> OFFSET_BITS & SPAN_MAX);
    }

    /** The child of one of the 2^bits slots that a slot is divided into. */
    static long childOfPart(long child, int part, int bits) {
        if (!hasPlace(child)) {
            return child;
        }
        long before = (long) span(child) * part >>> bits;
        long after = (long) span(child) * (part + 1) >>> bits;
        return withPlace(bare(child), start(child) + before, after - before);
    }

    /** A data node, and the slot of it that a key is predicted at by the child that led there. */
    static long found(long child, long unsignedKey, int shift) {
        long node = dataNode(child);
        if (!hasPlace(child)) {
            return node | -1L - knotCount(child) << OFFSET_BITS;
        }
        long predicted =
                start(child) + Math.unsignedMultiplyHigh(unsignedKey << -shift, span(child));
        return node | Math.max(0, predicted) << OFFSET_BITS;
    }

    /** The data node of what {@link #descend} returned. */
    static long nodeOf(long found) {
        return found & OFFSET_MASK;
    }

    /** The slot that goes with it; negative if the data node's own model has to say it. */
    static int predicted(long found) {
        return (int) (found >> OFFSET_BITS);
    }

    /** The knots to look at if no slot goes with it; 0 if the head of the data node has to say. */
    static int knotsOf(long found) {
        return -1 - predicted(found);
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
     * The data node that the slots lead to from {@code rootCell}, with the place of the key there:
     * {@link #nodeOf}, {@link #predicted}.
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
        int shift = 0;
        while (!isData(child)) {
            long node = ProcessMemory.checked(child, CHILDREN);
            shift = ProcessMemory.getInt(node + SHIFT);
            int slot = slotOf(node, unsignedKey, ProcessMemory.getIntAcquire(node + COUNT));
            child = ProcessMemory.getLongAcquire(childOffset(node, slot));
        }
        return found(child, unsignedKey, shift);
    }
}
