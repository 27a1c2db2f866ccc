package io.omendb.alex;

import static io.omendb.alex.DataNodeLayout.CAPACITY;
import static io.omendb.alex.DataNodeLayout.COUNT;
import static io.omendb.alex.DataNodeLayout.LIST_COUNT;
import static io.omendb.alex.DataNodeLayout.MOVED;
import static io.omendb.alex.DataNodeLayout.RANGE;
import static io.omendb.alex.DataNodeLayout.VERSION;
import static io.omendb.alex.DataNodeLayout.VERSION_STEP;
import static io.omendb.alex.DataNodeLayout.WRITER_INSIDE;
import static io.omendb.alex.DataNodeLayout.blocks;
import static io.omendb.alex.DataNodeLayout.lists;
import static io.omendb.alex.DataNodeLayout.presence;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;
import java.lang.invoke.VarHandle;

/**
 * Changes data nodes in place, beside readers. Thread: writer.
 *
 * <p>A change is bracketed by two stores of the version (a sequence lock): odd, store-store fence,
 * the change, then even with release. A reader loads the version with acquire, reads, load-load
 * fence, loads the version again. If it saw any store of a change, then by the writer's fence it
 * also sees, in its second load, the odd version or a later one; if it began with the even version
 * that ends a change, then by release and acquire it sees all of that change. So two equal even
 * loads enclose a state between changes.
 */
final class DataNode {

    /** The densest that inserts between entries make a node; beyond it, shifts become long. */
    static final double DENSITY_MAX = 0.8;

    /**
     * A gap takes a key at most so far from its predecessor: the slots before it are written too.
     */
    private static final int GAP_FILL_MAX = 16;

    /** Slots that an insert shifts at most which a change of inner nodes was made for alone. */
    private static final int GAP_NEAR = 256;

    /** The first and the last sixteenth of the slots in use count as edges. */
    private static final int EDGE_SHIFT = 4;

    private DataNode() {}

    /** The same node, once it is sure that a head can be read there. */
    static long checked(long node) {
        return ProcessMemory.checked(node, DataNodeLayout.HEAD_BYTES);
    }

    static int capacity(long node) {
        return ProcessMemory.getInt(node + CAPACITY);
    }

    static int count(long node) {
        return ProcessMemory.getInt(node + COUNT);
    }

    static int first(long node) {
        return DataNodeLayout.first(ProcessMemory.getLong(node + RANGE));
    }

    static int limit(long node) {
        return DataNodeLayout.limit(ProcessMemory.getLong(node + RANGE));
    }

    static long low(long node) {
        return ProcessMemory.getLong(node + DataNodeLayout.LOW);
    }

    static long high(long node) {
        return ProcessMemory.getLong(node + DataNodeLayout.HIGH);
    }

    static int blockBytes(long node) {
        return (int) BlockAllocator.blockBytes(DataNodeLayout.bytes(capacity(node)));
    }

    static int builtCount(long node) {
        return ProcessMemory.getInt(node + DataNodeLayout.BUILT_COUNT);
    }

    /** A new node takes over what was known of the one before: this is where keys arrive. */
    static void expectAtTail(long node) {
        ProcessMemory.putShort(node + DataNodeLayout.TAIL_INSERTS, (short) 1);
    }

    static void expectAtHead(long node) {
        ProcessMemory.putShort(node + DataNodeLayout.HEAD_INSERTS, (short) 1);
    }

    /** Whether most inserts since the node was built came among its last slots. */
    static boolean growsAtTail(long node) {
        return mostOf(node, DataNodeLayout.TAIL_INSERTS);
    }

    /** Whether most inserts since the node was built came among its first slots. */
    static boolean growsAtHead(long node) {
        return mostOf(node, DataNodeLayout.HEAD_INSERTS);
    }

    private static boolean mostOf(long node, int counter) {
        int inserts = Math.max(1, count(node) - builtCount(node));
        return (ProcessMemory.getShort(node + counter) & 0xFFFF) * 4L >= inserts * 3L;
    }

    static boolean hasKnots(long node) {
        return ProcessMemory.getDouble(node + DataNodeLayout.SLOPE) == 0;
    }

    static int listCount(long node) {
        return ProcessMemory.getInt(node + LIST_COUNT);
    }

    static int moved(long node) {
        return ProcessMemory.getInt(node + MOVED);
    }

    static long key(long node, int slot) {
        return DataNodeLayout.key(blocks(node), slot);
    }

    static long word(long node, int slot) {
        return DataNodeLayout.word(blocks(node), slot);
    }

    static boolean isList(long node, int slot) {
        return ProcessMemory.getInt(node + LIST_COUNT) != 0
                && DataNodeLayout.bit(lists(node, capacity(node)), slot);
    }

