package io.omendb.alex;

import static io.omendb.alex.DataNodeLayout.VERSION;
import static io.omendb.alex.DataNodeLayout.VERSION_BUSY;

import io.omendb.offheap.Epochs;
import io.omendb.offheap.ProcessMemory;
import java.lang.invoke.VarHandle;

/**
 * A reader's position in one tree of nodes. Thread: its user, inside an epoch; also the writer.
 *
 * <p>Reading a data node: the version with acquire; what is wanted; load-load fence; the version
 * again. If it moved, or the writer was inside, all of it is done again from the root (pairs as
 * argued in {@link DataNode}). A node that is marked as replaced is left the same way: the mark
 * comes after the switch of the slots, so the way from the root leads past it. So is one whose
 * bounds the key is outside of: a reader that came into an inner node before the keys beyond one of
 * its ends were given to another node is led on to the child at that end. That may be a new node,
 * which is not replaced and never had the key ({@link InnerNodeLayout#descend}). The bounds never
 * change, so they are read without the version. A node that is reached, has the key inside its
 * bounds and is not replaced is the one for the key.
 *
 * <p>Keys of a run come from {@link RowKeys}, in between the same looks at the version.
 *
 * <p>A node's offset is kept only while the global epoch stands still since before the node was
 * reached: a node that is retired meanwhile carries that epoch or a later one, and the caller's
 * announcement, not above it, protects it.
 */
final class TreeCursor {

    private static final int SPINS_BEFORE_YIELD = 64;

    /** The most keys that are prepared together. */
    static final int BATCH_MAX = 16;

    private final Epochs epochs;
    private final RowKeys.Reader rows;
    private final long[] preparedNodes = new long[BATCH_MAX];
    private final long[] preparedVersions = new long[BATCH_MAX];

    /**
     * What was loaded only to have it in the cache; kept, so that the loads are not optimised away.
     */
    private long touched;

    private long rootCell;
    private long epoch;
    private long node;
    private long version;
    private int slot;
    private long key;
    private long word;
    private boolean isList;
    private boolean isFound;

    TreeCursor(Epochs epochs, RowKeys.Reader rows) {
        this.epochs = epochs;
        this.rows = rows;
    }

    long key() {
        return key;
    }

    long word() {
        return word;
    }

    boolean isList() {
        return isList;
    }

    long touched() {
        return touched;
    }

    /** Finds exactly this key. */
    boolean find(long cell, long wanted) {
        rootCell = cell;
        epoch = epochs.current();
        for (int tries = 0; ; tries++) {
            if (reach(rootCell, wanted) && lookFor(wanted)) {
                return isFound;
            }
            pause(tries);
        }
    }

    /** Looks for a key in its node; whether what was seen is a state of the node. */
    private boolean lookFor(long wanted) {
        if (RunNodes.isRun(node)) {
            int index = RunNodes.floor(node, rows, wanted);
            isFound = index >= 0 && read(index) == wanted;
            return isUnchanged();
        }
        long range = ProcessMemory.getLongOpaque(node + DataNodeLayout.RANGE);
        int predicted = NodeSearch.predictInUse(node, range, wanted);
        // The word's line is asked for before the search has waited for the key's.
        touched = DataNode.word(node, predicted);
        int at = NodeSearch.floor(node, range, wanted, predicted);
        isFound = at >= 0 && read(at) == wanted;
        return isUnchanged();
    }

    /**
     * Walks the way to at most {@link #BATCH_MAX} keys ahead of {@link #findPrepared}, in steps
     * taken for all of them before the next: the cache misses of one step do not depend on each
     * other, and overlap.
     */
    void prepare(long cell, long[] keys, int from, int count) {
        rootCell = cell;
        epoch = epochs.current();
        for (int i = 0; i < count; i++) {
            preparedNodes[i] = InnerNodeLayout.descend(cell, keys[from + i]);
        }
        for (int i = 0; i < count; i++) {
            preparedVersions[i] = ProcessMemory.getLongAcquire(preparedNodes[i] + VERSION);
        }
        long touch = 0;
        for (int i = 0; i < count; i++) {
            touch ^= NodeSearch.touchPredicted(preparedNodes[i], keys[from + i]);
        }
        touched = touch;
    }

    /** Finds exactly the key that was prepared as the {@code i}-th. */
    boolean findPrepared(int i, long wanted) {
        node = preparedNodes[i];
        version = preparedVersions[i];
        if (isFor(wanted) && lookFor(wanted)) {
            return isFound;
        }
        return find(rootCell, wanted);
    }

