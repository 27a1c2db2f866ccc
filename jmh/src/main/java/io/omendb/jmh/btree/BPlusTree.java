package io.omendb.jmh.btree;

import io.omendb.alex.LongPairSource;
import io.omendb.offheap.BlockAllocator;
import java.util.Arrays;

/**
 * A B+tree from signed 64-bit keys to row ids of 40 bits, in off-heap nodes: what the learned index
 * is held against. One thread, no versions, no removal: it pays for nothing that a reader beside a
 * writer would need.
 *
 * <p>What makes it fast is in {@link NodeShape}: nodes of some cache lines whose search waits for
 * memory once, without jumps; 4-byte references; row ids packed to 5 bytes. A key above all others
 * needs no search and leaves full nodes behind. A batch is looked up level by level, so that its
 * misses overlap.
 *
 * <p>Its blocks go when the allocator that they come from is closed.
 */
public final class BPlusTree {
    /** Keys of a lookup by batches, at most. */
    public static final int BATCH_MAX = 16;

    /** Lines of eight keys: the sizes that measured best at ten million keys. */
    private static final int LEAF_LINES = 4;

    private static final int INNER_LINES = 8;
    private static final int HEIGHT_MAX = 32;

    private final BlockAllocator blocks;
    private final NodeShape leaves;
    private final NodeShape inners;
    private final long[] pathNodes = new long[HEIGHT_MAX];
    private final int[] pathSlots = new int[HEIGHT_MAX];
    private final long[] batch = new long[BATCH_MAX];
    private long root;

    /** The rightmost one: where appended keys go. */
    private long lastLeaf;

    /** Inner nodes above a leaf. */
    private int height;

    private long size;
    private long memoryBytes;

    /** What was loaded ahead of its use: kept, so that the loads are. */
    private long touched;

    /** An empty tree with nodes of the sizes that measured best. */
    public BPlusTree(BlockAllocator blocks) {
        this(blocks, LEAF_LINES, INNER_LINES);
    }

    /**
     * An empty tree.
     *
     * @param leafLines cache lines of keys in a leaf: 2, 4, 8 or 16
     * @param innerLines cache lines of keys in an inner node: 2, 4, 8 or 16
     */
    public BPlusTree(BlockAllocator blocks, int leafLines, int innerLines) {
        this.blocks = blocks;
        this.leaves = NodeShape.leaf(leafLines);
        this.inners = NodeShape.inner(innerLines);
        this.root = create(leaves);
        this.lastLeaf = root;
    }

    /** The number of keys. */
    public long size() {
        return size;
    }

    /** The bytes of all nodes, as the allocator rounds them. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** The row id of a key, or -1. */
    public long find(long key) {
        long leaf = leafOf(key);
        touched = leaves.touchValues(leaf);
        return rowId(leaf, leaves.slot(leaf, key), key);
    }

    /**
     * Looks up {@code count} keys.
     *
     * @param rowIdsOut of each, or -1
     */
    public void findBatch(long[] keys, int count, long[] rowIdsOut) {
        for (int from = 0; from < count; from += BATCH_MAX) {
            findAtOnce(keys, from, Math.min(BATCH_MAX, count - from), rowIdsOut);
        }
    }

    private void findAtOnce(long[] keys, int from, int count, long[] rowIdsOut) {
        Arrays.fill(batch, 0, count, root);
        long loaded = 0;
        for (int level = height; level > 0; level--) {
            NodeShape below = level > 1 ? inners : leaves;
            for (int i = 0; i < count; i++) {
                batch[i] = inners.child(batch[i], inners.slot(batch[i], keys[from + i]));
            }
            // What the nodes below would wait for is under way before the first is looked at; those
            // further up are few and near.
            for (int i = 0; level <= 2 && i < count; i++) {
                loaded ^= below.touchKeys(batch[i]);
            }
        }
        for (int i = 0; i < count; i++) {
            loaded ^= leaves.touchValues(batch[i]);
        }
        touched = loaded;
        for (int i = 0; i < count; i++) {
            long key = keys[from + i];
            rowIdsOut[from + i] = rowId(batch[i], leaves.slot(batch[i], key), key);
        }
    }

    /**
     * Reads entries in the order of their keys.
     *
     * @param fromKey the first is that of the least key not below this one
     * @param entryCount so many at most
     * @return how many there were
     */
    public int scan(long fromKey, int entryCount, long[] keysOut, long[] rowIdsOut) {
        long leaf = leafOf(fromKey);
        int slot = leaves.slot(leaf, fromKey);
        int read = 0;
        while (leaf != 0) {
            long right = leaves.next(leaf);
            int end = Math.min(leaves.count(leaf), slot + entryCount - read);
            if (right != 0 && read + end - slot < entryCount) {
                touched = leaves.touchKeys(right) ^ leaves.touchValues(right) ^ leaves.count(right);
            }
            for (; slot < end; slot++) {
                keysOut[read] = NodeShape.key(leaf, slot);
                rowIdsOut[read++] = leaves.rowId(leaf, slot);
            }
            if (read == entryCount) {
                return read;
            }
            leaf = right;
            slot = 0;
        }
        return read;
    }

    /** Puts an entry in, or gives the key another row id; false if the key was there. */
    public boolean insert(long key, long rowId) {
        int inLast = leaves.count(lastLeaf);
        if (inLast > 0 && NodeShape.key(lastLeaf, inLast - 1) < key) {
            append(key, rowId, inLast);
            return true;
        }
        long leaf = descend(key);
        touched = leaves.touchValues(leaf);
        int slot = leaves.slot(leaf, key);
        int count = leaves.count(leaf);
        if (slot < count && NodeShape.key(leaf, slot) == key) {
            leaves.rowId(leaf, slot, rowId);
            return false;
        }
        if (count == leaves.keysMax()) {
            long right = splitLeaf(leaf, slot);
            int left = leaves.count(leaf);
            if (slot >= left) {
                leaf = right;
                slot -= left;
            }
        }
        leaves.insertEntry(leaf, slot, key, rowId);
        size++;
        return true;
    }

