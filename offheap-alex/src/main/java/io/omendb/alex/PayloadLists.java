package io.omendb.alex;

import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.offheap.ProcessMemory;

/**
 * The payloads of a key that has several, ascending. Thread: writer.
 *
 * <pre>
 *   flat, up to 63:   0  count 4    4  capacity 4      8  payload 8 each
 *   tree, beyond:     0  unused 4   4  0               8  root cell 8    16  count 8
 * </pre>
 *
 * <p>A flat list changes in place only at its end (the payload, then the count with release; pairs
 * with the acquire load in {@link AlexCursor}); every other change makes a new one, for the entry
 * to lead to. A tree is an ALEX with the payloads for keys, so that a key with millions of payloads
 * costs what an index of so many keys costs.
 */
final class PayloadLists {

    static final int COUNT = 0;
    static final int CAPACITY = COUNT + 4;
    static final int PAYLOADS = CAPACITY + 4;
    static final int ROOT_CELL = CAPACITY + 4;

    private static final int TREE_COUNT = ROOT_CELL + 8;
    private static final int TREE_BYTES = TREE_COUNT + 8;
    private static final int FLAT_MAX = 63;

    /** Blocks begin at multiples of 16 bytes: 40 bits name one in 16 TiB. */
    private static final int BLOCK_SHIFT = 4;

    private final NodeStore store;
    private final AlexTree tree;
    private final TreeRetirement retirement;
    private final long[] scratch = new long[FLAT_MAX + 1];

    PayloadLists(NodeStore store, StructureListener listener) {
        this.store = store;
        this.tree = new AlexTree(store, listener, RowKeys.NONE);
        this.retirement = new TreeRetirement(store);
    }

    /** The list that a word of an entry names. */
    static long listOf(long word) {
        return word << BLOCK_SHIFT;
    }

    /** The word that names a list. */
    static long wordOf(long list) {
        assert list >>> BLOCK_SHIFT << BLOCK_SHIFT == list
                && list >>> BLOCK_SHIFT <= DataNodeLayout.WORD_MAX;
        return list >>> BLOCK_SHIFT;
    }

    static boolean isTree(long list) {
        return ProcessMemory.getInt(list + CAPACITY) == 0;
    }

    static int flatCount(long list) {
        return ProcessMemory.getIntAcquire(list + COUNT);
    }

    static long flatPayload(long list, int index) {
        return ProcessMemory.getLong(list + PAYLOADS + ((long) index << 3));
    }

    static long treeCount(long list) {
        return ProcessMemory.getLong(list + TREE_COUNT);
    }

    static long count(long list) {
        return isTree(list) ? treeCount(list) : flatCount(list);
    }

    /** The index of the first payload of a flat list that is not below {@code payload}. */
    static int flatCeiling(long list, int count, long payload) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (flatPayload(list, middle) < payload) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    long createPair(long payload, long other) {
        scratch[0] = Math.min(payload, other);
        scratch[1] = Math.max(payload, other);
        return createFlat(2);
    }

    /**
     * Puts a payload in.
     *
     * @return the list from now on, maybe a new one; 0 if the payload is there
     */
    long insert(long list, long payload) {
        if (isTree(list)) {
            if (tree.locate(list + ROOT_CELL, payload)) {
                return 0;
            }
            tree.insert(payload, 0, false);
            ProcessMemory.putLong(list + TREE_COUNT, ProcessMemory.getLong(list + TREE_COUNT) + 1);
            return list;
        }
        int count = flatCount(list);
        int at = flatCeiling(list, count, payload);
        if (at < count && flatPayload(list, at) == payload) {
            return 0;
        }
        if (at == count && count < ProcessMemory.getInt(list + CAPACITY)) {
            ProcessMemory.putLong(list + PAYLOADS + ((long) count << 3), payload);
            ProcessMemory.putIntRelease(list + COUNT, count + 1);
            return list;
        }
        ProcessMemory.copyTo(list + PAYLOADS, scratch, 0, at);
        scratch[at] = payload;
        ProcessMemory.copyTo(list + PAYLOADS + ((long) at << 3), scratch, at + 1, count - at);
        return count < FLAT_MAX ? createFlat(count + 1) : createTree(count + 1);
    }

