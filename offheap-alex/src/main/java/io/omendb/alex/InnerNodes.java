package io.omendb.alex;

import static io.omendb.alex.InnerNodeLayout.BASE;
import static io.omendb.alex.InnerNodeLayout.BLOCK_BYTES;
import static io.omendb.alex.InnerNodeLayout.CAPACITY;
import static io.omendb.alex.InnerNodeLayout.COUNT;
import static io.omendb.alex.InnerNodeLayout.SHIFT;
import static io.omendb.alex.InnerNodeLayout.childOffset;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;

/** Makes inner nodes and changes their slots. Thread: writer. */
final class InnerNodes {

    /** Slots of a new inner node, half of them on each side of the boundary that it is made for. */
    private static final int SLOTS_NEW = 4;

    /** A place by so many slots of a data node is no better than its knots. */
    private static final int SPAN_OF_KNOTS_MAX = 1 << DataNodeLayout.KNOT_SHIFT;

    /** What halving a slot again and again makes its place wrong by, at most. */
    private static final int PLACE_ERROR_MAX = 16;

    private final NodeStore store;

    InnerNodes(NodeStore store) {
        this.store = store;
    }

    static int count(long node) {
        return ProcessMemory.getInt(node + COUNT);
    }

    static int capacity(long node) {
        return ProcessMemory.getInt(node + CAPACITY);
    }

    static long base(long node) {
        return ProcessMemory.getLong(node + BASE);
    }

    static int shift(long node) {
        return ProcessMemory.getInt(node + SHIFT);
    }

    static int blockBytes(long node) {
        return ProcessMemory.getInt(node + BLOCK_BYTES);
    }

    static long child(long node, int slot) {
        return InnerNodeLayout.bare(childWithPlace(node, slot));
    }

    private static long childWithPlace(long node, int slot) {
        return ProcessMemory.getLong(childOffset(node, slot));
    }

    static int runStart(long node, int slot) {
        long child = child(node, slot);
        int start = slot;
        while (start > 0 && child(node, start - 1) == child) {
            start--;
        }
        return start;
    }

    static int runEnd(long node, int slot) {
        long child = child(node, slot);
        int end = slot;
        int last = count(node) - 1;
        while (end < last && child(node, end + 1) == child) {
            end++;
        }
        return end;
    }

    static int childCount(long node) {
        int children = 1;
        for (int i = 1; i < count(node); i++) {
            if (child(node, i) != child(node, i - 1)) {
                children++;
            }
        }
        return children;
    }

    /** The inner nodes above the deepest data node under a child. */
    static int height(long child) {
        if (InnerNodeLayout.isData(child)) {
            return 0;
        }
        int highest = 0;
        for (int slot = 0; slot < count(child); slot = runEnd(child, slot) + 1) {
            highest = Math.max(highest, height(child(child, slot)));
        }
        return highest + 1;
    }

    /**
     * Points slots [from, to] at a child. Each release store publishes the child whole; it pairs
     * with the acquire load in {@link InnerNodeLayout#descend}.
     */
    void setSlots(long node, int from, int to, long child) {
        store.work().childrenWritten(Math.max(0, to + 1 - from));
        for (int i = from; i <= to; i++) {
            ProcessMemory.putLongRelease(childOffset(node, i), placed(node, i, child));
        }
    }

    /** A child with the place that a slot's keys have in it, if it is a data node with entries. */
    private static long placed(long node, int slot, long child) {
        if (!InnerNodeLayout.isData(child) || RunNodes.isRun(InnerNodeLayout.dataNode(child))) {
            return child;
        }
        long dataNode = InnerNodeLayout.dataNode(child);
        boolean isForMore = isForMore(node, slot, dataNode);
        int shift = shift(node);
        long low = low(node, slot);
        if (DataNode.hasKnots(dataNode)) {
            int start = Math.max(0, NodeSearch.floor(dataNode, low));
            int end = Math.max(0, NodeSearch.floor(dataNode, low + ((1L << shift) - 1)));
            return isForMore || end - start > SPAN_OF_KNOTS_MAX
                    ? InnerNodeLayout.withKnots(child, DataNode.capacity(dataNode))
                    : InnerNodeLayout.withPlace(child, start, end - start);
        }
        if (isForMore) {
            return child;
        }
        return InnerNodeLayout.withPlace(
                child,
                NodeSearch.line(dataNode, low),
                Math.scalb(NodeSearch.slope(dataNode), shift));
    }

    /** The least key of a slot. */
    private static long low(long node, int slot) {
        return InnerNodeLayout.unsigned(base(node) + slot << shift(node));
    }

    /** Whether a slot leads to a data node for keys beyond that end of the slots, too. */
    private static boolean isForMore(long node, int slot, long dataNode) {
        long low = low(node, slot);
        return slot == 0 && DataNode.low(dataNode) < low
                || slot >= count(node) - 1
                        && DataNode.high(dataNode) > low + ((1L << shift(node)) - 1);
    }

