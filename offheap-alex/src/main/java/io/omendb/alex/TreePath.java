package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;
import java.util.Arrays;

/**
 * The inner nodes above the data node of a key, and the changes of their slots. Thread: writer.
 *
 * <p>Where keys move to another node, the slots that lead to their new node are switched before
 * those that only lose keys, so that at every moment the way from the root leads to the node for
 * the key.
 */
final class TreePath {

    /**
     * A node is not refined for the sake of one child if its slots would be so many times its
     * children.
     */
    private static final int SLOTS_PER_CHILD_MAX = 32;

    /** An inner node that gets too large becomes about 2^3 with one above them. */
    private static final int PARTS_BITS = 3;

    /** One more where the first part is not whole. */
    private static final int PARTS_MAX = (1 << PARTS_BITS) + 1;

    private final NodeStore store;
    private final InnerNodes innerNodes;
    private long[] nodes = new long[16];
    private int[] slots = new int[16];
    private int depth;
    private long rootCell;

    TreePath(NodeStore store) {
        this.store = store;
        this.innerNodes = new InnerNodes(store);
    }

    long rootCell() {
        return rootCell;
    }

    /** The number of inner nodes above the data node. */
    int depth() {
        return depth;
    }

    /**
     * Walks to the data node for a key, and remembers the way.
     *
     * @return the node and the key's place in it, as {@link InnerNodeLayout#descend} has them
     */
    long descend(long cell, long key) {
        rootCell = cell;
        depth = 0;
        long unsignedKey = InnerNodeLayout.unsigned(key);
        long child = ProcessMemory.getLong(cell);
        int shift = 0;
        while (!InnerNodeLayout.isData(child)) {
            int slot = InnerNodeLayout.slotOf(child, unsignedKey, InnerNodes.count(child));
            if (depth == nodes.length) {
                nodes = Arrays.copyOf(nodes, depth * 2);
                slots = Arrays.copyOf(slots, depth * 2);
            }
            nodes[depth] = child;
            slots[depth++] = slot;
            shift = InnerNodes.shift(child);
            child = ProcessMemory.getLong(InnerNodeLayout.childOffset(child, slot));
        }
        return InnerNodeLayout.found(child, unsignedKey, shift);
    }

    /** Whether the parent fills up, and one level up a boundary is one of the slots. */
    boolean isForParent(long boundary) {
        return depth > 0 && isForParentOf(nodes[depth - 1], boundary);
    }

    /** Whether a boundary inside the data node's bounds would cost a level more. */
    boolean needsLevel(long boundary) {
        return needsLevel(depth - 1, boundary);
    }

    /** As {@link #place} would go about it; a new root is a level that others will use too. */
    private boolean needsLevel(int level, long boundary) {
        if (level < 0) {
            return false;
        }
        long node = nodes[level];
        int finer = InnerNodes.shift(node) - Long.numberOfTrailingZeros(boundary);
        if (finer > 0) {
            return !canRefineAt(node, slots[level], boundary, finer);
        }
        long slot = (boundary >>> InnerNodes.shift(node)) - InnerNodes.base(node);
        int count = InnerNodes.count(node);
        boolean isInside = slot > 0 && slot < count;
        long slotsThen = slot < 0 ? count - slot + 1 : Math.max(count, slot + 1);
        boolean goesUp = slotsThen > store.options().fanoutMax() || isForParentOf(node, boundary);
        return !isInside && goesUp && needsLevel(level - 1, boundary);
    }

    /** The data node replaced by another with the same bounds. */
    void replace(long dataNode) {
        replaceChild(depth - 1, InnerNodeLayout.dataChild(dataNode));
    }

    /** The data node, which is the whole tree, replaced by another tree. */
    void replaceRoot(long child) {
        assert depth == 0;
        replaceChild(-1, child);
    }

    /**
     * The data node replaced by two, on the two sides of a boundary inside its bounds.
     *
     * @param slotShift of the slots of a new inner node, if there has to be one
     */
    void split(long boundary, long left, long right, int slotShift) {
        place(
                depth - 1,
                boundary,
                InnerNodeLayout.dataChild(left),
                InnerNodeLayout.dataChild(right),
                slotShift);
    }

    /** The data node before that of the path, under the same parent; 0 if there is none. */
    long nodeBefore() {
        if (depth == 0) {
            return 0;
        }
        long parent = nodes[depth - 1];
        int from = InnerNodes.runStart(parent, slots[depth - 1]);
        return from == 0 ? 0 : dataNodeAt(parent, from - 1);
    }

    /** The data node after that of the path, under the same parent; 0 if there is none. */
    long nodeAfter() {
        if (depth == 0) {
            return 0;
        }
        long parent = nodes[depth - 1];
        int to = InnerNodes.runEnd(parent, slots[depth - 1]);
        return to == InnerNodes.count(parent) - 1 ? 0 : dataNodeAt(parent, to + 1);
    }

    private static long dataNodeAt(long parent, int slot) {
        long child = InnerNodes.child(parent, slot);
        return InnerNodeLayout.isData(child) ? InnerNodeLayout.dataNode(child) : 0;
    }