    /** Puts in a key above all others, which needs no search. */
    private void append(long key, long rowId, int inLast) {
        int slot = inLast;
        if (slot == leaves.keysMax()) {
            long full = descend(key);
            assert full == lastLeaf;
            splitLeaf(full, slot);
            slot = 0;
        }
        leaves.insertEntry(lastLeaf, slot, key, rowId);
        size++;
    }

    /**
     * Fills the empty tree.
     *
     * @param sorted at least so many entries, by ascending key, each key once
     * @param fill what share of a node is used, above 0 and at most 1
     */
    public void bulkLoad(LongPairSource sorted, long count, double fill) {
        if (size != 0) {
            throw new IllegalStateException("the tree is not empty");
        }
        int leafKeys = Math.max(1, (int) (leaves.keysMax() * fill));
        int innerKeys = Math.max(1, (int) (inners.keysMax() * fill));
        long leaf = root;
        int used = 0;
        long last = 0;
        for (long i = 0; i < count && sorted.next(); i++) {
            long key = sorted.key();
            if (i > 0 && key <= last) {
                throw new IllegalArgumentException("keys are not in ascending order at " + key);
            }
            if (used == leafKeys) {
                leaves.count(leaf, used);
                long right = create(leaves);
                leaves.next(leaf, right);
                addLoaded(1, last, leaf, right, innerKeys);
                leaf = right;
                used = 0;
            }
            NodeShape.key(leaf, used, key);
            leaves.rowId(leaf, used, sorted.payload());
            used++;
            last = key;
            size++;
        }
        leaves.count(leaf, used);
        lastLeaf = leaf;
    }

    /** Puts a node to the right of all others of its level; {@code pathNodes} are the rightmost. */
    private void addLoaded(int level, long key, long left, long right, int keysMax) {
        if (level > height) {
            growRoot(left);
            pathNodes[level] = root;
        }
        long parent = pathNodes[level];
        int used = inners.count(parent);
        if (used < keysMax) {
            inners.insertChild(parent, used, key, right);
            return;
        }
        long beside = create(inners);
        inners.child(beside, 0, right);
        addLoaded(level + 1, key, parent, beside, keysMax);
        pathNodes[level] = beside;
    }

    private long leafOf(long key) {
        long node = root;
        for (int level = height; level > 0; level--) {
            node = inners.child(node, inners.slot(node, key));
        }
        return node;
    }

    /** As {@link #leafOf}, and remembers the way: level by level, 1 above the leaf. */
    private long descend(long key) {
        long node = root;
        for (int level = height; level > 0; level--) {
            int slot = inners.slot(node, key);
            pathNodes[level] = node;
            pathSlots[level] = slot;
            node = inners.child(node, slot);
        }
        return node;
    }

    private long rowId(long leaf, int slot, long key) {
        if (slot == leaves.keysMax() || NodeShape.key(leaf, slot) != key) {
            return -1;
        }
        // Of the greatest number only the count says whether it is a key or an unused place.
        return key == Long.MAX_VALUE && slot >= leaves.count(leaf) ? -1 : leaves.rowId(leaf, slot);
    }

    /**
     * Parts a full leaf before the key that goes to {@code slot} is put in; returns the new one.
     */
    private long splitLeaf(long leaf, int slot) {
        long right = create(leaves);
        long beyond = leaves.next(leaf);
        if (beyond != 0 || slot < leaves.keysMax()) {
            leaves.moveEntries(leaf, (leaves.keysMax() + 1) / 2, right);
        }
        leaves.next(right, beyond);
        leaves.next(leaf, right);
        if (beyond == 0) {
            lastLeaf = right;
        }
        addChild(1, NodeShape.key(leaf, leaves.count(leaf) - 1), leaf, right);
        return right;
    }

    /** Puts a node to the right of the one on the path below {@code level}. */
    private void addChild(int level, long key, long left, long right) {
        if (level > height) {
            growRoot(left);
            inners.insertChild(root, 0, key, right);
            return;
        }
        long parent = pathNodes[level];
        int slot = pathSlots[level];
        if (inners.count(parent) < inners.keysMax()) {
            inners.insertChild(parent, slot, key, right);
            return;
        }
        long beside = create(inners);
        if (slot == inners.keysMax() && isRightmost(level)) {
            inners.child(beside, 0, right);
            addChild(level + 1, key, parent, beside);
            return;
        }
        int middle = inners.keysMax() / 2;
        long parting = NodeShape.key(parent, middle);
        inners.moveChildren(parent, middle, beside);
        if (slot <= middle) {
            inners.insertChild(parent, slot, key, right);
        } else {
            inners.insertChild(beside, slot - middle - 1, key, right);
        }
        addChild(level + 1, parting, parent, beside);
    }

    private boolean isRightmost(int level) {
        for (int above = level + 1; above <= height; above++) {
            if (pathSlots[above] < inners.count(pathNodes[above])) {
                return false;
            }
        }
        return true;
    }

    private void growRoot(long onlyChild) {
        root = create(inners);
        inners.child(root, 0, onlyChild);
        height++;
    }

    private long create(NodeShape layout) {
        memoryBytes += layout.blockBytes();
        return layout.create(blocks);
    }

    /** What was loaded ahead, for those who want to be sure that it was. */
    long touched() {
        return touched;
    }
}
