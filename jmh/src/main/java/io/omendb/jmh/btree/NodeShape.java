package io.omendb.jmh.btree;

import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.ProcessMemory;

/**
 * The nodes of one kind of a {@link BPlusTree}: {@code lines} cache lines of eight keys each, and
 * behind them what the keys lead to.
 *
 * <p>Of the last line only seven places are keys. Unused ones hold the greatest number, so that a
 * search need not know how many there are: it counts keys below the wanted one, and no number is
 * above that. So no key is reserved either.
 *
 * <p>The search compares the last key of every line but the last at once: loads that do not wait
 * for each other, so that a node out of the cache costs one miss and not one a step. The seven keys
 * before that one are halved. Comparisons are conditional moves, never jumps.
 *
 * <p>A reference is an offset in the memory of the process, divided by 64, in 4 bytes. Byte order:
 * little-endian.
 */
final class NodeShape {
    static final int LINE_BYTES = 64;
    static final int LINES_MAX = 16;

    private static final int LINE_SHIFT = 6;
    private static final int KEY_SHIFT = 3;
    private static final int REFERENCE_BYTES = Integer.BYTES;
    private static final int ROW_ID_BYTES = 5;
    private static final long ROW_ID_MASK = (1L << (ROW_ID_BYTES * Byte.SIZE)) - 1;

    /** The last key of a line. */
    private static final int LAST = LINE_BYTES - Long.BYTES;

    private final int lines;
    private final int keysMax;
    private final long blockBytes;

    /** Behind the keys: row ids of a leaf, references of an inner node. */
    private final int values;

    private final int count;
    private final int next;

    private NodeShape(int lines, long bytes) {
        this.lines = lines;
        this.keysMax = (lines << LINE_SHIFT >> KEY_SHIFT) - 1;
        this.values = lines << LINE_SHIFT;
        this.count = values - Long.BYTES;
        this.next = count + Integer.BYTES;
        this.blockBytes = BlockAllocator.blockBytes(bytes);
    }

    /**
     * A leaf: a row id of 40 bits for each key, and the reference of the leaf to the right.
     *
     * @param lines 2, 4, 8 or 16
     */
    static NodeShape leaf(int lines) {
        int keysMax = keysMax(lines);
        // A row id is read as a long of which the upper bytes are dropped.
        return new NodeShape(
                lines,
                ((long) lines << LINE_SHIFT) + (long) ROW_ID_BYTES * (keysMax - 1) + Long.BYTES);
    }

    /**
     * An inner node: one child more than keys. A key is the greatest that the child to its left may
     * hold.
     *
     * @param lines 2, 4, 8 or 16
     */
    static NodeShape inner(int lines) {
        int keysMax = keysMax(lines);
        return new NodeShape(
                lines, ((long) lines << LINE_SHIFT) + (long) REFERENCE_BYTES * (keysMax + 1));
    }

    private static int keysMax(int lines) {
        if (lines < 2 || lines > LINES_MAX || Integer.bitCount(lines) != 1) {
            throw new IllegalArgumentException("a node has 2, 4, 8 or 16 lines of keys: " + lines);
        }
        return (lines << LINE_SHIFT >> KEY_SHIFT) - 1;
    }

    int keysMax() {
        return keysMax;
    }

    /** What a node takes of its allocator. */
    long blockBytes() {
        return blockBytes;
    }

    /** A node without keys, neighbours and children. */
    long create(BlockAllocator blocks) {
        long node = blocks.allocate(blockBytes);
        for (int i = 0; i < keysMax; i++) {
            ProcessMemory.putLong(node + ((long) i << KEY_SHIFT), Long.MAX_VALUE);
        }
        count(node, 0);
        next(node, 0);
        return node;
    }

    /** How many keys of the node are below the wanted one. */
    int slot(long node, long wanted) {
        long last = node + LAST;
        int below = below(last, wanted);
        if (lines > 2) {
            below += below(last + LINE_BYTES, wanted) + below(last + 2 * LINE_BYTES, wanted);
        }
        if (lines > 4) {
            below += belowOfFour(last + 3 * LINE_BYTES, wanted);
        }
        if (lines > 8) {
            below +=
                    belowOfFour(last + 7 * LINE_BYTES, wanted)
                            + belowOfFour(last + 11 * LINE_BYTES, wanted);
        }
        long at = node + ((long) below << LINE_SHIFT);
        at = ProcessMemory.getLong(at + 3 * Long.BYTES) < wanted ? at + 4 * Long.BYTES : at;
        at = ProcessMemory.getLong(at + Long.BYTES) < wanted ? at + 2 * Long.BYTES : at;
        at = ProcessMemory.getLong(at) < wanted ? at + Long.BYTES : at;
        return (int) ((at - node) >>> KEY_SHIFT);
    }

    private static int belowOfFour(long last, long wanted) {
        return below(last, wanted)
                + below(last + LINE_BYTES, wanted)
                + below(last + 2 * LINE_BYTES, wanted)
                + below(last + 3 * LINE_BYTES, wanted);
    }

    private static int below(long keyOffset, long wanted) {
        return ProcessMemory.getLong(keyOffset) < wanted ? 1 : 0;
    }

