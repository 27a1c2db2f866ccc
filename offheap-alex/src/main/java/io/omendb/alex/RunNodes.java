package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;

/**
 * Data nodes without entries: payloads that ascend by ones, and whose keys, which {@link RowKeys}
 * has, ascend with them. What is left is the model ({@link RunLayout}): a line that is off by at
 * most {@link #ERROR_MAX}, see {@link RunFitter}, or the key of every 64th payload.
 *
 * <p>A run loses payloads at its ends in place, bracketed as changes of {@link DataNode} are; any
 * other change makes a new one.
 *
 * <p>Where the key of a payload changes, the run was replaced before, and marked so. A reader that
 * sees the changed key sees the mark when it looks at the version afterwards: both sides have a
 * fence in between, as with the entries of {@link DataNode}.
 */
final class RunNodes {

    /** How far a key's index is from the prediction. */
    static final int ERROR_MAX = 64;

    /** A run of more would have indexes near the end of what an int can count. */
    private static final int COUNT_MAX = 1 << 30;

    /** Keys of one line of a column. */
    private static final int FIRST_STEP = 8;

    /** Payloads from one knot to the next: 2^6. */
    private static final int KNOT_SHIFT = DataNodeLayout.KNOT_SHIFT;

    private RunNodes() {}

    static boolean isRun(long node) {
        return DataNode.capacity(node) == 0;
    }

    static int count(long node) {
        return DataNode.limit(node);
    }

    static long payload(long node, int index) {
        return ProcessMemory.getLong(node + RunLayout.FIRST_PAYLOAD) + index;
    }

    static long anchor(long node) {
        return ProcessMemory.getLong(node + DataNodeLayout.ANCHOR);
    }

    static double slope(long node) {
        return ProcessMemory.getDouble(node + DataNodeLayout.SLOPE);
    }

    static double intercept(long node) {
        return ProcessMemory.getDouble(node + DataNodeLayout.INTERCEPT);
    }

    static int knotCount(long node) {
        return ProcessMemory.getInt(node + RunLayout.KNOT_COUNT);
    }

    static int bytes(long node) {
        return RunLayout.bytes(knotCount(node));
    }

    private static long knot(long node, int knot) {
        return ProcessMemory.getLong(RunLayout.knotOffset(node, knot));
    }

    /** How many payloads left the front of a run with knots. */
    private static int goneBefore(long node) {
        return (int) -intercept(node);
    }

    private static int knotsFor(int indexes) {
        return (indexes + (1 << KNOT_SHIFT) - 1) >>> KNOT_SHIFT;
    }

    /** Makes one of the first entries of an image, with the model that was found for them. */
    static long create(
            NodeStore store, RunFitter model, NodeImage source, int count, long low, long high) {
        int knots = model.isByKnots() ? knotsFor(count) : 0;
        long node =
                create(
                        store,
                        model.anchor(),
                        model.slope(),
                        model.intercept(),
                        source.words[0],
                        count,
                        knots,
                        low,
                        high);
        for (int i = 0; i < knots; i++) {
            ProcessMemory.putLong(RunLayout.knotOffset(node, i), source.keys[i << KNOT_SHIFT]);
        }
        return node;
    }

    /** The first {@code count} of a run. */
    static long front(NodeStore store, long run, int count, long high) {
        int knots = knotCount(run) == 0 ? 0 : knotsFor(goneBefore(run) + count);
        long front =
                create(
                        store,
                        anchor(run),
                        slope(run),
                        intercept(run),
                        payload(run, 0),
                        count,
                        knots,
                        DataNode.low(run),
                        high);
        copyKnots(run, 0, front);
        return front;
    }

    /** What is behind the first {@code count} of a run. */
    static long back(NodeStore store, long run, int count, long low) {
        int knotsBefore = knotCount(run) == 0 ? 0 : goneBefore(run) + count >>> KNOT_SHIFT;
        long back =
                create(
                        store,
                        anchor(run),
                        slope(run),
                        intercept(run) - count + (knotsBefore << KNOT_SHIFT),
                        payload(run, count),
                        count(run) - count,
                        knotCount(run) - knotsBefore,
                        low,
                        DataNode.high(run));
        copyKnots(run, knotsBefore, back);
        return back;
    }

    private static void copyKnots(long from, int first, long to) {
        ProcessMemory.copy(
                RunLayout.knotOffset(from, first),
                RunLayout.knotOffset(to, 0),
                (long) knotCount(to) << 3);
    }

