package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;

/**
 * Finds a key's place in a data node: the model's prediction, doubling steps away from it, halving
 * back.
 */
final class NodeSearch {

    /**
     * One block of keys, one cache line: a first step less than that would cost a branch and save
     * nothing.
     */
    private static final int FIRST_STEP = 8;

    private NodeSearch() {}

    /**
     * The difference of two keys as a number, for {@code key >= anchor}, exact up to 2^53 and
     * monotone beyond.
     */
    static double distance(long key, long anchor) {
        long difference = key - anchor;
        return difference >= 0 ? difference : 2.0 * (double) (difference >>> 1 | difference & 1);
    }

    static int predict(long node, long key) {
        long anchor = ProcessMemory.getLong(node + DataNodeLayout.ANCHOR);
        if (key < anchor) {
            return 0;
        }
        return (int)
                (ProcessMemory.getDouble(node + DataNodeLayout.INTERCEPT)
                        + ProcessMemory.getDouble(node + DataNodeLayout.SLOPE)
                                * distance(key, anchor));
    }

    /**
     * The slot of the entry with the greatest key not above {@code key}, or -1.
     *
     * <p>A reader may call it beside the writer: first, limit and capacity are consistent at any
     * moment, so it ends and stays inside the node; whether the answer counts, the node's version
     * says.
     */
    static int floor(long node, long key) {
        long range = ProcessMemory.getLongOpaque(node + DataNodeLayout.RANGE);
        int first = DataNodeLayout.first(range);
        int limit = DataNodeLayout.limit(range);
        if (first == limit) {
            return -1;
        }
        long blocks =
                DataNodeLayout.blocks(node, ProcessMemory.getInt(node + DataNodeLayout.CAPACITY));
        int at = Math.max(first, Math.min(predict(node, key), limit - 1));
        int low;
        int high;
        int step = FIRST_STEP;
        if (keyAt(blocks, at) <= key) {
            low = at;
            high = at + step;
            while (high < limit && keyAt(blocks, high) <= key) {
                low = high;
                step <<= 1;
                high = low + step;
            }
            high = Math.min(high, limit);
        } else {
            high = at;
            low = at - step;
            while (low >= first && keyAt(blocks, low) > key) {
                high = low;
                step <<= 1;
                low = high - step;
            }
            low = Math.max(low, first - 1);
        }
        // The slot is in [low, high); low may be the place before the first.
        int count = high - low;
        while (count > 1) {
            int half = count >>> 1;
            low = keyAt(blocks, low + half) <= key ? low + half : low;
            count -= half;
        }
        return low < first ? -1 : low;
    }

    /**
     * Loads the key and the word where the model has the key, so that both lines are in the cache
     * for what follows.
     */
    static long touchPredicted(long node, long key) {
        int capacity = ProcessMemory.getInt(node + DataNodeLayout.CAPACITY);
        int at = Math.max(0, Math.min(predict(node, key), capacity - 1));
        long keyOffset = DataNodeLayout.keyOffset(DataNodeLayout.blocks(node, capacity), at);
        return ProcessMemory.getLong(keyOffset)
                ^ ProcessMemory.getLong(keyOffset + DataNodeLayout.WORD_IN_BLOCK);
    }

    /**
     * Loads what an insert looks at where the model has the key: the key and the word there, the
     * bits of the slots, and the keys of the blocks next to it, which the search goes to when the
     * model is a little wrong.
     */
    static long touchAroundPredicted(long node, long key) {
        int capacity = ProcessMemory.getInt(node + DataNodeLayout.CAPACITY);
        int at = Math.max(0, Math.min(predict(node, key), capacity - 1));
        long blocks = DataNodeLayout.blocks(node, capacity);
        long touch =
                keyAt(blocks, at)
                        ^ ProcessMemory.getLong(DataNodeLayout.wordOffset(blocks, at))
                        ^ ProcessMemory.getLong(DataNodeLayout.presence(node) + ((at >>> 6) << 3));
        return touch
                ^ keyAt(blocks, Math.max(0, at - FIRST_STEP))
                ^ keyAt(blocks, Math.min(capacity - 1, at + FIRST_STEP));
    }

    private static long keyAt(long blocks, int slot) {
        return ProcessMemory.getLong(DataNodeLayout.keyOffset(blocks, slot));
    }
}
