package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;

/**
 * Data nodes without entries: payloads that ascend by ones, and whose keys, which {@link RowKeys}
 * has, ascend with them. What is left is the model ({@link RunLayout}), which is off by at most
 * {@link #ERROR_MAX}, see {@link RunFitter}.
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

    /** Makes one of payloads whose keys a line was found for. */
    static long create(
            NodeStore store, RunFitter line, long firstPayload, int count, long low, long high) {
        return create(
                store,
                line.anchor(),
                line.slope(),
                line.intercept(),
                firstPayload,
                count,
                low,
                high);
    }

    /** The first {@code count} of a run. */
    static long front(NodeStore store, long run, int count, long high) {
        return create(
                store,
                anchor(run),
                slope(run),
                intercept(run),
                payload(run, 0),
                count,
                DataNode.low(run),
                high);
    }

    /** What is behind the first {@code count} of a run. */
    static long back(NodeStore store, long run, int count, long low) {
        return create(
                store,
                anchor(run),
                slope(run),
                intercept(run) - count,
                payload(run, count),
                count(run) - count,
                low,
                DataNode.high(run));
    }

    /** Whether a run has the payloads behind another's, and the same line. */
    static boolean goesOn(long before, long run) {
        int count = count(before);
        return payload(before, count) == payload(run, 0)
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
            long low,
            long high) {
        long node = store.allocateRun(count);
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
        return node;
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
        int at = Math.max(0, Math.min(NodeSearch.predict(node, key), count - 1));
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