    /** Loads the lines of the keys, so that they are on their way when they are searched. */
    long touchKeys(long node) {
        long touched = 0;
        for (long line = node; line < node + values; line += LINE_BYTES) {
            touched ^= ProcessMemory.getLong(line);
        }
        return touched;
    }

    /**
     * Loads the lines of a leaf's row ids: what the search of the keys waits for overlaps with what
     * the row id would wait for.
     */
    long touchValues(long node) {
        long touched = 0;
        for (long line = node + values; line < node + blockBytes; line += LINE_BYTES) {
            touched ^= ProcessMemory.getLong(line);
        }
        return touched;
    }

    int count(long node) {
        return ProcessMemory.getInt(node + count);
    }

    void count(long node, int value) {
        ProcessMemory.putInt(node + count, value);
    }

    /** The leaf to the right, or 0. */
    long next(long leaf) {
        return offset(ProcessMemory.getInt(leaf + next));
    }

    void next(long leaf, long right) {
        ProcessMemory.putInt(leaf + next, reference(right));
    }

    static long key(long node, int slot) {
        return ProcessMemory.getLong(node + ((long) slot << KEY_SHIFT));
    }

    static void key(long node, int slot, long key) {
        ProcessMemory.putLong(node + ((long) slot << KEY_SHIFT), key);
    }

    long child(long inner, int slot) {
        return offset(ProcessMemory.getInt(inner + values + (long) REFERENCE_BYTES * slot));
    }

    void child(long inner, int slot, long child) {
        ProcessMemory.putInt(inner + values + (long) REFERENCE_BYTES * slot, reference(child));
    }

    long rowId(long leaf, int slot) {
        return ProcessMemory.getLong(leaf + values + (long) ROW_ID_BYTES * slot) & ROW_ID_MASK;
    }

    void rowId(long leaf, int slot, long rowId) {
        assert (rowId & ~ROW_ID_MASK) == 0 : "a row id has 40 bits: " + rowId;
        long at = leaf + values + (long) ROW_ID_BYTES * slot;
        ProcessMemory.putInt(at, (int) rowId);
        ProcessMemory.putByte(at + Integer.BYTES, (byte) (rowId >>> Integer.SIZE));
    }

    /** Puts an entry between those below {@code slot} and the others; there is room. */
    void insertEntry(long leaf, int slot, long key, long rowId) {
        int used = count(leaf);
        int moved = used - slot;
        if (moved > 0) {
            long keys = leaf + ((long) slot << KEY_SHIFT);
            ProcessMemory.copy(keys, keys + Long.BYTES, (long) moved << KEY_SHIFT);
            long rowIds = leaf + values + (long) ROW_ID_BYTES * slot;
            ProcessMemory.copy(rowIds, rowIds + ROW_ID_BYTES, (long) ROW_ID_BYTES * moved);
        }
        key(leaf, slot, key);
        rowId(leaf, slot, rowId);
        count(leaf, used + 1);
    }

    /** Puts a child to the right of that at {@code slot}, which is parted from it by the key. */
    void insertChild(long inner, int slot, long key, long child) {
        int used = count(inner);
        int moved = used - slot;
        long keys = inner + ((long) slot << KEY_SHIFT);
        ProcessMemory.copy(keys, keys + Long.BYTES, (long) moved << KEY_SHIFT);
        long children = inner + values + (long) REFERENCE_BYTES * (slot + 1);
        ProcessMemory.copy(children, children + REFERENCE_BYTES, (long) REFERENCE_BYTES * moved);
        key(inner, slot, key);
        child(inner, slot + 1, child);
        count(inner, used + 1);
    }

    /** Moves the entries from {@code slot} on into an empty leaf. */
    void moveEntries(long leaf, int slot, long right) {
        int moved = count(leaf) - slot;
        moveKeys(leaf, slot, right, moved);
        ProcessMemory.copy(
                leaf + values + (long) ROW_ID_BYTES * slot,
                right + values,
                (long) ROW_ID_BYTES * moved);
        count(leaf, slot);
        count(right, moved);
    }

    /**
     * Moves the children behind the key at {@code slot} into an empty inner node; that key goes.
     */
    void moveChildren(long inner, int slot, long right) {
        int moved = count(inner) - slot - 1;
        moveKeys(inner, slot + 1, right, moved);
        ProcessMemory.copy(
                inner + values + (long) REFERENCE_BYTES * (slot + 1),
                right + values,
                (long) REFERENCE_BYTES * (moved + 1));
        key(inner, slot, Long.MAX_VALUE);
        count(inner, slot);
        count(right, moved);
    }

    private static void moveKeys(long node, int slot, long right, int moved) {
        ProcessMemory.copy(node + ((long) slot << KEY_SHIFT), right, (long) moved << KEY_SHIFT);
        for (int i = slot; i < slot + moved; i++) {
            key(node, i, Long.MAX_VALUE);
        }
    }

    private static int reference(long offset) {
        assert (offset & (LINE_BYTES - 1)) == 0;
        return (int) (offset >>> LINE_SHIFT);
    }

    private static long offset(int reference) {
        return Integer.toUnsignedLong(reference) << LINE_SHIFT;
    }
}