    /** Whether a run has the payloads behind another's, and the same line. */
    static boolean goesOn(long before, long run) {
        int count = count(before);
        return knotCount(before) == 0
                && knotCount(run) == 0
                && payload(before, count) == payload(run, 0)
                && anchor(before) == anchor(run)
                && slope(before) == slope(run)
                && intercept(before) - count == intercept(run)
                && count <= COUNT_MAX - count(run);
    }

    /** The two as one. */
    static long join(NodeStore store, long before, long run) {
        return create(
                store,
                anchor(before),
                slope(before),
                intercept(before),
                payload(before, 0),
                count(before) + count(run),
                0,
                DataNode.low(before),
                DataNode.high(run));
    }

    private static long create(
            NodeStore store,
            long anchor,
            double slope,
            double intercept,
            long firstPayload,
            int count,
            int knots,
            long low,
            long high) {
        long node = store.allocateRun(count, knots);
        ProcessMemory.putLong(node + DataNodeLayout.VERSION, 0);
        ProcessMemory.putLong(node + DataNodeLayout.RANGE, DataNodeLayout.range(0, count));
        ProcessMemory.putLong(node + DataNodeLayout.ANCHOR, anchor);
        ProcessMemory.putDouble(node + DataNodeLayout.SLOPE, slope);
        ProcessMemory.putDouble(node + DataNodeLayout.INTERCEPT, intercept);
        ProcessMemory.putInt(node + DataNodeLayout.CAPACITY, 0);
        ProcessMemory.putInt(node + DataNodeLayout.LIST_COUNT, 0);
        ProcessMemory.putLong(node + DataNodeLayout.LOW, low);
        ProcessMemory.putLong(node + DataNodeLayout.HIGH, high);
        ProcessMemory.putLong(node + RunLayout.FIRST_PAYLOAD, firstPayload);
        ProcessMemory.putInt(node + RunLayout.KNOT_COUNT, knots);
        return node;
    }

    /** Whether each knot of a payload that is there has its key. */
    static boolean areKnotsRight(long node, RowKeys.Reader keys) {
        int gone = knotCount(node) == 0 ? 0 : goneBefore(node);
        for (int i = 0; i < knotCount(node); i++) {
            int index = (i << KNOT_SHIFT) - gone;
            if (index >= 0
                    && index < count(node)
                    && knot(node, i) != keys.key(payload(node, index))) {
                return false;
            }
        }
        return true;
    }

    /** Where the model has a key; it may be outside the run. */
    private static int predict(long node, long key) {
        int knots = knotCount(node);
        if (knots == 0) {
            return NodeSearch.predict(node, key);
        }
        int at = 0;
        for (int left = knots; left > 1; ) {
            int half = left >>> 1;
            at = knot(node, at + half) <= key ? at + half : at;
            left -= half;
        }
        int index = (at << KNOT_SHIFT) - goneBefore(node);
        long from = knot(node, at);
        return at == knots - 1 || key < from
                ? index
                : index + NodeSearch.share(key, from, knot(node, at + 1), 1 << KNOT_SHIFT);
    }

    /** Whether a payload is the first or the last, which {@link #removeEnd} takes out. */
    static boolean isEnd(long node, int index) {
        return index == 0 || index == count(node) - 1;
    }

    /** Takes out the first payload or the last one, in place. */
    static void removeEnd(long node, int index) {
        int count = count(node) - 1;
        DataNode.begin(node);
        if (index == 0) {
            ProcessMemory.putLong(node + RunLayout.FIRST_PAYLOAD, payload(node, 1));
            ProcessMemory.putDouble(node + DataNodeLayout.INTERCEPT, intercept(node) - 1);
        }
        ProcessMemory.putLongOpaque(node + DataNodeLayout.RANGE, DataNodeLayout.range(0, count));
        DataNode.end(node);
    }

    /**
     * The index of the greatest key not above {@code key}, or -1. A reader may call it beside the
     * writer, as it may {@link NodeSearch#floor(long, long)}.
     */
    static int floor(long node, RowKeys.Reader keys, long key) {
        int count = count(node);
        if (count == 0) {
            return -1;
        }
        long first = payload(node, 0);
        int at = Math.max(0, Math.min(predict(node, key), count - 1));
        int low;
        int high;
        int step = FIRST_STEP;
        if (keys.key(first + at) <= key) {
            low = at;
            high = at + step;
            while (high < count && keys.key(first + high) <= key) {
                low = high;
                step <<= 1;
                high = low + step;
            }
            high = Math.min(high, count);
        } else {
            high = at;
            low = at - step;
            while (low >= 0 && keys.key(first + low) > key) {
                high = low;
                step <<= 1;
                low = high - step;
            }
            low = Math.max(low, -1);
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (keys.key(first + middle) <= key) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
