package io.omendb.alex;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;

/**
 * Builds data nodes aside: fits the model by least squares and places the entries where it predicts
 * them. Thread: writer.
 */
final class DataNodeBuilder {

    /** Where the gaps of a new node are. */
    enum Gaps {
        /** Between the entries: as the model has it, but nowhere far from even. */
        SPREAD,
        /** What the block has too many, after the last entry: nobody is expected there. */
        NONE,
        /** After the last entry: keys arrive in ascending order. */
        RIGHT,
        /** Before the first entry: keys arrive in descending order. */
        LEFT
    }

    /**
     * How far from its rank's share of the slots an entry may lie. Where the model is wrong,
     * entries would lie dense and each insert among them would move many; so it is the search that
     * pays for a wrong model, with the logarithm.
     */
    private static final int UNEVEN_MAX = 64;

    /** More gaps than these are seldom in front of an entry. */
    private static final int FILLED_AT_ONCE = 3;

    private static final double LN_2 = Math.log(2);

    /**
     * Entries that a model is fitted to. The keys between two of them lie between the two, so the
     * model is wrong about them by as many slots more as there are.
     */
    private static final int SAMPLE_MIN = 256;

    private final NodeStore store;
    private double slope;
    private double intercept;

    DataNodeBuilder(NodeStore store) {
        this.store = store;
    }

    /** The capacity of a node with at least so many slots, within the limit; it fills its block. */
    int capacityFor(int slotsWanted) {
        int slotsMax = store.options().leafSlotsMax();
        int slots =
                Math.min(slotsMax, Math.max(DataNodeLayout.SLOTS_MIN, (slotsWanted + 63) & -64));
        int filled =
                DataNodeLayout.capacityIn(BlockAllocator.blockBytes(DataNodeLayout.bytes(slots)));
        return Math.min(slotsMax, filled);
    }

    /** Builds a node of entries [from, to) of an image, for keys in [low, high]. */
    long build(NodeImage image, int from, int to, int capacity, Gaps gaps, long low, long high) {
        int count = to - from;
        assert count <= capacity;
        long node = store.allocateDataNode(capacity, count);
        ProcessMemory.fill(node, DataNodeLayout.headBytes(), (byte) 0);
        ProcessMemory.fill(
                node - DataNodeLayout.frontBytes(capacity),
                DataNodeLayout.frontBytes(capacity),
                (byte) 0);
        ProcessMemory.putInt(node + DataNodeLayout.CAPACITY, capacity);
        ProcessMemory.putInt(node + DataNodeLayout.COUNT, count);
        ProcessMemory.putInt(node + DataNodeLayout.BUILT_COUNT, count);
        ProcessMemory.putLong(node + DataNodeLayout.LOW, low);
        ProcessMemory.putLong(node + DataNodeLayout.HIGH, high);
        store.work().entriesCopied(count);
        if (count == 0) {
            tieKnots(node, capacity);
            return node;
        }
        double steps = searchSteps(image, from, to, (double) count / capacity);
        boolean byKnots = slope == 0 || steps >= CostModel.KNOTS_STEPS;
        switch (gaps) {
            case SPREAD -> {}
            case NONE -> scale((double) count / capacity);
            case RIGHT -> {
                scale((double) count / capacity);
                DataNode.expectAtTail(node);
            }
            case LEFT -> {
                scale((double) count / capacity);
                intercept += capacity - count;
                DataNode.expectAtHead(node);
            }
        }
        ProcessMemory.putLong(node + DataNodeLayout.ANCHOR, image.keys[from]);
        ProcessMemory.putDouble(node + DataNodeLayout.SLOPE, byKnots ? 0 : slope);
        ProcessMemory.putDouble(node + DataNodeLayout.INTERCEPT, intercept);
        if (gaps == Gaps.SPREAD) {
            placeAsPredicted(node, image, from, to, capacity, byKnots ? 0 : UNEVEN_MAX);
        } else {
            placeDense(node, image, from, to, capacity, gaps == Gaps.LEFT ? capacity - count : 0);
        }
        if (byKnots) {
            tieKnots(node, capacity);
        }
        return node;
    }

    /** Takes the keys of every 64th slot for knots. */
    private static void tieKnots(long node, int capacity) {
        long knots = DataNodeLayout.knots(node, capacity);
        long blocks = DataNodeLayout.blocks(node);
        int first = DataNode.first(node);
        int limit = DataNode.limit(node);
        for (int i = 0; i < DataNodeLayout.knotPlaces(capacity); i++) {
            int slot = i << DataNodeLayout.KNOT_SHIFT;
            long key = slot < first ? Long.MIN_VALUE : Long.MAX_VALUE;
            ProcessMemory.putLong(
                    knots + ((long) i << 3),
                    slot < first || slot >= limit ? key : DataNodeLayout.key(blocks, slot));
        }
    }

