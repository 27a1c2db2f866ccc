package io.omendb.alex;

import io.omendb.alex.DataNodeBuilder.Gaps;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.offheap.ProcessMemory;
import java.util.Arrays;

/**
 * The writer's side of a tree of nodes: finding a key's place, and the changes of structure.
 *
 * <pre>
 *   root cell -> inner node -> ... -> data node
 *
 *   full data node, below the largest size   -> a larger one, its model fitted again
 *   full data node of the largest size       -> two, at a boundary b between two of its keys:
 *     b is a boundary of the parent's slots     switch the slots on each side of b          (split sideways)
 *     b is one, but outside the parent          give the parent more slots on that side     (expansion)
 *     b is one, but the parent is full          the same one level up; at the root a new root
 *     b is none, the parent can be refined      double the parent's slots until it is one   (split sideways)
 *     b is none                                 a new inner node around b                   (split down)
 * </pre>
 *
 * <p>The boundary is, of all numbers between two keys, the one divisible by the greatest power of
 * two. The two keys are the quartiles, so each half gets a quarter at least whatever the keys are;
 * if the new key lies beyond all others, they are chosen so that what is left behind stays full.
 *
 * <p>New nodes are built aside. Where keys move to another node, the slots that lead to their new
 * node are switched before those that only lose keys, so that at every moment the way from the root
 * leads to the node for the key; a reader on its way meanwhile can tell by the bounds that it went
 * wrong, see {@link InnerNodeLayout#descend}.
 *
 * <p>Thread: writer. One object serves many trees, one at a time.
 */
final class AlexTree {

    private static final double DENSITY_NEW = 0.62;
    private static final double DENSITY_LOADED = 0.82;

    /**
     * A node that grows at one end gets its model fitted again when it has so many times its
     * entries.
     */
    private static final int GROWTH = 4;

    /**
     * Nodes from so many slots on are split rather than enlarged if their model is off by so many
     * slots on average.
     */
    private static final int SPLIT_SLOTS_MIN = 512;

    private static final int SPLIT_ERROR_MIN = 32;

    /** To rebuild a node costs about as much as to move each of its entries so many times. */
    private static final int MOVES_PER_ENTRY_MAX = 16;

    /** Slots of a new inner node over the range of the data node that it is made for: 2^5. */
    private static final int SLOTS_PER_NODE_BITS = 5;

    /**
     * A node is not refined for the sake of one child if its slots would be so many times its
     * children.
     */
    private static final int SLOTS_PER_CHILD_MAX = 32;

    /** Misses that a core waits for at the same time: some ten to twenty. */
    private static final int PREFETCHED_MAX = 16;

    /** The keys that move on with an append, at least: two numbers apart, the boundary is even. */
    private static final int LEFT_BEHIND_MIN = 3;

    private final NodeStore store;
    private final StructureListener listener;
    private final InnerNodes innerNodes;
    private final DataNodeBuilder builder;
    private final NodeImage image;

    private long[] pathNodes = new long[16];
    private int[] pathSlots = new int[16];
    private final long[] prefetched = new long[PREFETCHED_MAX];
    private long touched;
    private int depth;
    private long rootCell;
    private long leaf;
    private int floor;

    /** The key last located, while the tree is as it was then. */
    private long locatedKey;

    private boolean isLocated;

    AlexTree(NodeStore store, StructureListener listener) {
        this.store = store;
        this.listener = listener;
        this.innerNodes = new InnerNodes(store);
        this.builder = new DataNodeBuilder(store);
        this.image = new NodeImage(store.options().leafSlotsMax());
    }

    /** Makes an empty tree. The cell is 8 bytes that nobody reads yet. */
    void create(long cell) {
        isLocated = false;
        image.clear();
        long node =
                builder.build(
                        image,
                        0,
                        0,
                        builder.capacityFor(DataNodeLayout.SLOTS_MIN),
                        Gaps.RIGHT,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE);
        store.settle();
        ProcessMemory.putLongRelease(cell, InnerNodeLayout.dataChild(node));
    }

