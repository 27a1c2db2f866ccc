package io.omendb.alex;

import static io.omendb.alex.DataNodeLayout.BLOCK_SLOTS;
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
 * <p>A node's block is kept only while the global epoch stands still since before the node was
 * reached: a node that is retired meanwhile carries that epoch or a later one, and the caller's
 * announcement, not above it, protects it.
 */
final class TreeCursor {

    private static final int SPINS_BEFORE_YIELD = 64;

    private static final int CACHE_LINE_BYTES = 64;

    /** What a node holds on average. */
    private static final int SLOTS_FOR_TWO_ENTRIES = 3;

    /** The most keys that are prepared together. */
    static final int BATCH_MAX = 16;

    private final Epochs epochs;
    private final RowKeys.Reader rows;
    private final long[] prepared = new long[BATCH_MAX];
    private final long[] preparedVersions = new long[BATCH_MAX];
    private final int[] preparedSlots = new int[BATCH_MAX];

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
    private int lastRead;

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

    /**
     * Finds exactly this key. What most lookups do comes first and is short, so that a processor
     * begins the next one before this one's key has come from memory.
     */
    boolean find(long cell, long wanted) {
        rootCell = cell;
        epoch = epochs.current();
        long found = InnerNodeLayout.descend(cell, wanted);
        long reached = DataNode.checked(InnerNodeLayout.nodeOf(found));
        long before = ProcessMemory.getLongAcquire(reached + VERSION);
        int predicted = NodeSearch.predictFound(found, wanted);
        return look(reached, before, predicted, wanted) ? key == wanted : findAnywhere(wanted);
    }

    /** Whether the last entry not above the key was found from where it is predicted. */
    private boolean look(long reached, long before, int predicted, long wanted) {
        return lookNear(reached, before, predicted, wanted)
                || lookFurther(reached, before, predicted, wanted);
    }

    /**
     * Whether the key's place is where it is predicted or in the block after, and what was seen a
     * state of the node. Fields are written at the end only: what is read from one behind a fence
     * has to come from memory again.
     *
     * <p>An entry with the key is in no node but the one for the key. Only where there is none the
     * node's bounds have to tell that this is that node.
     */
    private boolean lookNear(long reached, long before, int predicted, long wanted) {
        int capacity = DataNode.capacity(reached);
        long range = ProcessMemory.getLongOpaque(reached + DataNodeLayout.RANGE);
        int from = predicted & -BLOCK_SLOTS;
        int last = DataNodeLayout.limit(range) - 2 * BLOCK_SLOTS;
        if ((before & VERSION_BUSY) != 0
                || capacity == 0
                || from < DataNodeLayout.first(range)
                || from > last) {
            return false;
        }
        long blocks = DataNodeLayout.blocks(reached);
        long block = NodeSearch.block(blocks, from);
        if (NodeSearch.endsBefore(block, wanted)) {
            from += BLOCK_SLOTS;
            if (from > last) {
                return false;
            }
            block = NodeSearch.block(blocks, from);
            if (NodeSearch.endsBefore(block, wanted)) {
                return false;
            }
        }
        int at = NodeSearch.floorInBlock(block, wanted);
        long foundKey = ProcessMemory.getLong(block + at);
        if (!NodeSearch.isFloor(block, at, wanted)
                || foundKey != wanted && !isWithin(reached, wanted)) {
            return false;
        }
        int foundSlot = from + (at >>> 3);
        long foundWord = DataNodeLayout.wordInBlock(block, at);
        boolean foundList = DataNode.isList(reached, foundSlot);
        VarHandle.loadLoadFence();
        if (ProcessMemory.getLongOpaque(reached + VERSION) != before) {
            return false;
        }
        node = reached;
        version = before;
        slot = foundSlot;
        key = foundKey;
        word = foundWord;
        isList = foundList;
        return true;
    }

    /** As {@link #lookNear}, anywhere in the node: the head is there already. */
    private boolean lookFurther(long reached, long before, int predicted, long wanted) {
        if ((before & VERSION_BUSY) != 0
                || DataNode.capacity(reached) == 0
                || !isWithin(reached, wanted)) {
            return false;
        }
        long range = ProcessMemory.getLongOpaque(reached + DataNodeLayout.RANGE);
        int at = NodeSearch.floor(reached, range, wanted, NodeSearch.inUse(range, predicted));
        if (at < 0) {
            return false;
        }
        node = reached;
        version = before;
        read(at);
        return isUnchanged();
    }

    private static boolean isWithin(long reached, long wanted) {
        return DataNode.low(reached) <= wanted && wanted <= DataNode.high(reached);
    }

