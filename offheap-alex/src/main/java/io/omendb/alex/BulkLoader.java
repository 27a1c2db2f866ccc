package io.omendb.alex;

/**
 * Fills an empty tree with pairs in ascending order: data nodes from left to right, each built
 * once. Thread: writer.
 */
final class BulkLoader {

    private final AlexTree tree;
    private final PayloadLists lists;
    private final NodeImage image;
    private final int imageCountMax;
    private final long rootCell;
    private long loaded;

    BulkLoader(NodeStore store, AlexTree tree, PayloadLists lists, long rootCell) {
        this.tree = tree;
        this.lists = lists;
        this.image = new NodeImage(store.options().leafSlotsMax());
        this.imageCountMax = tree.loadCountMax();
        this.rootCell = rootCell;
    }

    /** Loads at most {@code count} pairs; how many there were. */
    long load(LongPairSource sorted, long count) {
        if (count <= 0 || !sorted.next()) {
            return 0;
        }
        long key = sorted.key();
        long payload = sorted.payload();
        long list = 0;
        for (loaded = 1; loaded < count && sorted.next(); loaded++) {
            long nextKey = sorted.key();
            long nextPayload = sorted.payload();
            if (nextKey < key || nextKey == key && nextPayload <= payload) {
                throw new IllegalArgumentException(
                        "pairs are not in ascending order at key " + nextKey);
            }
            if (nextKey != key) {
                add(key, list == 0 ? payload : list, list != 0, nextKey);
                list = 0;
            } else {
                list =
                        list == 0
                                ? lists.createPair(payload, nextPayload)
                                : append(list, nextPayload);
            }
            key = nextKey;
            payload = nextPayload;
        }
        image.add(key, list == 0 ? payload : list, list != 0);
        tree.loadLast(rootCell, image);
        return loaded;
    }

    private void add(long key, long word, boolean isList, long nextKey) {
        image.add(key, word, isList);
        if (image.count() >= imageCountMax) {
            image.removeFirst(tree.load(rootCell, image, nextKey));
        }
    }

    private long append(long list, long payload) {
        long changed = lists.insert(list, payload);
        if (changed != list) {
            lists.retire(list);
        }
        return changed;
    }
}