    /**
     * The data node and its neighbour under the same parent replaced by one with both bounds, and
     * the parent with them if it led to nothing else.
     */
    void merge(long neighbour, long dataNode) {
        long parent = nodes[depth - 1];
        int slot = slots[depth - 1];
        int from = InnerNodes.runStart(parent, slot);
        int to = InnerNodes.runEnd(parent, slot);
        long child = InnerNodeLayout.dataChild(neighbour);
        if (from > 0 && InnerNodes.child(parent, from - 1) == child) {
            from = InnerNodes.runStart(parent, from - 1);
        } else {
            assert InnerNodes.child(parent, to + 1) == child;
            to = InnerNodes.runEnd(parent, to + 1);
        }
        if (from == 0 && to == InnerNodes.count(parent) - 1) {
            store.work().changed(StructureChange.INNER_DROPPED);
            replaceChild(depth - 2, InnerNodeLayout.dataChild(dataNode));
            innerNodes.retire(parent);
        } else {
            innerNodes.setSlots(parent, from, to, InnerNodeLayout.dataChild(dataNode));
        }
    }

    /**
     * Whether a boundary beyond a node's slots is better placed one level up: it is coarse, and the
     * node fills up.
     */
    private boolean isForParentOf(long innerNode, long boundary) {
        return Long.numberOfTrailingZeros(boundary) >= coarseShift(innerNode)
                && InnerNodes.count(innerNode) > store.options().fanoutMax() / 4;
    }

    private int coarseShift(long innerNode) {
        return Math.min(63, InnerNodes.shift(innerNode) + store.options().fanoutBits());
    }

    /**
     * Replaces the child at a level of the path by two, on the two sides of a boundary inside its
     * bounds. Either may be the child itself, with narrower bounds.
     */
    private void place(int level, long boundary, long left, long right, int slotShift) {
        if (level < 0) {
            publishAround(level, boundary, left, right, slotShift);
            return;
        }
        long node = nodes[level];
        int from = InnerNodes.runStart(node, slots[level]);
        int to = InnerNodes.runEnd(node, slots[level]);
        int shift = InnerNodes.shift(node);
        long slot = (boundary >>> shift) - InnerNodes.base(node);
        int finer = shift - Long.numberOfTrailingZeros(boundary);
        if (finer > 0) {
            if (canRefineAt(node, slots[level], boundary, finer)) {
                refine(level, finer, from, to, boundary, left, right);
            } else {
                publishAround(level, boundary, left, right, slotShift);
            }
        } else if (slot > to) {
            placeBeyondRight(level, boundary, left, right);
        } else if (slot <= from) {
            placeBeyondLeft(level, boundary, left, right);
        } else {
            store.settle();
            innerNodes.setSlots(node, (int) slot, to, right);
            innerNodes.setSlots(node, from, (int) slot - 1, left);
            store.work().changed(StructureChange.SPLIT_SIDEWAYS);
        }
    }

    private void publishAround(int level, long boundary, long left, long right, int slotShift) {
        long around = innerNodes.createAround(boundary, left, right, slotShift);
        store.settle();
        replaceChild(level, around);
        if (level >= 0 || depth == 0) {
            store.work().changed(StructureChange.SPLIT_DOWN);
        }
    }

    /** Whether a boundary lies inside a child's slots, and they can be made so fine. */
    private boolean canRefineAt(long node, int slotOfChild, long boundary, int bits) {
        long slot = (boundary >>> InnerNodes.shift(node)) - InnerNodes.base(node);
        return slot >= InnerNodes.runStart(node, slotOfChild)
                && slot <= InnerNodes.runEnd(node, slotOfChild)
                && canRefine(node, bits);
    }

    private boolean canRefine(long node, int bits) {
        return canRefine(node, bits, store.options().fanoutMax());
    }

    private static boolean canRefine(long node, int bits, int fanoutMax) {
        long slots = (long) InnerNodes.count(node) << Math.min(bits, Integer.SIZE - 1);
        return slots <= fanoutMax
                && slots <= (long) SLOTS_PER_CHILD_MAX * InnerNodes.childCount(node) + 64L;
    }

    /**
     * Makes the parent ready for a boundary, if that is more than can be done together with a
     * split: whether it was. It is refined, or where it would be too large, parted first.
     */
    boolean makeReadyAlone(long boundary) {
        int level = depth - 1;
        if (level < 0) {
            return false;
        }
        long node = nodes[level];
        int bits = InnerNodes.shift(node) - Long.numberOfTrailingZeros(boundary);
        if (bits <= 0 || canRefine(node, bits)) {
            return false;
        }
        if (canRefine(node, bits, store.options().fanoutAloneMax())) {
            replaceInner(level, innerNodes.createFiner(node, bits), StructureChange.INNER_REFINED);
            return true;
        }
        if (isToPart(node, slots[level], bits)) {
            long upper = innerNodes.createLevel(node, partBits(node));
            replaceInner(level, upper, StructureChange.INNER_PARTED);
            return true;
        }
        return false;
    }