    /** Finds the place of a key, unless it was just found; whether the key is there. */
    boolean locate(long cell, long key) {
        if (!isLocated || locatedKey != key || rootCell != cell) {
            descend(cell, key);
            locatedKey = key;
            isLocated = true;
        }
        return floor >= 0 && DataNode.key(leaf, floor) == key;
    }

    private void descend(long cell, long key) {
        rootCell = cell;
        depth = 0;
        long unsignedKey = InnerNodeLayout.unsigned(key);
        long child = ProcessMemory.getLong(cell);
        while (!InnerNodeLayout.isData(child)) {
            int slot = InnerNodeLayout.slotOf(child, unsignedKey, InnerNodes.count(child));
            if (depth == pathNodes.length) {
                pathNodes = Arrays.copyOf(pathNodes, depth * 2);
                pathSlots = Arrays.copyOf(pathSlots, depth * 2);
            }
            pathNodes[depth] = child;
            pathSlots[depth++] = slot;
            child = InnerNodes.child(child, slot);
        }
        leaf = InnerNodeLayout.dataNode(child);
        assert DataNode.low(leaf) <= key && key <= DataNode.high(leaf);
        floor = appended(key) ? DataNode.limit(leaf) - 1 : NodeSearch.floor(leaf, key);
    }

    /**
     * Whether the key comes behind all others of a node that grows there: its model, made before
     * they came, would be wrong about it. Elsewhere the last key is not worth a look.
     */
    private boolean appended(long key) {
        int limit = DataNode.limit(leaf);
        return limit > 0 && DataNode.growsAtTail(leaf) && DataNode.key(leaf, limit - 1) <= key;
    }

    /**
     * Walks to the places of keys, each step for sixteen of them before the next, so that what a
     * step has to wait for overlaps.
     */
    void prefetch(long cell, long[] keys, int count) {
        long touch = 0;
        for (int from = 0; from < count; from += PREFETCHED_MAX) {
            int group = Math.min(PREFETCHED_MAX, count - from);
            for (int i = 0; i < group; i++) {
                prefetched[i] = InnerNodeLayout.descend(cell, keys[from + i]);
            }
            for (int i = 0; i < group; i++) {
                touch ^= DataNode.capacity(prefetched[i]) ^ DataNode.count(prefetched[i]);
            }
            for (int i = 0; i < group; i++) {
                touch ^= NodeSearch.touchAroundPredicted(prefetched[i], keys[from + i]);
            }
        }
        touched = touch;
    }

    /** What was loaded only to be in the caches; it can be asked for, so the loads stay. */
    long touched() {
        return touched;
    }

    /** The number of inner nodes above the located key. */
    int depth() {
        return depth;
    }

    long word() {
        return DataNode.word(leaf, floor);
    }

    boolean isList() {
        return DataNode.isList(leaf, floor);
    }

    void set(long word, boolean isList) {
        DataNode.set(leaf, floor, word, isList);
    }

    /** Puts in the key that {@link #locate} did not find. */
    void insert(long key, long word, boolean isList) {
        if (isWornOut()) {
            change(false, key);
            locate(rootCell, key);
        }
        while (!DataNode.insert(leaf, floor, key, word, isList)) {
            change(true, key);
            locate(rootCell, key);
        }
        store.tallies().entry(1);
        isLocated = false;
    }

    /** Takes out the key that {@link #locate} found. */
    void remove() {
        isLocated = false;
        DataNode.remove(leaf, floor);
        store.tallies().entry(-1);
        int capacity = DataNode.capacity(leaf);
        if (capacity > DataNodeLayout.SLOTS_MIN && DataNode.count(leaf) * 4 < capacity) {
            contract();
        }
    }

