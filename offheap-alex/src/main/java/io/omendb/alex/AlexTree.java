package io.omendb.alex;

import io.omendb.alex.DataNodeBuilder.Gaps;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.offheap.ProcessMemory;

/**
 * The writer's side of a tree of nodes: finding a key's place, and the changes of structure.
 *
 * <pre>
 *   root cell -> inner node -> ... -> data node
 *
 *   full data node, below the largest size   -> a larger one, its model fitted again
 *   full data node of rows in their order    -> a run, and what is behind it
 *   full data node of the largest size       -> two, at a boundary b between two of its keys:
 *     b is a boundary of the parent's slots     switch the slots on each side of b          (split sideways)
 *     b is one, but outside the parent          give the parent more slots on that side     (expansion)
 *     b is one, but the parent is full          the same one level up; at the root a new root
 *     b is none, the parent can be refined      double the parent's slots until it is one   (split sideways)
 *     b is none                                 a new inner node around b                   (split down)
 *   run that something comes into            -> runs on both sides of a data node
 *   data node with few entries left          -> a smaller one, or one with its neighbour
 * </pre>
 *
 * <p>New nodes are built aside. Where keys move to another node, the slots that lead to their new
 * node are switched before those that only lose keys, so that at every moment the way from the root
 * leads to the node for the key; a reader on its way meanwhile can tell by the bounds that it went
 * wrong, see {@link InnerNodeLayout#descend}.
 *
 * <p>Thread: writer. One object serves many trees, one at a time.
 */
final class AlexTree {

    /** At most, of a node with gaps between its entries; it fills its block, so it may be less. */
    private static final double DENSITY_NEW = 0.6;

    /**
     * A node that grows at one end gets its model fitted again when it has so many times its
     * entries.
     */
    private static final int GROWTH = 4;

    /** To rebuild a node costs about as much as to move each of its entries so many times. */
    private static final int MOVES_PER_ENTRY_MAX = 16;

    /** Slots of a new inner node over the range of the data node that it is made for: 2^2. */
    private static final int SLOTS_PER_NODE_BITS = 2;

    /** Misses that a core waits for at the same time: some ten to twenty. */
    private static final int PREFETCHED_MAX = 16;

    /**
     * Of the largest data node's slots, the part that a run has at most whose rows get entries when
     * one of them needs one.
     */
    private static final int PIECE_PART = 8;

    /** Shorter runs get entries whatever the largest data node is. */
    private static final int RUN_PIECE_MIN = 8;

    /** Of the largest data node's slots, the part that two nodes merge in. */
    private static final int MERGED_PART = 4;

    private final NodeStore store;
    private final StructureListener listener;
    private final DataNodeBuilder builder;
    private final NodeImage image;
    private final RunFitter fitter;
    private final TreePath path;
    private final Boundaries boundaries;
    private final CostModel costs;
    private final long[] prefetched = new long[PREFETCHED_MAX];
    private long touched;
    private long leaf;
    private int floor;

    /** The slot, not below 0, that the located key was predicted at. */
    private int predicted;

    /** The key last located, while the tree is as it was then. */
    private long locatedKey;

    private boolean isLocated;

    AlexTree(NodeStore store, StructureListener listener, RowKeys rows) {
        this.store = store;
        this.listener = listener;
        this.builder = new DataNodeBuilder(store);
        this.image = new NodeImage(store.options().leafSlotsMax());
        this.fitter = new RunFitter(rows, store.options());
        this.path = new TreePath(store);
        this.boundaries = new Boundaries(path);
        this.costs = new CostModel(builder);
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
        if (!isLocated || locatedKey != key || path.rootCell() != cell) {
            descend(cell, key);
            locatedKey = key;
            isLocated = true;
        }
        return floor >= 0 && keyAt(floor) == key;
    }

    private void descend(long cell, long key) {
        long found = path.descend(cell, key);
        leaf = InnerNodeLayout.nodeOf(found);
        assert DataNode.low(leaf) <= key && key <= DataNode.high(leaf);
        if (RunNodes.isRun(leaf)) {
            floor = RunNodes.floor(leaf, fitter.keys(), key);
        } else {
            floor = appended(key) ? DataNode.limit(leaf) - 1 : floorOf(found, key);
        }
    }