    /**
     * Whether a node is too large to be refined, but parts of it are not. Each time the part that
     * is to be refined gets at most half as large, so that a boundary is not put off for ever.
     */
    private boolean isToPart(long node, int slotOfChild, int bits) {
        int count = InnerNodes.count(node);
        return bits <= PARTS_BITS
                && count > store.options().fanoutMax()
                && count + PARTS_MAX <= store.options().fanoutAloneMax()
                && canRefine(node, bits, Integer.MAX_VALUE)
                && InnerNodes.partSlots(node, slotOfChild, partBits(node)) <= count / 2;
    }

    /** The slots of a part: 2^bits. */
    private static int partBits(long node) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(InnerNodes.count(node) - 1) - PARTS_BITS;
    }

    private void replaceInner(int level, long inner, StructureChange change) {
        store.settle();
        replaceChild(level - 1, inner);
        innerNodes.retire(nodes[level]);
        store.work().changed(change);
    }

    private void refine(
            int level, int bits, int from, int to, long boundary, long left, long right) {
        long node = nodes[level];
        long finer = innerNodes.createFiner(node, bits);
        int slot = (int) ((boundary >>> InnerNodes.shift(finer)) - InnerNodes.base(finer));
        innerNodes.setSlots(finer, from << bits, slot - 1, left);
        innerNodes.setSlots(finer, slot, (to + 1 << bits) - 1, right);
        replaceInner(level, finer, StructureChange.INNER_REFINED);
    }

    /**
     * The boundary lies to the right of a node's slots, and the child to be replaced is its last.
     */
    private void placeBeyondRight(int level, long boundary, long left, long right) {
        long node = nodes[level];
        int count = InnerNodes.count(node);
        int from = InnerNodes.runStart(node, count - 1);
        long slot = (boundary >>> InnerNodes.shift(node)) - InnerNodes.base(node);
        if (slot >= store.options().fanoutMax() || isForParentOf(node, boundary)) {
            place(level - 1, boundary, node, right, coarseShift(node));
            store.work()
                    .changed(
                            level == 0
                                    ? StructureChange.ROOT_EXPANDED_RIGHT
                                    : StructureChange.PASSED_UP_RIGHT);
            innerNodes.setSlots(node, from, count - 1, left);
        } else if (slot < InnerNodes.capacity(node)) {
            store.settle();
            innerNodes.setSlots(node, count, (int) slot - 1, left);
            innerNodes.setSlots(node, (int) slot, (int) slot, right);
            store.work().changed(StructureChange.INNER_GREW_IN_PLACE);
            // Pairs with the acquire load in descend(): the slots below the count are filled.
            // Readers that come
            // from here on find keys at and above the boundary there, so the old last slot may lose
            // them; one
            // that clamped its slot to the old count meets a node with other bounds, and comes
            // again.
            ProcessMemory.putIntRelease(node + InnerNodeLayout.COUNT, (int) slot + 1);
            innerNodes.setSlots(node, from, count - 1, left);
        } else {
            int slotsWanted =
                    Math.min(store.options().fanoutMax(), Math.max((int) slot + 1, count * 2));
            long wider = innerNodes.createWider(node, 0, (int) slot + 1, slotsWanted);
            innerNodes.setSlots(wider, from, (int) slot - 1, left);
            innerNodes.setSlots(wider, (int) slot, (int) slot, right);
            store.settle();
            store.work().changed(StructureChange.INNER_WIDENED_RIGHT);
            replaceChild(level - 1, wider);
            innerNodes.retire(node);
        }
    }

    /**
     * The boundary is the left edge of a node's slots, or lies to the left of it; the child to be
     * replaced is its first.
     */
    private void placeBeyondLeft(int level, long boundary, long left, long right) {
        long node = nodes[level];
        int count = InnerNodes.count(node);
        int to = InnerNodes.runEnd(node, 0);
        // Above 0: the boundary is above the least key, and a multiple of the slots' width.
        long slotsLeft = InnerNodes.base(node) - (boundary >>> InnerNodes.shift(node)) + 1;
        if (slotsLeft + count > store.options().fanoutMax() || isForParentOf(node, boundary)) {
            place(level - 1, boundary, left, node, coarseShift(node));
            store.work()
                    .changed(
                            level == 0
                                    ? StructureChange.ROOT_EXPANDED_LEFT
                                    : StructureChange.PASSED_UP_LEFT);
            innerNodes.setSlots(node, 0, to, right);
        } else {
            int more = (int) slotsLeft;
            long wider = innerNodes.createWider(node, more, count + more, count + more);
            innerNodes.setSlots(wider, 0, 0, left);
            innerNodes.setSlots(wider, 1, to + more, right);
            store.settle();
            store.work().changed(StructureChange.INNER_WIDENED_LEFT);
            replaceChild(level - 1, wider);
            innerNodes.retire(node);
        }
    }

    private void replaceChild(int level, long child) {
        if (level < 0) {
            // Pairs with the acquire load in descend(): the new root is seen whole.
            ProcessMemory.putLongRelease(rootCell, child);
            return;
        }
        long node = nodes[level];
        int slot = slots[level];
        innerNodes.setSlots(
                node, InnerNodes.runStart(node, slot), InnerNodes.runEnd(node, slot), child);
    }
}
