package io.omendb.alex;

import io.omendb.offheap.MemoryExhaustedException;
import java.util.Arrays;

/**
 * Builds the inner nodes over data nodes that are all known, from the top down: each gets the slots
 * that serve those below it best. It is the paper's fan-out tree for inner nodes whose slopes are
 * powers of two: which width of slots to take, and from which boundary to which, is all there is to
 * choose.
 *
 * <p>Boundaries that are multiples of the width part the data nodes into groups; before the first
 * and from the last on is one group each. A group of one is a child itself, a larger one gets an
 * inner node of its own, below. Finer slots make more children direct, and the node larger. Thread:
 * writer.
 *
 * <p>An insert later on writes all slots of a child anew at most, so a child has no more slots than
 * a node that an insert makes; the node may have some times as many.
 */
final class FanOutTree {

    /** A level more costs a lookup about what so many slots for a child cost it. */
    private static final int SLOTS_PER_LEVEL = 16;

    /** And so many again for each doubling of what is below: it may need as many levels. */
    private static final int SLOTS_PER_DOUBLING = 4;

    private final NodeStore store;
    private final InnerNodes innerNodes;

    /** The least key of each data node, unsigned. */
    private long[] boundaries = new long[64];

    private long[] dataNodes = new long[64];
    private int count;
    private long[] made = new long[16];
    private int madeCount;

    /** The boundaries that are multiples of the width looked at, and what is between them costs. */
    private int[] aligned = new int[64];

    private long[] costBefore = new long[64];
    private long leastCost;
    private int bestShift;
    private int bestFirst;
    private int bestLast;

    FanOutTree(NodeStore store) {
        this.store = store;
        this.innerNodes = new InnerNodes(store);
    }

    /** Adds a data node whose keys are above those of all others. */
    void add(long dataNode) {
        if (count == dataNodes.length) {
            boundaries = Arrays.copyOf(boundaries, 2 * count);
            dataNodes = Arrays.copyOf(dataNodes, 2 * count);
        }
        boundaries[count] = InnerNodeLayout.unsigned(DataNode.low(dataNode));
        dataNodes[count++] = dataNode;
    }

    int count() {
        return count;
    }

    /** The data node added last. */
    long last() {
        return dataNodes[count - 1];
    }

    /** Takes the data node back that was added last. */
    long removeLast() {
        return dataNodes[--count];
    }

    /**
     * Makes the inner nodes.
     *
     * @return the child that a root cell is to lead to
     * @throws MemoryExhaustedException if memory runs out; there are no inner nodes then
     */
    long build() {
        madeCount = 0;
        try {
            return build(0, count);
        } catch (MemoryExhaustedException e) {
            for (int i = 0; i < madeCount; i++) {
                store.free(BlockKind.INNER_NODE, made[i], InnerNodes.blockBytes(made[i]));
            }
            throw e;
        }
    }

    private long build(int from, int to) {
        if (to - from == 1) {
            return InnerNodeLayout.dataChild(dataNodes[from]);
        }
        choose(from, to);
        int shift = bestShift;
        int first = bestFirst;
        int last = bestLast;
        long base = (boundaries[first] >>> shift) - 1;
        int slots = (int) slots(first, last, shift);
        long node = create(slots, base, shift);
        int slot = 0;
        for (int group = from; group < to; ) {
            int next = group == last ? to : nextAligned(Math.max(group + 1, first), shift);
            int end = next == to ? slots : (int) ((boundaries[next] >>> shift) - base);
            innerNodes.setSlots(node, slot, end - 1, build(group, next));
            slot = end;
            group = next;
        }
        return node;
    }

    private long create(int slots, long base, int shift) {
        long node = innerNodes.create(slots, slots, base, shift);
        store.settle();
        if (madeCount == made.length) {
            made = Arrays.copyOf(made, 2 * madeCount);
        }
        made[madeCount++] = node;
        return node;
    }

    /** The first boundary from {@code index} on that is a multiple of the width: there is one. */
    private int nextAligned(int index, int shift) {
        int i = index;
        while (Long.numberOfTrailingZeros(boundaries[i]) < shift) {
            i++;
        }
        return i;
    }

    /** The slots of a node whose first and last boundaries are these. */
    private long slots(int first, int last, int shift) {
        return (boundaries[last] >>> shift) - (boundaries[first] >>> shift) + 2;
    }

    /** Chooses the width of slots, and the first and last boundary, that cost least. */
    private void choose(int from, int to) {
        leastCost = Long.MAX_VALUE;
        int alignedCount = to - from - 1;
        if (aligned.length < alignedCount) {
            aligned = new int[alignedCount];
            costBefore = new long[alignedCount];
        }
        for (int i = 0; i < alignedCount; i++) {
            aligned[i] = from + 1 + i;
        }
        while (alignedCount > 0) {
            int shift = Long.SIZE;
            for (int i = 0; i < alignedCount; i++) {
                shift = Math.min(shift, Long.numberOfTrailingZeros(boundaries[aligned[i]]));
            }
            chooseEnds(from, to, alignedCount, shift);
            int coarser = 0;
            for (int i = 0; i < alignedCount; i++) {
                if (Long.numberOfTrailingZeros(boundaries[aligned[i]]) > shift) {
                    aligned[coarser++] = aligned[i];
                }
            }
            alignedCount = coarser;
        }
    }

    /** Tries nodes of about each power of two of slots, anywhere over the boundaries. */
    private void chooseEnds(int from, int to, int alignedCount, int shift) {
        costBefore[0] = 0;
        for (int i = 1; i < alignedCount; i++) {
            costBefore[i] = costBefore[i - 1] + costBelow(aligned[i] - aligned[i - 1]);
        }
        int childMax = store.options().fanoutMax();
        int fanoutMax = store.options().fanoutAloneMax();
        for (int slotsMax = 2; ; slotsMax = Math.min(2 * slotsMax, fanoutMax)) {
            int last = 0;
            boolean isWhole = false;
            for (int first = 0; first < alignedCount; first++) {
                last = Math.max(first, last);
                while (last + 1 < alignedCount
                        && slots(aligned[first], aligned[last + 1], shift) <= slotsMax
                        && slots(aligned[last], aligned[last + 1], shift) <= childMax) {
                    last++;
                }
                isWhole |= last - first == alignedCount - 1;
                long cost =
                        slots(aligned[first], aligned[last], shift)
                                + costBelow(aligned[first] - from)
                                + (costBefore[last] - costBefore[first])
                                + costBelow(to - aligned[last]);
                if (cost < leastCost) {
                    leastCost = cost;
                    bestShift = shift;
                    bestFirst = aligned[first];
                    bestLast = aligned[last];
                }
            }
            if (isWhole || slotsMax == fanoutMax) {
                return;
            }
        }
    }

    /** What the levels below are likely to cost for a slot's data nodes, in slots. */
    private static long costBelow(int dataNodes) {
        int log = Integer.SIZE - Integer.numberOfLeadingZeros(dataNodes - 1);
        return dataNodes == 1 ? 0 : (long) dataNodes * (SLOTS_PER_LEVEL + SLOTS_PER_DOUBLING * log);
    }

    /** Forgets all data nodes: they are the tree's. */
    void clear() {
        count = 0;
    }
}