    static void setBit(long bitmap, int slot) {
        long at = DataNodeLayout.bitsOffset(bitmap, slot);
        ProcessMemory.putLong(at, ProcessMemory.getLong(at) | 1L << slot);
    }

    static void clearBit(long bitmap, int slot) {
        long at = DataNodeLayout.bitsOffset(bitmap, slot);
        ProcessMemory.putLong(at, ProcessMemory.getLong(at) & ~(1L << slot));
    }

    /** Whether no more keys go in between its entries. */
    static boolean isDense(long node) {
        return count(node) >= capacity(node) * DENSITY_MAX;
    }

    /** Whether a key behind the entry at {@code floor} can be put in without shifting many. */
    static boolean hasGapNear(long node, int floor) {
        long presence = presence(node);
        int slot = Math.max(0, floor);
        int right = DataNodeLayout.nextClear(presence, slot, capacity(node));
        int left = DataNodeLayout.previousClear(presence, slot);
        return right >= 0 && right - slot <= GAP_NEAR || left >= 0 && slot - left <= GAP_NEAR;
    }

    /** The slot outside those in use that a key behind an entry can have; or -1. */
    private static int freeAtEnd(long node, int floor) {
        int limit = limit(node);
        if (floor == limit - 1 && limit < capacity(node)) {
            return limit;
        }
        return floor < 0 ? first(node) - 1 : -1;
    }

    /**
     * Puts a new key behind the entry at {@code floor} (-1: before all), in a gap as near as can be
     * to the slot that it is {@code predicted} at.
     *
     * @param densely also between entries that are dense, as long as there is a gap at all
     * @return false if the node has to be rebuilt or split first
     */
    static boolean insert(
            long node,
            int floor,
            int predicted,
            long key,
            long word,
            boolean isList,
            boolean densely) {
        int capacity = capacity(node);
        int count = count(node);
        int first = first(node);
        int limit = limit(node);
        int slot = freeAtEnd(node, floor);
        if (slot < 0 && (densely ? count == capacity : isDense(node))) {
            return false;
        }
        begin(node);
        if (slot < 0) {
            slot = makePlace(node, capacity, floor < 0 ? first : floor + 1, predicted, key);
            first = first(node);
            limit = limit(node);
        }
        long blocks = blocks(node);
        DataNodeLayout.putKey(blocks, slot, key);
        DataNodeLayout.putWord(blocks, slot, word);
        setBit(presence(node), slot);
        if ((slot & (1 << DataNodeLayout.KNOT_SHIFT) - 1) == 0 && hasKnots(node)) {
            int knot = slot >>> DataNodeLayout.KNOT_SHIFT;
            ProcessMemory.putLong(DataNodeLayout.knots(node, capacity) + ((long) knot << 3), key);
        }
        if (isList) {
            setBit(lists(node, capacity), slot);
            ProcessMemory.putInt(node + LIST_COUNT, ProcessMemory.getInt(node + LIST_COUNT) + 1);
        }
        countEdge(node, slot, first, limit);
        range(
                node,
                count == 0 ? slot : Math.min(first, slot),
                count == 0 ? slot + 1 : Math.max(limit, slot + 1));
        ProcessMemory.putInt(node + COUNT, count + 1);
        end(node);
        return true;
    }

    static void set(long node, int slot, long word, boolean isList) {
        int capacity = capacity(node);
        boolean wasList = isList(node, slot);
        begin(node);
        DataNodeLayout.putWord(blocks(node), slot, word);
        if (isList != wasList) {
            int listCount = ProcessMemory.getInt(node + LIST_COUNT);
            if (isList) {
                setBit(lists(node, capacity), slot);
                ProcessMemory.putInt(node + LIST_COUNT, listCount + 1);
            } else {
                clearBit(lists(node, capacity), slot);
                ProcessMemory.putInt(node + LIST_COUNT, listCount - 1);
            }
        }
        end(node);
    }

    /**
     * Takes an entry out.
     *
     * @return how many slots got another key
     */
    static int remove(long node, int slot) {
        int capacity = capacity(node);
        int first = first(node);
        int limit = limit(node);
        boolean wasList = isList(node, slot);
        long presence = presence(node);
        begin(node);
        clearBit(presence, slot);
        if (wasList) {
            clearBit(lists(node, capacity), slot);
            ProcessMemory.putInt(node + LIST_COUNT, ProcessMemory.getInt(node + LIST_COUNT) - 1);
        }
        int filled = 0;
        int count = count(node) - 1;
        ProcessMemory.putInt(node + COUNT, count);
        if (count == 0) {
            range(node, 0, 0);
        } else if (slot == first) {
            range(node, DataNodeLayout.nextSet(presence, slot, limit), limit);
        } else if (slot == limit - 1) {
            range(node, first, DataNodeLayout.previousSet(presence, slot) + 1);
        } else {
            long blocks = blocks(node);
            int entryBefore = DataNodeLayout.previousSet(presence, slot);
            fillGap(blocks, entryBefore + 1, slot, DataNodeLayout.key(blocks, slot + 1));
            filled = slot - entryBefore;
        }
        end(node);
        return filled;
    }