    /**
     * Puts the first entries of an image of keys in ascending order into the last data node, which
     * is empty, and begins another empty one after it.
     *
     * @param next the key that follows those of the image
     * @return how many entries went in; the others are for the next node
     */
    int load(long cell, NodeImage source, long next) {
        locate(cell, Long.MAX_VALUE);
        isLocated = false;
        int count = source.count();
        long boundary = appendBoundary(source.keys, count, next);
        long firstRight = InnerNodeLayout.unsigned(boundary);
        int rank = source.rank(firstRight);
        try {
            int capacity = builder.capacityFor((int) (rank / DENSITY_LOADED) + 1);
            long left =
                    builder.build(
                            source,
                            0,
                            rank,
                            capacity,
                            Gaps.SPREAD,
                            DataNode.low(leaf),
                            firstRight - 1);
            int least = builder.capacityFor(DataNodeLayout.SLOTS_MIN);
            long right =
                    builder.build(source, 0, 0, least, Gaps.RIGHT, firstRight, DataNode.high(leaf));
            place(
                    depth - 1,
                    boundary,
                    InnerNodeLayout.dataChild(left),
                    InnerNodeLayout.dataChild(right),
                    slotShift(source.keys, count));
            retireLeaf();
        } catch (MemoryExhaustedException e) {
            store.abandon();
            throw e;
        }
        return rank;
    }

    /** Puts the last entries of a load into the last data node. */
    void loadLast(long cell, NodeImage source) {
        locate(cell, Long.MAX_VALUE);
        isLocated = false;
        try {
            int capacity = builder.capacityFor((int) (source.count() / DENSITY_LOADED) + 1);
            replaceLeaf(source, capacity, Gaps.RIGHT);
        } catch (MemoryExhaustedException e) {
            store.abandon();
            throw e;
        }
    }

    /** How many entries a load collects before it builds a node. */
    int loadCountMax() {
        return (int) (builder.capacityFor(store.options().leafSlotsMax()) * DENSITY_LOADED);
    }

    private static int slotShift(long[] keys, int count) {
        return 63 - Long.numberOfLeadingZeros(keys[count - 1] - keys[0] | 1) - SLOTS_PER_NODE_BITS;
    }

    private void contract() {
        listener.begins();
        try {
            image.read(leaf);
            rebuildSpread();
        } catch (MemoryExhaustedException e) {
            // The entry is out; that the node keeps its size harms nobody, and the next removal
            // tries again.
            store.abandon();
        } finally {
            listener.ended();
        }
    }

    /** A tree is going whose nodes the last {@link #locate} may have been in. */
    void forgetPlace() {
        isLocated = false;
    }

    /**
     * Whether the node's model no longer describes its keys: by appends far beyond it, or by what
     * inserts had to move.
     */
    private boolean isWornOut() {
        int count = DataNode.count(leaf);
        int built = DataNode.builtCount(leaf);
        return count >= 64 && count >= (long) built * GROWTH
                || DataNode.moved(leaf) > MOVES_PER_ENTRY_MAX * (count + 64L);
    }

    /** Rebuilds or splits the located node; all or nothing. */
    private void change(boolean needsRoom, long key) {
        isLocated = false;
        listener.begins();
        try {
            image.read(leaf);
            if (needsRoom && isToSplit()) {
                split(key);
            } else {
                rebuild(needsRoom);
            }
        } catch (MemoryExhaustedException e) {
            store.abandon();
            throw e;
        } finally {
            listener.ended();
        }
    }

    /**
     * The cost model: a larger node costs no level, but a worse search where its keys do not lie on
     * a line.
     */
    private boolean isToSplit() {
        int capacity = DataNode.capacity(leaf);
        return capacity == store.options().leafSlotsMax()
                || capacity >= SPLIT_SLOTS_MIN && DataNode.modelError(leaf) >= SPLIT_ERROR_MIN;
    }

    private void rebuild(boolean needsRoom) {
        boolean appends = DataNode.growsAtTail(leaf);
        if (appends || DataNode.growsAtHead(leaf)) {
            int capacity =
                    needsRoom ? builder.capacityFor(image.count() * 2) : DataNode.capacity(leaf);
            replaceLeaf(image, capacity, appends ? Gaps.RIGHT : Gaps.LEFT);
        } else {
            rebuildSpread();
        }
    }

    private void rebuildSpread() {
        replaceLeaf(
                image, builder.capacityFor((int) (image.count() / DENSITY_NEW) + 1), Gaps.SPREAD);
    }