    /**
     * Takes a payload out of a list of at least two.
     *
     * @return the list from now on, maybe a new one; 0 if the payload is not there
     */
    long remove(long list, long payload) {
        if (isTree(list)) {
            if (!tree.locate(list + ROOT_CELL, payload)) {
                return 0;
            }
            tree.remove();
            ProcessMemory.putLong(list + TREE_COUNT, ProcessMemory.getLong(list + TREE_COUNT) - 1);
            return list;
        }
        int count = flatCount(list);
        int at = flatCeiling(list, count, payload);
        if (at == count || flatPayload(list, at) != payload) {
            return 0;
        }
        ProcessMemory.copyTo(list + PAYLOADS, scratch, 0, at);
        ProcessMemory.copyTo(list + PAYLOADS + ((long) (at + 1) << 3), scratch, at, count - at - 1);
        return createFlat(count - 1);
    }

    /** The one payload that is left. */
    long last(long list, TreeCursor cursor) {
        if (!isTree(list)) {
            return flatPayload(list, 0);
        }
        cursor.seekCeiling(list + ROOT_CELL, Long.MIN_VALUE);
        return cursor.key();
    }

    /** Retires a list that no entry leads to any more. */
    void retire(long list) {
        if (isTree(list)) {
            store.work().changed(StructureChange.LIST_TREE_ENDED);
            retireNodes(list);
        }
        retireBlock(store, list);
    }

    /** Retires the block of a list, whose nodes have gone if it is a tree. */
    static void retireBlock(NodeStore store, long list) {
        store.retire(BlockKind.LIST, list, blockBytes(list));
    }

    static long blockBytes(long list) {
        return isTree(list) ? TREE_BYTES : flatBytes(ProcessMemory.getInt(list + CAPACITY));
    }

    /** At once: a tree ends as a list when it has one payload left, or before it has many. */
    private void retireNodes(long list) {
        tree.forgetPlace();
        retirement.begin(list + ROOT_CELL);
        boolean gone = retirement.step(Integer.MAX_VALUE);
        assert gone;
    }

    private static int flatBytes(int capacity) {
        return PAYLOADS + (capacity << 3);
    }

    private static int flatCapacity(int count) {
        // 3, 7, 15, 31 and 63 payloads fill blocks of 32 to 512 bytes.
        return Math.max(3, (Integer.highestOneBit(count) << 1) - 1);
    }

    private long createFlat(int count) {
        int capacity = flatCapacity(count);
        long list = store.allocate(BlockKind.LIST, flatBytes(capacity));
        store.settle();
        ProcessMemory.putInt(list + COUNT, count);
        ProcessMemory.putInt(list + CAPACITY, capacity);
        ProcessMemory.copyFrom(scratch, 0, list + PAYLOADS, count);
        store.work().payloadsCopied(count);
        return list;
    }

    private long createTree(int count) {
        long list = store.allocate(BlockKind.LIST, TREE_BYTES);
        store.settle();
        ProcessMemory.putInt(list + CAPACITY, 0);
        ProcessMemory.putLong(list + ROOT_CELL, 0);
        try {
            tree.create(list + ROOT_CELL);
            for (int i = 0; i < count; i++) {
                if (!tree.locate(list + ROOT_CELL, scratch[i])) {
                    tree.insert(scratch[i], 0, false);
                }
            }
        } catch (MemoryExhaustedException e) {
            if (ProcessMemory.getLong(list + ROOT_CELL) != 0) {
                retireNodes(list);
            }
            store.free(BlockKind.LIST, list, TREE_BYTES);
            throw e;
        }
        ProcessMemory.putLong(list + TREE_COUNT, count);
        store.work().changed(StructureChange.LIST_TREE_MADE);
        return list;
    }
}