    /** What an insert looks at besides is loaded first: that does not wait for the search. */
    private int floorOf(long found, long key) {
        long range = ProcessMemory.getLong(leaf + DataNodeLayout.RANGE);
        predicted = NodeSearch.predictFound(found, key);
        int slot = NodeSearch.inUse(range, predicted);
        touched = NodeSearch.touchAround(leaf, slot);
        return NodeSearch.floor(leaf, range, key, slot);
    }

    private void locateAgain(long key) {
        isLocated = false;
        locate(path.rootCell(), key);
    }

    private long keyAt(int index) {
        return RunNodes.isRun(leaf)
                ? fitter.keys().key(RunNodes.payload(leaf, index))
                : DataNode.key(leaf, index);
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
                long node = InnerNodeLayout.nodeOf(prefetched[i]);
                touch ^= DataNode.capacity(node) ^ DataNode.count(node);
            }
            for (int i = 0; i < group; i++) {
                long node = InnerNodeLayout.nodeOf(prefetched[i]);
                long range = ProcessMemory.getLong(node + DataNodeLayout.RANGE);
                int slot = NodeSearch.predictFound(prefetched[i], keys[from + i]);
                touch ^= NodeSearch.touchAround(node, NodeSearch.inUse(range, slot));
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
        return path.depth();
    }

    long word() {
        return RunNodes.isRun(leaf) ? RunNodes.payload(leaf, floor) : DataNode.word(leaf, floor);
    }

    boolean isList() {
        return !RunNodes.isRun(leaf) && DataNode.isList(leaf, floor);
    }

    void set(long word, boolean isList) {
        leaveRun(locatedKey);
        DataNode.set(leaf, floor, word, isList);
    }

    /** The key that {@link #locate} looked for gets, or would get, an entry of its own. */
    void detach() {
        leaveRun(locatedKey);
    }

    /** Puts in the key that {@link #locate} did not find. */
    void insert(long key, long word, boolean isList) {
        leaveRun(key);
        boolean densely = isWornOut() && change(DataNode.isDense(leaf), key);
        int movedBefore = DataNode.moved(leaf);
        while (!DataNode.insert(leaf, floor, predicted, key, word, isList, densely)) {
            densely = change(true, key);
            movedBefore = DataNode.moved(leaf);
        }
        store.work().entriesShifted(DataNode.moved(leaf) - movedBefore);
        store.tallies().entry(1);
        isLocated = false;
    }

    /** Takes out the key that {@link #locate} found. */
    void remove() {
        if (RunNodes.isRun(leaf) && RunNodes.isEnd(leaf, floor)) {
            removeEndOfRun();
            return;
        }
        leaveRun(locatedKey);
        isLocated = false;
        store.work().gapsFilled(DataNode.remove(leaf, floor));
        store.tallies().entry(-1);
        int capacity = DataNode.capacity(leaf);
        int count = DataNode.count(leaf);
        // The smallest nodes look around twice only: that may take long beside a wide neighbour.
        if (count * 4 < capacity
                && (capacity > DataNodeLayout.SLOTS_MIN || count == 0 || count == capacity / 8)) {
            shrink();
        }
    }

    /** Needs no memory, so that what was appended last can be taken back when there is none. */
    private void removeEndOfRun() {
        isLocated = false;
        RunNodes.removeEnd(leaf, floor);
        store.tallies().runShrank();
        if (RunNodes.count(leaf) == 0) {
            shrink();
        }
    }

    /** An empty tree gives way to one that was loaded. */
    void replaceEmpty(long cell, long rootChild) {
        locate(cell, Long.MAX_VALUE);
        isLocated = false;
        path.replaceRoot(rootChild);
        retireLeaf();
    }

    private static int slotShift(NodeImage source) {
        return slotShift(source.keys[0], source.keys[source.count() - 1]);
    }

    private static int slotShift(long first, long last) {
        return 63 - Long.numberOfLeadingZeros(last - first | 1) - SLOTS_PER_NODE_BITS;
    }