    private void replaceLeaf(NodeImage source, int capacity, Gaps gaps) {
        int count = source.count();
        long node =
                builder.build(
                        source, 0, count, capacity, gaps, DataNode.low(leaf), DataNode.high(leaf));
        store.settle();
        replaceChild(depth - 1, InnerNodeLayout.dataChild(node));
        retireLeaf();
    }

    private void split(long key) {
        int count = image.count();
        boolean appends = DataNode.growsAtTail(leaf);
        boolean prepends = !appends && DataNode.growsAtHead(leaf);
        long boundary;
        if (appends) {
            boundary = appendBoundary(image.keys, count, Math.max(key, image.keys[count - 1]));
        } else if (prepends) {
            boundary = prependBoundary(count, Math.min(key, image.keys[0]));
        } else {
            boundary = boundaryBetween(image.keys[count / 4], image.keys[count - 1 - count / 4]);
        }
        long firstRight = InnerNodeLayout.unsigned(boundary);
        int rank = image.rank(firstRight);
        long low = DataNode.low(leaf);
        long high = DataNode.high(leaf);
        long left = buildHalf(0, rank, prepends, appends, Gaps.LEFT, low, firstRight - 1);
        long right = buildHalf(rank, count, appends, prepends, Gaps.RIGHT, firstRight, high);
        place(
                depth - 1,
                boundary,
                InnerNodeLayout.dataChild(left),
                InnerNodeLayout.dataChild(right),
                slotShift(image.keys, count));
        retireLeaf();
    }

    /**
     * One of the two nodes of a split: where keys go on arriving in order, where they came from, or
     * neither.
     */
    private long buildHalf(
            int from, int to, boolean grows, boolean done, Gaps growing, long low, long high) {
        int count = to - from;
        if (grows) {
            return builder.build(
                    image, from, to, builder.capacityFor(count * GROWTH), growing, low, high);
        }
        if (done) {
            return builder.build(
                    image, from, to, builder.capacityFor(count), Gaps.RIGHT, low, high);
        }
        int capacity = builder.capacityFor((int) (count / DENSITY_NEW) + 1);
        return builder.build(image, from, to, capacity, Gaps.SPREAD, low, high);
    }

    private long appendBoundary(long[] keys, int count, long last) {
        if (depth > 0) {
            // The parent will be full soon. A boundary that its own parent can use keeps the tree
            // flat.
            long coarse = boundaryBetween(keys[count / 64], last);
            if (isForParentOf(pathNodes[depth - 1], coarse)) {
                return coarse;
            }
        }
        return boundaryBetween(keys[count - Math.max(LEFT_BEHIND_MIN, count / 16)], last);
    }