    /**
     * The steps of a search, on average, in a node of some of an image's entries: the binary
     * logarithm of how far they lie from where a line has them. Where that is little, nothing. The
     * line is that of a node with spread entries.
     *
     * @param density of the node
     */
    double searchSteps(NodeImage image, int from, int to, double density) {
        int stride = Math.max(1, (to - from) / SAMPLE_MIN);
        fit(image.keys, from, to, stride);
        scale(1 / density);
        long anchor = image.keys[from];
        double errors = 0;
        int count = 0;
        for (int i = from; i < to; i += stride) {
            count++;
            double predicted = intercept + slope * NodeSearch.distance(image.keys[i], anchor);
            double off = Math.abs(predicted - (i - from) / density);
            errors += Math.max(0, off - UNEVEN_MAX);
        }
        return Math.log1p(errors / count) / LN_2;
    }

    private void scale(double factor) {
        slope *= factor;
        intercept *= factor;
    }

    /** Least squares of the rank on the distance from the first key. */
    private void fit(long[] keys, int from, int to, int stride) {
        int count = 0;
        long anchor = keys[from];
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        for (int i = from; i < to; i += stride) {
            double x = NodeSearch.distance(keys[i], anchor);
            double y = i - from;
            count++;
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumXy += x * y;
        }
        double spread = count * sumXx - sumX * sumX;
        slope = (count * sumXy - sumX * sumY) / spread;
        intercept = (sumY - slope * sumX) / count;
        // Rounding can spoil the quotient where one key is far from all others: then a line through
        // the ends.
        if (!(spread > 0)
                || !(slope > 0)
                || Double.isInfinite(slope)
                || !Double.isFinite(intercept)) {
            slope =
                    to - from == 1
                            ? 0
                            : (to - from - 1) / NodeSearch.distance(keys[to - 1], anchor);
            intercept = 0;
        }
    }

    private void placeAsPredicted(
            long node, NodeImage image, int from, int to, int capacity, int unevenMax) {
        long blocks = DataNodeLayout.blocks(node);
        long presence = DataNodeLayout.presence(node);
        long anchor = image.keys[from];
        double slotsPerEntry = (double) capacity / (to - from);
        int slot = -1;
        int first = -1;
        int word = 0;
        long bits = 0;
        for (int i = from; i < to; i++) {
            long key = image.keys[i];
            int even = (int) ((i - from) * slotsPerEntry);
            int predicted = (int) (intercept + slope * NodeSearch.distance(key, anchor));
            int wanted = Math.max(even - unevenMax, Math.min(predicted, even + unevenMax));
            int at = Math.max(slot + 1, Math.min(wanted, capacity - (to - i)));
            if (first < 0) {
                first = at;
                slot = at - 1;
            }
            fill(blocks, slot + 1, at, capacity, key);
            DataNodeLayout.putWordBeforeNext(blocks, at, image.words[i]);
            if (at >>> 6 != word) {
                ProcessMemory.putLong(DataNodeLayout.bitsOffset(presence, word << 6), bits);
                word = at >>> 6;
                bits = 0;
            }
            bits |= 1L << at;
            if (image.isList(i)) {
                putList(node, capacity, at);
            }
            slot = at;
        }
        ProcessMemory.putLong(DataNodeLayout.bitsOffset(presence, word << 6), bits);
        ProcessMemory.putLong(node + DataNodeLayout.RANGE, DataNodeLayout.range(first, slot + 1));
    }

    /**
     * Puts a key into the slots from one to another, and perhaps into some behind, which hold
     * nothing yet. How many slots there are is nothing that a processor could guess, so the first
     * are written whatever it is.
     */
    private static void fill(long blocks, int from, int to, int capacity, long key) {
        int next = from;
        if (from + FILLED_AT_ONCE <= capacity) {
            for (int i = 0; i < FILLED_AT_ONCE; i++) {
                DataNodeLayout.putKey(blocks, from + i, key);
            }
            next += FILLED_AT_ONCE;
        }
        for (; next <= to; next++) {
            DataNodeLayout.putKey(blocks, next, key);
        }
    }

    private void placeDense(long node, NodeImage image, int from, int to, int capacity, int first) {
        long blocks = DataNodeLayout.blocks(node);
        long presence = DataNodeLayout.presence(node);
        for (int i = from; i < to; i++) {
            int at = first + i - from;
            DataNodeLayout.putKey(blocks, at, image.keys[i]);
            DataNodeLayout.putWord(blocks, at, image.words[i]);
            DataNode.setBit(presence, at);
            if (image.isList(i)) {
                putList(node, capacity, at);
            }
        }
        ProcessMemory.putLong(
                node + DataNodeLayout.RANGE, DataNodeLayout.range(first, first + to - from));
    }

    private static void putList(long node, int capacity, int slot) {
        DataNode.setBit(DataNodeLayout.lists(node, capacity), slot);
        int lists = ProcessMemory.getInt(node + DataNodeLayout.LIST_COUNT);
        ProcessMemory.putInt(node + DataNodeLayout.LIST_COUNT, lists + 1);
    }
}