    /**
     * Nothing leads here any more; the release comes after the stores that switched the parent's
     * slots.
     */
    static void markReplaced(long node) {
        long version = ProcessMemory.getLong(node + VERSION);
        ProcessMemory.putLongRelease(node + VERSION, version | DataNodeLayout.REPLACED);
    }

    /**
     * Makes the slot before {@code slot}'s entry, or one nearer to the {@code predicted}, free for
     * {@code key}, and returns it.
     */
    private static int makePlace(long node, int capacity, int slot, int predicted, long key) {
        long presence = presence(node);
        long blocks = blocks(node);
        if (slot < limit(node) && !DataNodeLayout.bit(presence, slot)) {
            int entry = DataNodeLayout.nextSet(presence, slot, limit(node));
            int last = Math.min(entry - 1, slot + GAP_FILL_MAX);
            int chosen = Math.max(slot, Math.min(predicted, last));
            fillGap(blocks, slot, chosen - 1, key);
            return chosen;
        }
        boolean hasLists = listCount(node) != 0;
        long lists = lists(node, capacity);
        int right = DataNodeLayout.nextClear(presence, slot, capacity);
        int left = DataNodeLayout.previousClear(presence, slot - 1);
        if (right >= 0 && (left < 0 || right - slot <= slot - left)) {
            for (int i = right; i > slot; i--) {
                move(blocks, i - 1, i);
            }
            for (int i = right; hasLists && i > slot; i--) {
                moveListBit(lists, i - 1, i);
            }
            moved(node, right - slot);
            setBit(presence, right);
            range(node, first(node), Math.max(limit(node), right + 1));
            return slot;
        }
        for (int i = left; i < slot - 1; i++) {
            move(blocks, i + 1, i);
        }
        for (int i = left; hasLists && i < slot - 1; i++) {
            moveListBit(lists, i + 1, i);
        }
        moved(node, slot - left);
        setBit(presence, left);
        range(node, Math.min(first(node), left), limit(node));
        return slot - 1;
    }

    private static void countEdge(long node, int slot, int first, int limit) {
        int edge = (limit - first) >>> EDGE_SHIFT;
        if (slot >= limit - 1 - edge) {
            increment(node + DataNodeLayout.TAIL_INSERTS);
        } else if (slot <= first + edge) {
            increment(node + DataNodeLayout.HEAD_INSERTS);
        }
    }

    private static void increment(long counter) {
        short value = ProcessMemory.getShort(counter);
        if (value != -1) {
            ProcessMemory.putShort(counter, (short) (value + 1));
        }
    }

    private static void move(long blocks, int from, int to) {
        DataNodeLayout.putKey(blocks, to, DataNodeLayout.key(blocks, from));
        DataNodeLayout.putWord(blocks, to, DataNodeLayout.word(blocks, from));
    }

    private static void moveListBit(long lists, int from, int to) {
        if (DataNodeLayout.bit(lists, from)) {
            setBit(lists, to);
            clearBit(lists, from);
        } else {
            clearBit(lists, to);
        }
    }

    private static void fillGap(long blocks, int from, int to, long key) {
        for (int i = from; i <= to; i++) {
            DataNodeLayout.putKey(blocks, i, key);
        }
    }

    private static void moved(long node, int slots) {
        ProcessMemory.putInt(node + MOVED, moved(node) + slots);
    }

    private static void range(long node, int first, int limit) {
        ProcessMemory.putLongOpaque(node + RANGE, DataNodeLayout.range(first, limit));
    }

    static void begin(long node) {
        long version = ProcessMemory.getLong(node + VERSION);
        assert (version & DataNodeLayout.VERSION_BUSY) == 0;
        ProcessMemory.putLongOpaque(node + VERSION, version | WRITER_INSIDE);
        VarHandle.storeStoreFence();
    }

    /** Pairs with the acquire load of the version in {@link TreeCursor}. */
    static void end(long node) {
        long version = ProcessMemory.getLong(node + VERSION);
        ProcessMemory.putLongRelease(node + VERSION, (version & ~WRITER_INSIDE) + VERSION_STEP);
    }
}