    /** Finds the first entry with a key not below {@code wanted}. */
    boolean seekCeiling(long cell, long wanted) {
        rootCell = cell;
        epoch = epochs.current();
        long from = wanted;
        for (int tries = 0; ; tries++) {
            if (reach(rootCell, from)) {
                long high = DataNode.high(node);
                int at = floor(from);
                if (at < 0 || read(at) != from) {
                    at = nextEntry(at < 0 ? 0 : at + 1);
                    if (at >= 0) {
                        read(at);
                    }
                }
                if (isUnchanged()) {
                    if (at >= 0) {
                        return true;
                    }
                    if (high == Long.MAX_VALUE) {
                        return false;
                    }
                    from = high + 1;
                    continue;
                }
            }
            pause(tries);
        }
    }

    /** Finds the last entry with a key not above {@code wanted}. */
    boolean seekFloor(long cell, long wanted) {
        rootCell = cell;
        epoch = epochs.current();
        long from = wanted;
        for (int tries = 0; ; tries++) {
            if (reach(rootCell, from)) {
                long low = DataNode.low(node);
                int at = floor(from);
                if (at >= 0) {
                    read(at);
                }
                if (isUnchanged()) {
                    if (at >= 0) {
                        return true;
                    }
                    if (low == Long.MIN_VALUE) {
                        return false;
                    }
                    from = low - 1;
                    continue;
                }
            }
            pause(tries);
        }
    }

    boolean next() {
        if (epochs.current() == epoch) {
            long high = DataNode.high(node);
            int at = nextEntry(slot + 1);
            long keyBefore = key;
            if (at >= 0) {
                read(at);
            }
            if (isUnchanged()) {
                return at >= 0 || high != Long.MAX_VALUE && seekCeiling(rootCell, high + 1);
            }
            key = keyBefore;
        }
        return key != Long.MAX_VALUE && seekCeiling(rootCell, key + 1);
    }

    boolean previous() {
        if (epochs.current() == epoch) {
            long low = DataNode.low(node);
            int at = entryBefore(slot);
            long keyBefore = key;
            if (at >= 0) {
                read(at);
            }
            if (isUnchanged()) {
                return at >= 0 || low != Long.MIN_VALUE && seekFloor(rootCell, low - 1);
            }
            key = keyBefore;
        }
        return key != Long.MIN_VALUE && seekFloor(rootCell, key - 1);
    }

    /**
     * Goes down to the node for a key; false if the writer is inside, it was replaced, or it is not
     * the node.
     */
    boolean reach(long cell, long wanted) {
        node = InnerNodeLayout.descend(cell, wanted);
        version = ProcessMemory.getLongAcquire(node + VERSION);
        return isFor(wanted);
    }

    private boolean isFor(long wanted) {
        return (version & VERSION_BUSY) == 0
                && DataNode.low(node) <= wanted
                && wanted <= DataNode.high(node);
    }

    private boolean isUnchanged() {
        VarHandle.loadLoadFence();
        return ProcessMemory.getLongOpaque(node + VERSION) == version;
    }

    private int floor(long wanted) {
        return RunNodes.isRun(node)
                ? RunNodes.floor(node, rows, wanted)
                : NodeSearch.floor(node, wanted);
    }

    private int entryBefore(int from) {
        return RunNodes.isRun(node)
                ? from - 1
                : DataNodeLayout.previousSet(DataNodeLayout.presence(node), from - 1);
    }

    private int nextEntry(int from) {
        if (RunNodes.isRun(node)) {
            return from < RunNodes.count(node) ? from : -1;
        }
        return DataNodeLayout.nextSet(DataNodeLayout.presence(node), from, DataNode.capacity(node));
    }

    private long read(int at) {
        int capacity = DataNode.capacity(node);
        if (capacity == 0) {
            slot = at;
            word = RunNodes.payload(node, at);
            key = rows.key(word);
            isList = false;
            return key;
        }
        long blocks = DataNodeLayout.blocks(node, capacity);
        slot = at;
        key = DataNodeLayout.key(blocks, at);
        word = DataNodeLayout.word(blocks, at);
        isList = DataNode.isList(node, at);
        return key;
    }

    private static void pause(int tries) {
        if (tries < SPINS_BEFORE_YIELD) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }
}
