package io.omendb.alex;

import io.omendb.alex.WorkTallies.Operation;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.ProcessMemory;
import org.jspecify.annotations.Nullable;

/**
 * A learned index from signed 64-bit keys to payloads of 40 bits, which are row ids, after Ding et
 * al., "ALEX: An Updatable Adaptive Learned Index" (SIGMOD 2020), in off-heap nodes. A key may have
 * any number of payloads; a pair is there once.
 *
 * <p>Threads: one writer changes it; any number of readers, each with its own {@link #cursor()},
 * read it without locks. What a change replaces is retired to the epochs, which the owner of those
 * advances and reclaims.
 *
 * <p>Where it differs from the paper:
 *
 * <ul>
 *   <li>Inner nodes have slopes that are powers of two ({@link InnerNodeLayout}): exact over 64
 *       bits, and both ends grow.
 *   <li>Nodes are capped, so that no insert moves more than 64 KiB ({@link #stats}); a full data
 *       node of the largest size is split, at a boundary next to its median if its keys are not
 *       appended ({@link AlexTree}). So no order of arrival makes it degenerate.
 *   <li>No key is a sentinel: a node knows its first and last slot in use ({@link DataNodeLayout}).
 *   <li>Keys that ascend with their payloads by ones need no entries where a column has them anyway
 *       ({@link RowKeys}).
 *   <li>Data nodes are not linked; they know their bounds, and a scan goes on at the next key
 *       beyond them.
 * </ul>
 *
 * <p>Any method that adds, and {@link #detach} and {@link #remove} where a payload is in a run, may
 * throw {@link io.omendb.offheap.MemoryExhaustedException}; the index is then as it was before.
 */
public final class AlexIndex implements AutoCloseable {

    /** The greatest payload: five bytes. */
    public static final long PAYLOAD_MAX = DataNodeLayout.WORD_MAX;

    private static final int CELL_BYTES = 8;

    private final Epochs epochs;
    private final RowKeys rows;
    private final NodeStore store;
    private final AlexTree tree;
    private final PayloadLists lists;
    private final TreeCursor writerCursor;
    private final long rootCell;
    private @Nullable BulkLoader loader;
    private @Nullable TreeRetirement retirement;
    private long size;
    private boolean closed;

    /** An empty index whose blocks come from {@code blocks} and go back through {@code epochs}. */
    public AlexIndex(BlockAllocator blocks, Epochs epochs) {
        this(blocks, epochs, StructureListener.NONE, RowKeys.NONE);
    }

    /**
     * As {@link #AlexIndex(BlockAllocator, Epochs)}.
     *
     * @param listener hears of structure changes
     * @param rows the keys of payloads, where they are kept anyway
     */
    public AlexIndex(
            BlockAllocator blocks, Epochs epochs, StructureListener listener, RowKeys rows) {
        this(blocks, epochs, AlexOptions.STANDARD, listener, rows);
    }

    AlexIndex(BlockAllocator blocks, Epochs epochs, AlexOptions options) {
        this(blocks, epochs, options, StructureListener.NONE, RowKeys.NONE);
    }

    AlexIndex(
            BlockAllocator blocks,
            Epochs epochs,
            AlexOptions options,
            StructureListener listener,
            RowKeys rows) {
        this.epochs = epochs;
        this.rows = rows;
        this.store = new NodeStore(blocks, epochs, options);
        this.tree = new AlexTree(store, listener, rows);
        this.lists = new PayloadLists(store, listener);
        this.writerCursor = new TreeCursor(epochs, rows.reader());
        this.rootCell = store.allocate(BlockKind.ROOT_CELL, CELL_BYTES);
        tree.create(rootCell);
    }

    /**
     * Puts a pair in; false if it is there.
     *
     * @throws IllegalArgumentException if the payload is negative or above {@link #PAYLOAD_MAX}
     */
    public boolean insert(long key, long payload) {
        requirePayload(payload);
        store.work().begin(Operation.INSERT);
        if (!tree.locate(rootCell, key)) {
            tree.insert(key, payload, false);
        } else if (!tree.isList()) {
            long other = tree.word();
            if (other == payload) {
                return false;
            }
            tree.detach();
            tree.set(PayloadLists.wordOf(lists.createPair(other, payload)), true);
        } else {
            long list = PayloadLists.listOf(tree.word());
            long changed = lists.insert(list, payload);
            if (changed == 0) {
                return false;
            }
            replaceList(list, changed);
        }
        size++;
        return true;
    }

    static void requirePayload(long payload) {
        if ((payload & ~PAYLOAD_MAX) != 0) {
            throw new IllegalArgumentException("a payload has 40 bits, not " + payload);
        }
    }

    /**
     * Whether a key has a payload. Thread: writer; an {@link #insert} of the same key that follows
     * at once need not look for its place again.
     */
    public boolean contains(long key) {
        return tree.locate(rootCell, key);
    }

    /**
     * Fetches the memory that inserts of the keys will look at into the processor's caches: what
     * one key waits for overlaps with what the others wait for. Not worth its price for keys that
     * are {@link #areNear}. It changes nothing. Thread: writer.
     *
     * @param keys the first {@code count} of them
     */
    public void prefetch(long[] keys, int count) {
        tree.prefetch(rootCell, keys, count);
    }