    /** Few entries are left: with those of a neighbour they are one node; else it gets smaller. */
    private void shrink() {
        listener.begins();
        try {
            int others = store.options().leafSlotsMax() / MERGED_PART - entryCount(leaf);
            long before = path.nodeBefore();
            long after = path.nodeAfter();
            if (isMergeable(before, others)) {
                image.read(before);
                image.readMore(leaf);
                merge(before, DataNode.low(before), DataNode.high(leaf));
            } else if (isMergeable(after, others)) {
                image.read(leaf);
                image.readMore(after);
                merge(after, DataNode.low(leaf), DataNode.high(after));
            } else if (DataNode.capacity(leaf) > DataNodeLayout.SLOTS_MIN) {
                image.read(leaf);
                rebuildSpread();
            }
        } catch (MemoryExhaustedException e) {
            // The entry is out; that the node keeps its size harms nobody, and the next removal
            // tries again.
            store.abandon();
        } finally {
            listener.ended();
        }
    }

    private static boolean isMergeable(long neighbour, int entriesMax) {
        return neighbour != 0
                && (RunNodes.isRun(neighbour)
                        ? RunNodes.count(neighbour) == 0
                        : DataNode.count(neighbour) <= entriesMax);
    }

    private static int entryCount(long node) {
        return RunNodes.isRun(node) ? 0 : DataNode.count(node);
    }

    /** The image, of the located node and a neighbour, becomes one node. */
    private void merge(long neighbour, long low, long high) {
        int count = image.count();
        int capacity = spreadCapacity(count);
        long node = builder.build(image, 0, count, capacity, Gaps.SPREAD, low, high);
        store.settle();
        path.merge(neighbour, node);
        store.work().changed(StructureChange.NODES_MERGED);
        retireNode(neighbour);
        retireLeaf();
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

    /**
     * Rebuilds or splits the located node; all or nothing. The key is located again.
     *
     * @return true if only the inner node above was made ready for a split: the next insert does it
     */
    private boolean change(boolean needsRoom, long key) {
        isLocated = false;
        boolean isPutOff = false;
        listener.begins();
        try {
            image.read(leaf);
            if (isToSplit(needsRoom)) {
                isPutOff = !splitOffRun(key) && !split(key);
            } else {
                rebuild(needsRoom);
            }
        } catch (MemoryExhaustedException e) {
            store.abandon();
            throw e;
        } finally {
            listener.ended();
        }
        locateAgain(key);
        leaveRun(key);
        return isPutOff;
    }

    private boolean isToSplit(boolean needsRoom) {
        return needsRoom && DataNode.capacity(leaf) == store.options().leafSlotsMax()
                || costs.areTwoNodesBetter(image, DENSITY_NEW);
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
        replaceLeaf(image, spreadCapacity(image.count()), Gaps.SPREAD);
    }

    private int spreadCapacity(int count) {
        return builder.capacityFor((int) (count / DENSITY_NEW) + 1);
    }

    private void replaceLeaf(NodeImage source, int capacity, Gaps gaps) {
        int count = source.count();
        long node =
                builder.build(
                        source, 0, count, capacity, gaps, DataNode.low(leaf), DataNode.high(leaf));
        store.settle();
        path.replace(node);
        store.work().rebuilt(DataNode.capacity(leaf), capacity);
        retireLeaf();
    }

    /** False if the split has to wait: to refine the parent moves enough for one insert. */
    private boolean split(long key) {
        int count = image.count();
        boolean appends = DataNode.growsAtTail(leaf);
        boolean prepends = !appends && DataNode.growsAtHead(leaf);
        long boundary = Boundaries.amidst(image);
        if (appends || prepends) {
            long atEnd =
                    appends
                            ? boundaries.behindAppends(image, Math.max(key, image.keys[count - 1]))
                            : boundaries.beforePrepends(image, Math.min(key, image.keys[0]));
            boolean isLate = appends != key >= InnerNodeLayout.unsigned(atEnd);
            // What is done gets no gaps: there, a key that comes late would split it in turn.
            appends &= !isLate;
            prepends &= !isLate;
            // Where the end needs a level, the middle may not: keys that come in order, but ever
            // closer, would make a chain.
            boundary = isLate || path.needsLevel(atEnd) ? boundary : atEnd;
        }
        long firstRight = InnerNodeLayout.unsigned(boundary);
        if (DataNode.hasGapNear(leaf, floor) && path.makeReadyAlone(boundary)) {
            return false;
        }
        int rank = image.rank(firstRight);
        long low = DataNode.low(leaf);
        long high = DataNode.high(leaf);
        long left = buildHalf(0, rank, prepends, appends, Gaps.LEFT, low, firstRight - 1);
        long right = buildHalf(rank, count, appends, prepends, Gaps.RIGHT, firstRight, high);
        path.split(boundary, left, right, slotShift(image));
        retireLeaf();
        return true;
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
            return builder.build(image, from, to, builder.capacityFor(count), Gaps.NONE, low, high);
        }
        int capacity = spreadCapacity(count);
        return builder.build(image, from, to, capacity, Gaps.SPREAD, low, high);
    }

