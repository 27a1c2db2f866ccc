package io.omendb.alex;

import static io.omendb.alex.DataNodeLayout.BLOCK_SLOTS;

import io.omendb.offheap.ProcessMemory;

/**
 * Finds a key's place in a data node: in the block where the model has it or near it; else by
 * doubling steps away from there, halving back.
 */
final class NodeSearch {

    private static final int KNOTS_IN_LINE = 8;

    /** Blocks on each side of the predicted one that are looked at one by one. */
    private static final int NEAR_BLOCKS = 3;

    private static final int TWO_KEYS = 2 * Long.BYTES;
    private static final int FOUR_KEYS = 4 * Long.BYTES;
    private static final int LAST_KEY = 7 * Long.BYTES;

    /** No block begins behind. */
    private static final long BLOCK_LAST = ProcessMemory.sizeBytes() - DataNodeLayout.BLOCK_BYTES;

    private NodeSearch() {}

    /**
     * The difference of two keys as a number, for {@code key >= anchor}, exact up to 2^53 and
     * monotone beyond.
     */
    static double distance(long key, long anchor) {
        long difference = key - anchor;
        return difference >= 0 ? difference : 2.0 * (double) (difference >>> 1 | difference & 1);
    }

    static double slope(long node) {
        return ProcessMemory.getDouble(node + DataNodeLayout.SLOPE);
    }

    /** Where the line of a node has a key, which may be one that does not belong there. */
    static double line(long node, long key) {
        long anchor = ProcessMemory.getLong(node + DataNodeLayout.ANCHOR);
        double off = key < anchor ? -distance(anchor, key) : distance(key, anchor);
        return ProcessMemory.getDouble(node + DataNodeLayout.INTERCEPT) + slope(node) * off;
    }

    /**
     * The slot that a key is predicted at, not below 0: by the way to its node if that has its
     * place there, else by the node's model.
     *
     * @param found what {@link InnerNodeLayout#descend} returned for the key
     */
    static int predictFound(long found, long key) {
        int predicted = InnerNodeLayout.predicted(found);
        if (predicted >= 0) {
            return predicted;
        }
        long node = InnerNodeLayout.nodeOf(found);
        int knots = InnerNodeLayout.knotsOf(found);
        return knots == 0 ? Math.max(0, predict(node, key)) : predictByKnots(node, knots, key);
    }

    /** The slot that the model of a node has a key at. */
    static int predict(long node, long key) {
        double slope = slope(node);
        if (slope == 0) {
            int capacity = ProcessMemory.getInt(node + DataNodeLayout.CAPACITY);
            return predictByKnots(node, capacity >>> DataNodeLayout.KNOT_SHIFT, key);
        }
        long anchor = ProcessMemory.getLong(node + DataNodeLayout.ANCHOR);
        if (key < anchor) {
            return 0;
        }
        return (int)
                (ProcessMemory.getDouble(node + DataNodeLayout.INTERCEPT)
                        + slope * distance(key, anchor));
    }

    /** The lines of the knots do not wait for each other, and nothing jumps. */
    private static int predictByKnots(long node, int count, long key) {
        long knots = DataNodeLayout.knots(node, count << DataNodeLayout.KNOT_SHIFT);
        if (count == 0) {
            return 0;
        }
        int line = 0;
        for (int i = KNOTS_IN_LINE; i < count; i += KNOTS_IN_LINE) {
            line += ProcessMemory.getLong(knots + ((long) i << 3)) <= key ? KNOTS_IN_LINE : 0;
        }
        int notAbove = line;
        for (int i = 1; i < KNOTS_IN_LINE; i++) {
            notAbove += ProcessMemory.getLong(knots + ((long) (line + i) << 3)) <= key ? 1 : 0;
        }
        int knot = Math.min(notAbove, count - 1);
        int slot = knot << DataNodeLayout.KNOT_SHIFT;
        long from = ProcessMemory.getLong(knots + ((long) knot << 3));
        if (knot == count - 1 || key < from) {
            return slot;
        }
        long to = ProcessMemory.getLong(knots + ((long) (knot + 1) << 3));
        return slot + share(key, from, to, 1 << DataNodeLayout.KNOT_SHIFT);
    }

    /** Of so many places between two keys, those before a key between the two, if all are even. */
    static int share(long key, long from, long to, int places) {
        return (int) (distance(key, from) / distance(to, from) * places);
    }

    /** The slot in use that the model has a key at; 0 if none is in use. */
    static int predictInUse(long node, long range, long key) {
        return inUse(range, predict(node, key));
    }

    /**
     * The slot in use that is next to one; 0 if none is in use. Most are in use themselves: then
     * what comes next does not wait for the range.
     */
    static int inUse(long range, int slot) {
        int first = DataNodeLayout.first(range);
        int limit = DataNodeLayout.limit(range);
        if (slot >= first && slot < limit) {
            return slot;
        }
        return Math.max(first, Math.min(slot, limit - 1));
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
        return floor(node, range, key, predictInUse(node, range, key));
    }