    private long prependBoundary(int count, long first) {
        if (depth > 0) {
            long coarse = boundaryBetween(first, image.keys[count - 1 - count / 64]);
            if (isForParentOf(pathNodes[depth - 1], coarse)) {
                return coarse;
            }
        }
        return boundaryBetween(first, image.keys[Math.max(LEFT_BEHIND_MIN, count / 16) - 1]);
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
     * The number in (below, above], as unsigned keys, that is divisible by the greatest power of
     * two.
     */
    static long boundaryBetween(long below, long above) {
        int shift = 63 - Long.numberOfLeadingZeros(below ^ above);
        return InnerNodeLayout.unsigned(above) >>> shift << shift;
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
        long node = pathNodes[level];
        int from = InnerNodes.runStart(node, pathSlots[level]);
        int to = InnerNodes.runEnd(node, pathSlots[level]);
        int shift = InnerNodes.shift(node);
        long slot = (boundary >>> shift) - InnerNodes.base(node);
        int finer = shift - Long.numberOfTrailingZeros(boundary);
        if (finer > 0) {
            if (slot >= from && slot <= to && canRefine(node, finer)) {
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
            InnerNodes.setSlots(node, (int) slot, to, right);
            InnerNodes.setSlots(node, from, (int) slot - 1, left);
        }
    }

    private void publishAround(int level, long boundary, long left, long right, int slotShift) {
        long around = innerNodes.createAround(boundary, left, right, slotShift);
        store.settle();
        replaceChild(level, around);
    }

    private boolean canRefine(long node, int bits) {
        int fanoutMax = store.options().fanoutMax();
        if (bits > store.options().fanoutBits()) {
            return false;
        }
        long slots = (long) InnerNodes.count(node) << bits;
        return slots
                <= Math.min(
                        fanoutMax, (long) SLOTS_PER_CHILD_MAX * InnerNodes.childCount(node) + 64L);
    }

    private void refine(
            int level, int bits, int from, int to, long boundary, long left, long right) {
        long node = pathNodes[level];
        long finer = innerNodes.createFiner(node, bits);
        int slot = (int) ((boundary >>> InnerNodes.shift(finer)) - InnerNodes.base(finer));
        InnerNodes.setSlots(finer, from << bits, slot - 1, left);
        InnerNodes.setSlots(finer, slot, (to + 1 << bits) - 1, right);
        store.settle();
        replaceChild(level - 1, finer);
        innerNodes.retire(node);
    }

    /**
     * The boundary lies to the right of a node's slots, and the child to be replaced is its last.
     */
    private void placeBeyondRight(int level, long boundary, long left, long right) {
        long node = pathNodes[level];
        int count = InnerNodes.count(node);
        int from = InnerNodes.runStart(node, count - 1);
        long slot = (boundary >>> InnerNodes.shift(node)) - InnerNodes.base(node);
        if (slot >= store.options().fanoutMax() || isForParentOf(node, boundary)) {
            place(level - 1, boundary, node, right, coarseShift(node));
            InnerNodes.setSlots(node, from, count - 1, left);
        } else if (slot < InnerNodes.capacity(node)) {
            store.settle();
            InnerNodes.setSlots(node, count, (int) slot - 1, left);
            InnerNodes.setSlots(node, (int) slot, (int) slot, right);
            // Pairs with the acquire load in descend(): the slots below the count are filled.
            // Readers that come
            // from here on find keys at and above the boundary there, so the old last slot may lose
            // them; one
            // that clamped its slot to the old count meets a node with other bounds, and comes
            // again.
            ProcessMemory.putIntRelease(node + InnerNodeLayout.COUNT, (int) slot + 1);
            InnerNodes.setSlots(node, from, count - 1, left);
        } else {
            int slotsWanted =
                    Math.min(store.options().fanoutMax(), Math.max((int) slot + 1, count * 2));
            long wider = innerNodes.createWider(node, 0, (int) slot + 1, slotsWanted);
            InnerNodes.setSlots(wider, from, (int) slot - 1, left);
            InnerNodes.setSlots(wider, (int) slot, (int) slot, right);
            store.settle();
            replaceChild(level - 1, wider);
            innerNodes.retire(node);
        }
    }

    /**
     * The boundary is the left edge of a node's slots, or lies to the left of it; the child to be
     * replaced is its first.
     */
    private void placeBeyondLeft(int level, long boundary, long left, long right) {
        long node = pathNodes[level];
        int count = InnerNodes.count(node);
        int to = InnerNodes.runEnd(node, 0);
        // Above 0: the boundary is above the least key, and a multiple of the slots' width.
        long slotsLeft = InnerNodes.base(node) - (boundary >>> InnerNodes.shift(node)) + 1;
        if (slotsLeft + count > store.options().fanoutMax() || isForParentOf(node, boundary)) {
            place(level - 1, boundary, left, node, coarseShift(node));
            InnerNodes.setSlots(node, 0, to, right);
        } else {
            int more = (int) slotsLeft;
            long wider = innerNodes.createWider(node, more, count + more, count + more);
            InnerNodes.setSlots(wider, 0, 0, left);
            InnerNodes.setSlots(wider, 1, to + more, right);
            store.settle();
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
        long node = pathNodes[level];
        int slot = pathSlots[level];
        InnerNodes.setSlots(
                node, InnerNodes.runStart(node, slot), InnerNodes.runEnd(node, slot), child);
    }

    private void retireLeaf() {
        DataNode.markReplaced(leaf);
        store.retire(BlockKind.DATA_NODE, leaf, DataNode.blockBytes(leaf));
    }
}