    private boolean findAnywhere(long wanted) {
        for (int tries = 0; ; tries++) {
            if (reach(rootCell, wanted)) {
                int at = floor(wanted);
                boolean isFound = at >= 0 && read(at) == wanted;
                if (isUnchanged()) {
                    return isFound;
                }
            }
            pause(tries);
        }
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
            prepared[i] = InnerNodeLayout.descend(cell, keys[from + i]);
        }
        long touch = 0;
        for (int i = 0; i < count; i++) {
            long reached = DataNode.checked(InnerNodeLayout.nodeOf(prepared[i]));
            preparedVersions[i] = ProcessMemory.getLongAcquire(reached + VERSION);
            preparedSlots[i] = InnerNodeLayout.predicted(prepared[i]);
            if (preparedSlots[i] >= 0) {
                touch ^= NodeSearch.touchPredicted(reached, preparedSlots[i]);
            }
        }
        for (int i = 0; i < count; i++) {
            long reached = DataNode.checked(InnerNodeLayout.nodeOf(prepared[i]));
            if (preparedSlots[i] < 0 && DataNode.capacity(reached) != 0) {
                preparedSlots[i] = NodeSearch.predictFound(prepared[i], keys[from + i]);
                touch ^= NodeSearch.touchPredicted(reached, preparedSlots[i]);
            }
        }
        touched = touch;
    }

    /** Finds exactly the key that was prepared as the {@code i}-th. */
    boolean findPrepared(int i, long wanted) {
        long reached = DataNode.checked(InnerNodeLayout.nodeOf(prepared[i]));
        return look(reached, preparedVersions[i], preparedSlots[i], wanted)
                ? key == wanted
                : findAnywhere(wanted);
    }

    /** Finds the first entry with a key not below {@code wanted}. */
    boolean seekCeiling(long cell, long wanted) {
        rootCell = cell;
        epoch = epochs.current();
        long found = InnerNodeLayout.descend(cell, wanted);
        long reached = DataNode.checked(InnerNodeLayout.nodeOf(found));
        long before = ProcessMemory.getLongAcquire(reached + VERSION);
        if (look(reached, before, NodeSearch.predictFound(found, wanted), wanted)
                && (key == wanted || readAfter())) {
            return true;
        }
        return seekCeilingAnywhere(wanted);
    }

    /** Goes to the next entry of the node; false if there is none, or the node changed. */
    private boolean readAfter() {
        int at = nextEntry(slot + 1);
        if (at < 0) {
            return false;
        }
        read(at);
        return isUnchanged();
    }

    private boolean seekCeilingAnywhere(long wanted) {
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

    /**
     * Goes on over entries of the same node, each of one payload, and leaves what it met in arrays.
     *
     * @param from their first place to fill, {@code to} is the one behind the last
     * @return the place behind the last that was filled; {@code from} also if the node changed
     */
    int readOn(long[] keysOut, long[] wordsOut, int from, int to) {
        if (epochs.current() != epoch) {
            return from;
        }
        int filled;
        int capacity = DataNode.capacity(node);
        if (capacity == 0) {
            int count = Math.min(to - from, RunNodes.count(node) - 1 - slot);
            for (int i = 0; i < count; i++) {
                wordsOut[from + i] = RunNodes.payload(node, slot + 1 + i);
                keysOut[from + i] = rows.key(wordsOut[from + i]);
            }
            filled = from + Math.max(0, count);
            lastRead = slot + filled - from;
        } else {
            filled = readEntries(keysOut, wordsOut, from, to, capacity);
        }
        if (filled == from || !isUnchanged()) {
            return from;
        }
        slot = lastRead;
        key = keysOut[filled - 1];
        word = wordsOut[filled - 1];
        isList = false;
        return filled;
    }

    /** As {@link #readOn}; {@code lastRead} is the slot of the last one. */
    private int readEntries(long[] keysOut, long[] wordsOut, int from, int to, int capacity) {
        long presence = DataNodeLayout.presence(node);
        long lists = DataNode.listCount(node) == 0 ? 0 : DataNodeLayout.lists(node, capacity);
        long blocks = DataNodeLayout.blocks(node);
        touched = touchOn(blocks, capacity, to - from);
        int at = from;
        int last = slot;
        int base = (slot + 1) & -Long.SIZE;
        long mask = -1L << (slot + 1);
        for (; base < capacity && at < to; base += Long.SIZE) {
            long bits = DataNodeLayout.bits(presence, base) & mask;
            long stops = lists == 0 ? 0 : DataNodeLayout.bits(lists, base) & bits;
            if (stops != 0) {
                bits &= (stops & -stops) - 1;
            }
            for (; bits != 0 && at < to; bits &= bits - 1) {
                last = base + Long.numberOfTrailingZeros(bits);
                keysOut[at] = DataNodeLayout.key(blocks, last);
                wordsOut[at++] = DataNodeLayout.word(blocks, last);
            }
            if (stops != 0) {
                break;
            }
            mask = -1L;
        }
        lastRead = last;
        return at;
    }

    /**
     * Loads a word of each cache line that so many entries are likely to lie in: what each takes to
     * come from memory overlaps with what the others take. One begins behind the block of the slot.
     */
    private long touchOn(long blocks, int capacity, int entries) {
        int slots = Math.min(entries, capacity) * SLOTS_FOR_TWO_ENTRIES / 2;
        long end = DataNodeLayout.block(blocks, Math.min(capacity, slot + slots));
        long touch = 0;
        for (long line = DataNodeLayout.block(blocks, slot + BLOCK_SLOTS);
                line < end;
                line += CACHE_LINE_BYTES) {
            touch ^= ProcessMemory.getLong(line);
        }
        return touch;
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
        node = InnerNodeLayout.nodeOf(InnerNodeLayout.descend(cell, wanted));
        version = ProcessMemory.getLongAcquire(node + VERSION);
        return isFor(node, version, wanted);
    }

    private static boolean isFor(long reached, long before, long wanted) {
        return (before & VERSION_BUSY) == 0 && isWithin(reached, wanted);
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
        int capacity = DataNode.capacity(node);
        return DataNodeLayout.nextSet(DataNodeLayout.presence(node), from, capacity);
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
        long blocks = DataNodeLayout.blocks(node);
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