    /**
     * As {@link #floor(long, long)}, for the slots in use that were read, from the one among them
     * that was predicted.
     */
    static int floor(long node, long range, long key, int predicted) {
        long blocks = DataNodeLayout.blocks(node);
        int first = DataNodeLayout.first(range);
        int limit = DataNodeLayout.limit(range);
        if (first == limit) {
            return -1;
        }
        int near = floorNear(blocks, first, limit, key, predicted);
        if (near >= 0) {
            return near;
        }
        return DataNodeLayout.key(blocks, predicted) <= key
                ? floorAbove(blocks, limit, predicted, key)
                : floorBelow(blocks, first, predicted, key);
    }

    /**
     * As {@link #floor}, if it is in the block of the predicted slot or some next to it; else -1.
     */
    private static int floorNear(long blocks, int first, int limit, long key, int predicted) {
        int last = limit - 2 * BLOCK_SLOTS;
        int from = predicted & -BLOCK_SLOTS;
        int left = Math.max(first, from - NEAR_BLOCKS * BLOCK_SLOTS);
        int right = Math.min(last, from + NEAR_BLOCKS * BLOCK_SLOTS);
        if (from <= right && endsBefore(DataNodeLayout.block(blocks, from), key)) {
            do {
                from += BLOCK_SLOTS;
            } while (from <= right && endsBefore(DataNodeLayout.block(blocks, from), key));
        } else {
            while (from >= left && DataNodeLayout.key(blocks, from) > key) {
                from -= BLOCK_SLOTS;
            }
        }
        if (from < left || from > right) {
            return -1;
        }
        long block = block(blocks, from);
        int at = floorInBlock(block, key);
        return isFloor(block, at, key) ? from + (at >>> 3) : -1;
    }

    /** The block of a slot; the key behind it can be read as well. */
    static long block(long blocks, int slot) {
        return ProcessMemory.checked(
                DataNodeLayout.block(blocks, slot), DataNodeLayout.BLOCK_BYTES + Long.BYTES);
    }

    /** Whether all keys of a block are below a key. */
    static boolean endsBefore(long block, long key) {
        return ProcessMemory.getLong(block + LAST_KEY) < key;
    }

    /**
     * Where the last key not above {@code key} lies in a block, in bytes; 0 also if there is none.
     * Without a jump: to guess wrong once would cost more than all three steps.
     */
    static int floorInBlock(long block, long key) {
        int at = ProcessMemory.getLong(block + FOUR_KEYS) <= key ? FOUR_KEYS : 0;
        at += ProcessMemory.getLong(block + at + TWO_KEYS) <= key ? TWO_KEYS : 0;
        return at + (ProcessMemory.getLong(block + at + Long.BYTES) <= key ? Long.BYTES : 0);
    }

    /** Whether what {@link #floorInBlock} found is the last one, whatever other blocks hold. */
    static boolean isFloor(long block, int at, long key) {
        return ProcessMemory.getLong(block + at) <= key
                && (at != LAST_KEY
                        || ProcessMemory.getLong(block + DataNodeLayout.BLOCK_BYTES) > key);
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

    /** Loads the block of a slot, which need not be one that the node has. */
    static long touchPredicted(long node, int slot) {
        long block = DataNodeLayout.block(DataNodeLayout.blocks(node), slot);
        return touchLines(Math.min(block, BLOCK_LAST));
    }

    /** Loads what a lookup looks at in the block of a slot: all of its lines. */
    private static long touchBlock(long blocks, int slot) {
        return touchLines(DataNodeLayout.block(blocks, slot));
    }

    private static long touchLines(long block) {
        return ProcessMemory.getLong(block)
                ^ ProcessMemory.getLong(block + LAST_KEY)
                ^ ProcessMemory.getLong(block + DataNodeLayout.BLOCK_BYTES - Long.BYTES);
    }

    /**
     * Loads what an insert looks at: the block of a slot, a key of each of those next to it, which
     * the search goes to when the model is a little wrong, and the bit of the slot.
     */
    static long touchAround(long node, int slot) {
        int capacity = ProcessMemory.getInt(node + DataNodeLayout.CAPACITY);
        if (capacity == 0) {
            return 0;
        }
        long blocks = DataNodeLayout.blocks(node);
        int before = slot < BLOCK_SLOTS ? slot : slot - BLOCK_SLOTS;
        int after = slot + BLOCK_SLOTS < capacity ? slot + BLOCK_SLOTS : slot;
        return touchBlock(blocks, slot)
                ^ DataNodeLayout.bits(DataNodeLayout.presence(node), slot)
                ^ DataNodeLayout.key(blocks, before)
                ^ DataNodeLayout.key(blocks, after);
    }
}
