package io.omendb.alex;

import io.omendb.offheap.MemoryExhaustedException;
import java.util.Arrays;

/**
 * Builds the inner nodes over data nodes that are all known, from the top down: each gets the width
 * of slots that serves those below it best. It is the paper's fan-out tree for inner nodes whose
 * slopes are powers of two: which width to take is all there is to choose.
 *
 * <p>At a width, boundaries that are multiples of it part the data nodes into groups. A group of
 * one is a child itself, a larger one gets an inner node of its own, below. Finer slots make more
 * children direct, and the node larger. Thread: writer.
 */
final class FanOutTree {

    /** A level more costs a lookup about what so many slots for a child cost it. */
    private static final int SLOTS_PER_LEVEL = 16;

    private final NodeStore store;
    private final InnerNodes innerNodes;

    /** The least key of each data node, unsigned. */
    private long[] boundaries = new long[64];

    private long[] dataNodes = new long[64];
    private int count;
    private long[] made = new long[16];
    private int madeCount;

    // What was last measured: children that are data nodes, data nodes in the largest group, slots.
    private int direct;
    private int largest;
    private long slots;

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
        int shift = bestShift(from, to);
        if (shift == 0) {
            return halve(from, to);
        }
        int first = nextAligned(from + 1, to, shift);
        int last = first;
        for (int i = first; i < to; i = nextAligned(i + 1, to, shift)) {
            last = i;
        }
        long base = (boundaries[first] >>> shift) - 1;
        int slots = (int) ((boundaries[last] >>> shift) - base) + 1;
        long node = create(slots, base, shift);
        int slot = 0;
        for (int group = from; group < to; ) {
            int next = nextAligned(group + 1, to, shift);
            int end = next == to ? slots : (int) ((boundaries[next] >>> shift) - base);
            innerNodes.setSlots(node, slot, end - 1, build(group, next));
            slot = end;
            group = next;
        }
        return node;
    }

    /** Where no width serves: the two sides of the boundary in the middle. */
    private long halve(int from, int to) {
        int middle = (from + to) >>> 1;
        int shift = Long.numberOfTrailingZeros(boundaries[middle]);
        long node = create(2, (boundaries[middle] >>> shift) - 1, shift);
        innerNodes.setSlots(node, 0, 0, build(from, middle));
        innerNodes.setSlots(node, 1, 1, build(middle, to));
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

    /** The first boundary from {@code index} on that is a multiple of the width; or {@code to}. */
    private int nextAligned(int index, int to, int shift) {
        int i = index;
        while (i < to && Long.numberOfTrailingZeros(boundaries[i]) < shift) {
            i++;
        }
        return i;
    }

    /** The width of slots that costs least; 0 if each is too fine for a node. */
    private int bestShift(int from, int to) {
        int coarsest = 0;
        for (int i = from + 1; i < to; i++) {
            coarsest = Math.max(coarsest, Long.numberOfTrailingZeros(boundaries[i]));
        }
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int shift = coarsest; shift > 0; shift--) {
            measure(from, to, shift);
            if (slots > store.options().fanoutMax()) {
                break;
            }
            long cost = slots + (long) SLOTS_PER_LEVEL * (to - from - direct);
            if (cost < least) {
                least = cost;
                best = shift;
            }
        }
        return best == 0 ? 0 : finerThanAChain(from, to, best);
    }

    /**
     * Where gaps grow as keys do, each width leaves nearly all data nodes in one group, of which
     * the next level does the same. There a level has more slots, as long as each doubling makes a
     * child more direct.
     */
    private int finerThanAChain(int from, int to, int best) {
        measure(from, to, best);
        int shift = best;
        int directBefore = direct;
        while (shift > 1 && largest > (to - from) / 4 * 3) {
            measure(from, to, shift - 1);
            if (direct <= directBefore || slots > store.options().fanoutMax() / 2) {
                break;
            }
            directBefore = direct;
            shift--;
        }
        return shift;
    }

    /** What a width of slots would make of some data nodes. */
    private void measure(int from, int to, int shift) {
        int first = nextAligned(from + 1, to, shift);
        int last = from;
        direct = 0;
        largest = 0;
        for (int i = first; i < to; i = nextAligned(i + 1, to, shift)) {
            direct += i - last == 1 ? 1 : 0;
            largest = Math.max(largest, i - last);
            last = i;
        }
        direct += to - last == 1 ? 1 : 0;
        largest = Math.max(largest, to - last);
        slots = (boundaries[last] >>> shift) - (boundaries[first] >>> shift) + 2;
    }

    /** Forgets all data nodes: they are the tree's. */
    void clear() {
        count = 0;
    }
}
