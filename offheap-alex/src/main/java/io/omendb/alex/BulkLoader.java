package io.omendb.alex;

/**
 * Fills an empty index with pairs in ascending order, in as many pieces as its owner likes: data
 * nodes from left to right, each built once. Readers see all of it when it is finished.
 *
 * <p>Thread: writer. Comes from {@link AlexIndex#beginLoad}.
 */
public final class BulkLoader {

    private final AlexTree tree;
    private final PayloadLists lists;
    private final NodeImage image;
    private final int imageCountMax;
    private final long rootCell;
    private final TreeLoad nodes;

    /**
     * The newest key with its payload, or with its list if it has several: not yet in the image.
     */
    private long key;

    private long payload;
    private long list;
    private long loaded;

    BulkLoader(NodeStore store, AlexTree tree, PayloadLists lists, RowKeys rows, long rootCell) {
        this.tree = tree;
        this.lists = lists;
        this.image = new NodeImage(store.options().leafSlotsMax());
        this.nodes = new TreeLoad(store, rows);
        this.imageCountMax = nodes.countMax();
        this.rootCell = rootCell;
    }

    /**
     * Takes at most so many pairs.
     *
     * @return how many there were
     * @throws IllegalArgumentException if a pair is not above the one before, or a payload above
     *     {@link AlexIndex#PAYLOAD_MAX}
     * @throws io.omendb.offheap.MemoryExhaustedException if memory runs out: the index can then
     *     only be given up
     */
    public long load(LongPairSource sorted, long countMax) {
        long count = 0;
        for (; count < countMax && sorted.next(); count++) {
            accept(sorted.key(), sorted.payload());
        }
        return count;
    }

    private void accept(long nextKey, long nextPayload) {
        AlexIndex.requirePayload(nextPayload);
        if (loaded > 0) {
            if (nextKey < key || nextKey == key && nextPayload <= payload) {
                throw new IllegalArgumentException(
                        "pairs are not in ascending order at key " + nextKey);
            }
            if (nextKey == key) {
                list =
                        list == 0
                                ? lists.createPair(payload, nextPayload)
                                : append(list, nextPayload);
            } else {
                add(nextKey);
            }
        }
        key = nextKey;
        payload = nextPayload;
        loaded++;
    }

    /** Puts in what is left; how many pairs there were in all. */
    long finish() {
        if (loaded > 0) {
            addToImage();
            tree.replaceEmpty(rootCell, nodes.finish(image));
        }
        return loaded;
    }

    /**
     * Gives the lists back that no entry leads to. The tree is going; {@link #removeDataNode} has
     * what else there is.
     */
    void abandon() {
        for (int i = 0; i < image.count(); i++) {
            if (image.isList(i)) {
                lists.retire(PayloadLists.listOf(image.words[i]));
            }
        }
        image.clear();
        if (list != 0) {
            lists.retire(list);
            list = 0;
        }
    }

    /** The data nodes, with their entries, that the tree does not lead to yet. */
    int dataNodeCount() {
        return nodes.dataNodeCount();
    }

    /** Takes one of them out. */
    long removeDataNode() {
        return nodes.removeDataNode();
    }

    private void add(long nextKey) {
        addToImage();
        if (image.count() >= imageCountMax) {
            image.removeFirst(nodes.add(image, nextKey));
        }
    }

    /** From here on the list is the image's, whatever fails. */
    private void addToImage() {
        image.add(key, list == 0 ? payload : PayloadLists.wordOf(list), list != 0);
        list = 0;
    }

    private long append(long longer, long nextPayload) {
        long changed = lists.insert(longer, nextPayload);
        if (changed != longer) {
            lists.retire(longer);
        }
        return changed;
    }
}