    /** Whether two keys lie, or would lie, in the same node. Thread: writer. */
    public boolean areNear(long key, long other) {
        return InnerNodeLayout.nodeOf(InnerNodeLayout.descend(rootCell, key))
                == InnerNodeLayout.nodeOf(InnerNodeLayout.descend(rootCell, other));
    }

    /**
     * Before the key of a payload changes where {@link RowKeys} has it: from here on the index has
     * the pair, if it is there, by itself.
     */
    public void detach(long key, long payload) {
        store.work().begin(Operation.OTHER);
        if (tree.locate(rootCell, key) && !tree.isList() && tree.word() == payload) {
            tree.detach();
        }
    }

    /** Takes a pair out; false if it is not there. */
    public boolean remove(long key, long payload) {
        store.work().begin(Operation.REMOVE);
        if (!tree.locate(rootCell, key)) {
            return false;
        }
        if (!tree.isList()) {
            if (tree.word() != payload) {
                return false;
            }
            tree.remove();
        } else if (!removeFromList(payload)) {
            return false;
        }
        size--;
        return true;
    }

    private boolean removeFromList(long payload) {
        long list = PayloadLists.listOf(tree.word());
        long changed = lists.remove(list, payload);
        if (changed == 0) {
            return false;
        }
        if (PayloadLists.count(changed) > 1) {
            replaceList(list, changed);
            return true;
        }
        tree.set(lists.last(changed, writerCursor), false);
        lists.retire(changed);
        if (changed != list) {
            lists.retire(list);
        }
        return true;
    }

    private void replaceList(long list, long changed) {
        if (changed != list) {
            tree.set(PayloadLists.wordOf(changed), true);
            lists.retire(list);
        }
    }

    /**
     * Puts in at most {@code count} pairs in ascending order. Into an empty index this is faster
     * than one by one, and packs better. If memory runs out, the pairs before are in.
     *
     * @throws IllegalArgumentException if the index was empty and a pair is not above the one
     *     before
     */
    public void bulkLoad(LongPairSource sorted, long count) {
        if (size == 0) {
            BulkLoader load = beginLoad();
            load.load(sorted, count);
            finishLoad();
            return;
        }
        for (long i = 0; i < count && sorted.next(); i++) {
            insert(sorted.key(), sorted.payload());
        }
    }

    /**
     * Begins to fill the empty index from pairs that come in pieces; nothing else changes it before
     * {@link #finishLoad}.
     */
    public BulkLoader beginLoad() {
        if (size != 0 || loader != null) {
            throw new IllegalStateException("the index is not empty");
        }
        store.work().begin(Operation.OTHER);
        BulkLoader begun = new BulkLoader(store, tree, lists, rows, rootCell);
        loader = begun;
        return begun;
    }

    /** Puts in what the load has not yet. */
    public void finishLoad() {
        BulkLoader begun = loader;
        if (begun == null) {
            throw new IllegalStateException("no load was begun");
        }
        size = begun.finish();
        loader = null;
    }

    /** A new cursor, for one thread. */
    public AlexCursor cursor() {
        return new AlexCursor(this, epochs, rows.reader());
    }

    /** The number of pairs. */
    public long size() {
        return size;
    }

    /** The bytes of all blocks that the index consists of. Thread: any. */
    public long memoryBytes() {
        return store.tallies().bytes();
    }

    /** What these blocks are for. Thread: any; beside the writer, about. */
    public AlexMemory memory() {
        return store.tallies().memory();
    }

    /**
     * What the index consists of and what it has done. Walks the inner nodes for the height.
     * Thread: writer.
     */
    public AlexStats stats() {
        WorkTallies work = store.work();
        return new AlexStats(
                memory(),
                InnerNodes.height(ProcessMemory.getLong(rootCell)),
                work.changes(),
                work.inserts(),
                work.removals());
    }

    /**
     * Walks all nodes and checks every invariant; beside no writer.
     *
     * @throws IllegalStateException if one does not hold
     */
    public void verify() {
        AlexVerifier verifier = new AlexVerifier(rootCell, rows.reader());
        verifier.verify();
        if (verifier.pairCount() != size) {
            throw new IllegalStateException(
                    verifier.pairCount() + " pairs found, " + size + " counted");
        }
        NodeTallies found = verifier.found();
        found.rootCell(1, CELL_BYTES);
        if (!found.memory().equals(memory())) {
            throw new IllegalStateException(found.memory() + " found, " + memory() + " counted");
        }
    }

    /**
     * Retires about as many blocks as are named; the index must not be used any more, except by
     * readers that are inside an epoch already.
     *
     * @return whether all have gone
     */
    public boolean retire(int blocksMax) {
        if (closed) {
            return true;
        }
        TreeRetirement begun = retirement;
        if (begun == null) {
            begun = new TreeRetirement(store);
            begun.begin(rootCell);
            retirement = begun;
            if (loader != null) {
                loader.abandon();
                begun.alsoRetire(loader);
                loader = null;
            }
        }
        if (begun.step(blocksMax)) {
            store.retire(BlockKind.ROOT_CELL, rootCell, CELL_BYTES);
            closed = true;
        }
        return closed;
    }

    /** Retires every block at once, as {@link #retire} does in pieces. */
    @Override
    public void close() {
        boolean gone = retire(Integer.MAX_VALUE);
        assert gone;
    }

    long rootCell() {
        return rootCell;
    }
}