    // Runs

    /**
     * Splits a node that grows at its end, if the entries in front can be a run: whether they were.
     */
    private boolean splitOffRun(long key) {
        if (!DataNode.growsAtTail(leaf)) {
            return false;
        }
        int inRun = fitter.runLength(path.nodeBefore(), image);
        if (inRun == 0) {
            return false;
        }
        int count = image.count();
        long boundary = boundaries.behindRun(image, inRun, Math.max(key, image.keys[count - 1]));
        long firstRight = InnerNodeLayout.unsigned(boundary);
        int rank = image.rank(firstRight);
        long high = DataNode.high(leaf);
        long run = createRun(image, rank, firstRight - 1);
        long right = buildHalf(rank, count, true, false, Gaps.RIGHT, firstRight, high);
        path.split(boundary, run, right, slotShift(image));
        retireLeaf();
        mergeRuns(run);
        return true;
    }

    private long createRun(NodeImage source, int count, long high) {
        store.work().changed(StructureChange.RUN_MADE);
        return RunNodes.create(store, fitter, source, count, DataNode.low(leaf), high);
    }

    /** A run that goes on with the one before it becomes one with it. */
    private void mergeRuns(long run) {
        leaf = InnerNodeLayout.nodeOf(path.descend(path.rootCell(), DataNode.low(run)));
        long before = path.nodeBefore();
        if (before == 0 || !RunNodes.isRun(before) || !RunNodes.goesOn(before, run)) {
            return;
        }
        long merged = RunNodes.join(store, before, run);
        store.settle();
        path.merge(before, merged);
        store.work().changed(StructureChange.RUN_EXTENDED);
        retireNode(before);
        retireNode(run);
    }

    /** If the located key is in a run, or would be, its surroundings become a data node. */
    private void leaveRun(long key) {
        while (RunNodes.isRun(leaf)) {
            listener.begins();
            try {
                breakRun();
            } catch (MemoryExhaustedException e) {
                store.abandon();
                throw e;
            } finally {
                listener.ended();
            }
            locateAgain(key);
        }
    }

    /** A short run becomes a data node with entries; a longer one two, as a data node would. */
    private void breakRun() {
        int count = RunNodes.count(leaf);
        if (count <= Math.max(RUN_PIECE_MIN, store.options().leafSlotsMax() / PIECE_PART)) {
            image.clear();
            for (int i = 0; i < count; i++) {
                image.add(keyAt(i), RunNodes.payload(leaf, i), false);
            }
            rebuildSpread();
            return;
        }
        long boundary = Boundaries.between(keyAt(count / 4), keyAt(count - 1 - count / 4));
        long firstRight = InnerNodeLayout.unsigned(boundary);
        int rank = RunNodes.floor(leaf, fitter.keys(), firstRight - 1) + 1;
        long left = RunNodes.front(store, leaf, rank, firstRight - 1);
        long right = RunNodes.back(store, leaf, rank, firstRight);
        path.split(boundary, left, right, slotShift(keyAt(0), keyAt(count - 1)));
        store.work().changed(StructureChange.RUN_BROKEN);
        retireLeaf();
    }

    private void retireLeaf() {
        retireNode(leaf);
    }

    private void retireNode(long node) {
        DataNode.markReplaced(node);
        store.retireDataNode(node);
    }
}
