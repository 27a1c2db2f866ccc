package io.omendb.alex;

import io.omendb.offheap.ProcessMemory;
import java.util.Arrays;

/**
 * The entries of a data node, sorted and without gaps, on their way into other nodes. Thread:
 * writer.
 */
final class NodeImage {

    final long[] keys;
    final long[] words;
    private final long[] lists;
    private int count;
    private int listCount;

    NodeImage(int entriesMax) {
        keys = new long[entriesMax];
        words = new long[entriesMax];
        lists = new long[(entriesMax + 63) >>> 6];
    }

    int count() {
        return count;
    }

    boolean isList(int index) {
        return listCount != 0 && (lists[index >>> 6] >>> index & 1) != 0;
    }

    /** The number of entries with lesser keys. */
    int rank(long key) {
        int at = Arrays.binarySearch(keys, 0, count, key);
        return at >= 0 ? at : -at - 1;
    }

    void clear() {
        if (listCount != 0) {
            Arrays.fill(lists, 0);
        }
        count = 0;
        listCount = 0;
    }

    void add(long key, long word, boolean isList) {
        keys[count] = key;
        words[count] = word;
        if (isList) {
            lists[count >>> 6] |= 1L << count;
            listCount++;
        }
        count++;
    }

    /** Drops the first entries. */
    void removeFirst(int removed) {
        int left = count - removed;
        for (int i = 0; i < left; i++) {
            keys[i] = keys[i + removed];
            words[i] = words[i + removed];
        }
        if (listCount != 0) {
            removeFirstLists(removed, left);
        }
        count = left;
    }

    private void removeFirstLists(int removed, int left) {
        long[] old = lists.clone();
        Arrays.fill(lists, 0);
        listCount = 0;
        for (int i = 0; i < left; i++) {
            if ((old[(i + removed) >>> 6] >>> (i + removed) & 1) != 0) {
                lists[i >>> 6] |= 1L << i;
                listCount++;
            }
        }
    }

    void read(long node) {
        clear();
        readMore(node);
    }

    /** Adds the entries of a node whose keys are above those that are there. */
    void readMore(long node) {
        int capacity = ProcessMemory.getInt(node + DataNodeLayout.CAPACITY);
        int limit = DataNodeLayout.limit(ProcessMemory.getLong(node + DataNodeLayout.RANGE));
        boolean hasLists = ProcessMemory.getInt(node + DataNodeLayout.LIST_COUNT) != 0;
        long presence = DataNodeLayout.presence(node);
        long listBits = DataNodeLayout.lists(node, capacity);
        long blocks = DataNodeLayout.blocks(node);
        for (int base = 0; base < limit; base += 64) {
            for (long bits = DataNodeLayout.bits(presence, base); bits != 0; bits &= bits - 1) {
                int slot = base + Long.numberOfTrailingZeros(bits);
                add(
                        DataNodeLayout.key(blocks, slot),
                        DataNodeLayout.word(blocks, slot),
                        hasLists && DataNodeLayout.bit(listBits, slot));
            }
        }
    }
}