    /** Whether the place of a slot is near to where its data node has it, as far as it can tell. */
    static boolean isPlaceRight(long node, int slot) {
        long child = childWithPlace(node, slot);
        if (InnerNodeLayout.bare(child) == child) {
            return true;
        }
        long dataNode = InnerNodeLayout.dataNode(child);
        if (!InnerNodeLayout.hasPlace(child)) {
            return InnerNodeLayout.isData(child)
                    && !RunNodes.isRun(dataNode)
                    && DataNode.hasKnots(dataNode)
                    && InnerNodeLayout.knotCount(child)
                            == DataNode.capacity(dataNode) >>> DataNodeLayout.KNOT_SHIFT;
        }
        if (!InnerNodeLayout.isData(child)
                || RunNodes.isRun(dataNode)
                || isForMore(node, slot, dataNode)) {
            return false;
        }
        if (DataNode.hasKnots(dataNode)) {
            int end = InnerNodeLayout.start(child) + InnerNodeLayout.span(child);
            return InnerNodeLayout.start(child) >= 0 && end < DataNode.capacity(dataNode);
        }
        long exact = placed(node, slot, InnerNodeLayout.bare(child));
        return !InnerNodeLayout.hasPlace(exact)
                || Math.abs(InnerNodeLayout.start(exact) - InnerNodeLayout.start(child))
                                <= PLACE_ERROR_MAX
                        && Math.abs(InnerNodeLayout.span(exact) - InnerNodeLayout.span(child))
                                <= PLACE_ERROR_MAX;
    }

    /** A node without children yet; at least {@code slots} slots, more if the block has room. */
    long create(int slots, int count, long base, int shift) {
        int bytes = InnerNodeLayout.bytes(slots);
        long node = store.allocate(BlockKind.INNER_NODE, bytes);
        int blockBytes = (int) BlockAllocator.blockBytes(bytes);
        ProcessMemory.putInt(node + COUNT, count);
        ProcessMemory.putInt(node + CAPACITY, (blockBytes - InnerNodeLayout.CHILDREN) >>> 3);
        ProcessMemory.putLong(node + BASE, base);
        ProcessMemory.putInt(node + SHIFT, shift);
        ProcessMemory.putInt(node + BLOCK_BYTES, blockBytes);
        return node;
    }

    /**
     * A node around one boundary: slots below it lead to {@code left}, the others to {@code right}.
     */
    long createAround(long boundary, long left, long right, int shiftWanted) {
        int shift = Math.max(1, Math.min(Long.numberOfTrailingZeros(boundary), shiftWanted));
        long boundarySlot = boundary >>> shift;
        long base = Math.max(0, boundarySlot - SLOTS_NEW / 2);
        long slotLast = -1L >>> shift;
        int count = (int) Math.min(SLOTS_NEW - 1, slotLast - base) + 1;
        long node = create(SLOTS_NEW, count, base, shift);
        int split = (int) (boundarySlot - base);
        setSlots(node, 0, split - 1, left);
        setSlots(node, split, count - 1, right);
        return node;
    }

    /**
     * A copy with room for more slots on the left, the right, or both; the new ones are not filled.
     */
    long createWider(long node, int slotsLeft, int countNew, int slotsWanted) {
        long wider = create(slotsWanted, countNew, base(node) - slotsLeft, shift(node));
        store.work().childrenWritten(count(node));
        ProcessMemory.copy(
                childOffset(node, 0), childOffset(wider, slotsLeft), (long) count(node) << 3);
        return wider;
    }

    /** A copy in which each slot became 2^bits slots. */
    long createFiner(long node, int bits) {
        int count = count(node) << bits;
        long finer = create(count, count, base(node) << bits, shift(node) - bits);
        store.work().childrenWritten(count);
        for (int i = 0; i < count; i++) {
            long child = childWithPlace(node, i >>> bits);
            ProcessMemory.putLong(
                    childOffset(finer, i),
                    InnerNodeLayout.childOfPart(child, i & (1 << bits) - 1, bits));
        }
        return finer;
    }

    /**
     * An inner node whose slots are 2^bits of a node's each, over new ones that have those. A part
     * begins where a child does; a part that is one child is that child itself.
     */
    long createLevel(long node, int bits) {
        int count = count(node);
        long base = base(node);
        long baseUpper = base >>> bits;
        int slots = (int) ((base + count - 1 >>> bits) - baseUpper) + 1;
        long upper = create(slots, slots, baseUpper, shift(node) + bits);
        int slot = 0;
        for (int from = 0; from < count; ) {
            int to = partEnd(node, from, bits);
            int end = to == count ? slots : (int) ((base + to >>> bits) - baseUpper);
            setSlots(upper, slot, end - 1, part(node, from, to));
            slot = end;
            from = to;
        }
        return upper;
    }

    /** The slots of the part that {@link #createLevel} would put a slot in. */
    static int partSlots(long node, int slot, int bits) {
        int from = 0;
        int to = partEnd(node, from, bits);
        while (to <= slot) {
            from = to;
            to = partEnd(node, from, bits);
        }
        return to - from;
    }

    /** The slot behind the part that begins at one. */
    private static int partEnd(long node, int from, int bits) {
        int count = count(node);
        int width = 1 << bits;
        int end = from + width - (int) (base(node) + from & width - 1);
        while (end < count && child(node, end) == child(node, end - 1)) {
            end += width;
        }
        return Math.min(end, count);
    }

    private long part(long node, int from, int to) {
        if (runEnd(node, from) >= to - 1) {
            return child(node, from);
        }
        int count = to - from;
        long part = create(count, count, base(node) + from, shift(node));
        store.work().childrenWritten(count);
        ProcessMemory.copy(childOffset(node, from), childOffset(part, 0), (long) count << 3);
        return part;
    }

    void retire(long node) {
        store.retire(BlockKind.INNER_NODE, node, blockBytes(node));
    }
}
