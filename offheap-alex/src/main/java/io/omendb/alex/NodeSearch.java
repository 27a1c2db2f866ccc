package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;

/**
 * Finds a key's place in a data node: in the block that the model has it in; else by doubling steps
 * away from there, halving back.
 */
final class NodeSearch {

    /**
     * One block of keys, about a cache line: a first step less than that would cost a branch and
     * save nothing.
     */
    private static final int BLOCK_SLOTS = 8;

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

    /** The slot in use that the model has a key at; 0 if none is in use. */
    static int predictInUse(long node, long range, long key) {
        return inUse(range, predict(node, key));
    }

    /** The slot in use that is next to one; 0 if none is in use. */
    static int inUse(long range, int slot) {
        return Math.max(
                DataNodeLayout.first(range), Math.min(slot, DataNodeLayout.limit(range) - 1));
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
        long blocks =
                DataNodeLayout.blocks(node, ProcessMemory.getInt(node + DataNodeLayout.CAPACITY));
        return floor(blocks, range, key, predictInUse(node, range, key));
    }

    /**
     * As {@link #floor(long, long)}, for the slots in use that were read, from the slot that was
     * predicted among them.
     */
    static int floor(long blocks, long range, long key, int predicted) {
        int inBlock = floorInBlock(blocks, range, key, predicted);
        return inBlock >= 0
                ? (predicted & -BLOCK_SLOTS) + inBlock
                : floorElsewhere(blocks, range, key, predicted);
    }

    /**
     * Which of the eight slots of the predicted one's block has the entry with the greatest key not
     * above {@code key}; -1 if it may be elsewhere. Most often it is there, and three steps find it
     * without a jump: to guess wrong once would cost more.
     */
    static int floorInBlock(long blocks, long range, long key, int predicted) {
        int first = predicted & -BLOCK_SLOTS;
        long block = DataNodeLayout.block(blocks, predicted);
        if (first < DataNodeLayout.first(range)
                || first + BLOCK_SLOTS > DataNodeLayout.limit(range)
                || ProcessMemory.getLong(block) > key
                || ProcessMemory.getLong(block + 7 * Long.BYTES) <= key) {
            return -1;
        }
        long at = ProcessMemory.getLong(block + 4 * Long.BYTES) <= key ? block + 32 : block;
        at = ProcessMemory.getLong(at + 2 * Long.BYTES) <= key ? at + 16 : at;
        at = ProcessMemory.getLong(at + Long.BYTES) <= key ? at + 8 : at;
        return (int) (at - block) >>> 3;
    }

    static int floorElsewhere(long blocks, long range, long key, int predicted) {
        int first = DataNodeLayout.first(range);
        int limit = DataNodeLayout.limit(range);
        if (first == limit) {
            return -1;
        }
        int block = predicted & -BLOCK_SLOTS;
        int blockLast = block + BLOCK_SLOTS - 1;
        if (block < first || blockLast >= limit) {
            return floorFrom(blocks, first, limit, key, predicted);
        }
        return DataNodeLayout.key(blocks, block) > key
                ? floorBelow(blocks, first, block, key)
                : floorAbove(blocks, limit, blockLast, key);
    }

    private static int floorFrom(long blocks, int first, int limit, long key, int at) {
        return DataNodeLayout.key(blocks, at) <= key
                ? floorAbove(blocks, limit, at, key)
                : floorBelow(blocks, first, at, key);
    }

    /** It is {@code from}, or above: doubling steps. */
    private static int floorAbove(long blocks, int limit, int from, long key) {
        int low = from;
        int step = BLOCK_SLOTS;
        int high = low + step;
        while (high < limit && DataNodeLayout.key(blocks, high) <= key) {
            low = high;
            step <<= 1;
            high = low + step;
        }
        return halve(blocks, low, Math.min(high, limit), key);
    }

    /** It is below {@code from}: doubling steps. */
    private static int floorBelow(long blocks, int first, int from, long key) {
        int high = from;
        int step = BLOCK_SLOTS;
        int low = high - step;
        while (low >= first && DataNodeLayout.key(blocks, low) > key) {
            high = low;
            step <<= 1;
            low = high - step;
        }
        int found = halve(blocks, Math.max(low, first - 1), high, key);
        return found < first ? -1 : found;
    }

    /** It is in [low, high); low may be the place before the first. */
    private static int halve(long blocks, int low, int high, long key) {
        int at = low;
        int count = high - low;
        while (count > 1) {
            int half = count >>> 1;
            at = DataNodeLayout.key(blocks, at + half) <= key ? at + half : at;
            count -= half;
        }
        return at;
    }

    /**
     * Loads what an insert looks at where the model has the key: the key and the word there, the
     * bits of the slots, and the keys of the blocks next to it, which the search goes to when the
     * model is a little wrong.
     */
    static long touchAroundPredicted(long node, long key) {
        int capacity = ProcessMemory.getInt(node + DataNodeLayout.CAPACITY);
        if (capacity == 0) {
            return 0;
        }
        int at = Math.max(0, Math.min(predict(node, key), capacity - 1));
        long blocks = DataNodeLayout.blocks(node, capacity);
        return DataNodeLayout.key(blocks, at)
                ^ DataNodeLayout.word(blocks, at)
                ^ ProcessMemory.getLong(DataNodeLayout.presence(node) + ((at >>> 6) << 3))
                ^ DataNodeLayout.key(blocks, Math.max(0, at - BLOCK_SLOTS))
                ^ DataNodeLayout.key(blocks, Math.min(capacity - 1, at + BLOCK_SLOTS));
    }
}
