package io.omendb.engine.table;

import io.omendb.engine.mvcc.BeforeImageLayout;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.engine.mvcc.VersionEpochs;
import io.omendb.engine.mvcc.VersionWord;
import io.omendb.offheap.ProcessMemory;

/**
 * Takes away what no snapshot needs: marks and before-images of changes that all see, undone ones
 * once the readers have moved on, rows that are deleted for all (rules 6 and 16 to 18).
 *
 * <p>The unit of work is a vector: one pass over its words, however many rows of it changed.
 * Vectors with words wait in a queue that is linked through the vector entries; what cannot go yet
 * goes to the queue's end. A writer that changes a row cuts that row's chain first ({@link #cut}),
 * so that a hot row does not wait for the queue.
 *
 * <p>Thread: writer.
 */
final class TablePruner {

    /** How many vectors of the queue are looked at for one that is swept. */
    private static final int LOOKS_PER_STEP = 4;

    private final RowStore store;
    private final TableShape shape;
    private final TransactionSlots slots;
    private final VersionEpochs epochs;
    private final RowGroups groups;
    private final VersionChains chains;
    private final IndexSet indexes;
    private final RowWriter rows;
    private final FreeSlots free;
    private final RowAddress row = new RowAddress();
    private long queueHead;
    private long queueTail;
    private long queueLength;

    /** Vectors of the queue that were not looked at since there was last something new. */
    private long unseen;

    private long clockSeen;
    private long epochSeen;
    private int droppedSlot = TransactionSlots.NO_SLOT;
    private int droppedMarks;
    private int holds;

    TablePruner(
            RowStore store,
            TableShape shape,
            RowGroups groups,
            VersionChains chains,
            IndexSet indexes,
            RowWriter rows,
            FreeSlots free) {
        this.store = store;
        this.shape = shape;
        this.slots = store.slots();
        this.epochs = store.versionEpochs();
        this.groups = groups;
        this.chains = chains;
        this.indexes = indexes;
        this.rows = rows;
        this.free = free;
    }

    /** How many vectors have words. */
    long queueLength() {
        return queueLength;
    }

    /** Puts the row's vector into the queue, if it is not there. */
    void enqueue(RowAddress changed) {
        if (!RowGroupLayout.flag(changed.entry, RowGroupLayout.FLAG_SWEEP)) {
            RowGroupLayout.flag(changed.entry, RowGroupLayout.FLAG_SWEEP, true);
            RowGroupLayout.sweptAt(changed.entry, -1);
            append(changed.vector(), changed.entry);
        }
    }

    /** Leaves all versions as they are until {@link #release}: somebody walks them in pieces. */
    void hold() {
        holds++;
    }

    void release() {
        assert holds > 0;
        holds--;
    }

    /** Forgets the queue; the vectors are going. */
    void forgetQueue() {
        queueHead = 0;
        queueTail = 0;
        queueLength = 0;
        unseen = 0;
    }

    /**
     * Sweeps at most {@code maxSteps} vectors. Looks at each vector of the queue once for each move
     * of the horizon or of the epochs: nothing else lets a version go.
     *
     * @return how many were swept
     */
    int prune(int maxSteps) {
        if (holds > 0) {
            return 0;
        }
        if (store.pruneClock() != clockSeen || epochs.passed() != epochSeen) {
            clockSeen = store.pruneClock();
            epochSeen = epochs.passed();
            unseen = queueLength;
        }
        int swept = 0;
        long looks = Math.min(unseen, (long) LOOKS_PER_STEP * maxSteps);
        for (; looks > 0 && swept < maxSteps; looks--) {
            unseen--;
            long vector = queueHead - 1;
            long number = RowGroupLayout.groupOfVector(vector);
            int first = firstSlot(number, vector);
            long group = groups.descriptor(number);
            long entry = RowGroupLayout.vectorEntry(group, first);
            queueHead = RowGroupLayout.nextSweep(entry);
            queueTail = queueHead == 0 ? 0 : queueTail;
            queueLength--;
            if (isReady(entry)) {
                sweep(number, group, entry, first);
                swept++;
            }
            if (RowGroupLayout.wordCount(entry) > 0) {
                append(vector, entry);
            } else {
                RowGroupLayout.flag(entry, RowGroupLayout.FLAG_SWEEP, false);
                chains.releaseWords(number, entry);
            }
        }
        return swept;
    }

    /**
     * Cuts a row's chain below the newest version that all see. The row is about to be changed: its
     * word stays in use.
     *
     * @param limit how many before-images to look at
     */
    void cut(RowAddress changed, int limit) {
        if (chains.word(changed) != VersionWord.NONE && changed.isPresent()) {
            pruneChain(changed, isSettled(changed.entry), limit);
            flushDroppedMarks();
        }
    }

    /**
     * A change in the vector was undone, or a row cleared: its words wait for the readers to move
     * on.
     */
    void awaitSettling(RowAddress changed) {
        RowGroupLayout.settleEpoch(changed.entry, epochs.await());
    }

    private void append(long vector, long entry) {
        RowGroupLayout.nextSweep(entry, 0);
        if (queueTail == 0) {
            queueHead = vector + 1;
        } else {
            long last = queueTail - 1;
            long number = RowGroupLayout.groupOfVector(last);
            long lastEntry =
                    RowGroupLayout.vectorEntry(groups.descriptor(number), firstSlot(number, last));
            RowGroupLayout.nextSweep(lastEntry, vector + 1);
        }
        queueTail = vector + 1;
        queueLength++;
    }

    /** Whether a sweep may find what the last one had to leave. */
    private boolean isReady(long entry) {
        return RowGroupLayout.sweptAt(entry) != store.pruneClock()
                || RowGroupLayout.settleEpoch(entry) != 0 && isSettled(entry);
    }

    private boolean isSettled(long entry) {
        return epochs.hasPassed(RowGroupLayout.settleEpoch(entry));
    }

    private void sweep(long number, long group, long entry, int first) {
        long words = RowGroupLayout.wordsPlain(entry);
        boolean settled = isSettled(entry);
        long horizon = store.horizon();
        long presence = RowGroupLayout.presence(group);
        long lastState = 0;
        int lastSlot = TransactionSlots.NO_SLOT;
        int remaining = RowGroupLayout.wordCount(entry);
        try {
            for (int i = 0, unseen = remaining; unseen > 0; i++) {
                long word = ProcessMemory.getLong(words + 8L * i);
                if (word == VersionWord.NONE) {
                    continue;
                }
                unseen--;
                int slot = first + i;
                boolean gone;
                if (VersionWord.tag(word) == VersionWord.CREATION
                        && RowGroupLayout.bit(presence, slot)) {
                    if (VersionWord.slot(word) != lastSlot) {
                        lastSlot = VersionWord.slot(word);
                        lastState = slots.statePlain(lastSlot);
                    }
                    gone = lastState <= horizon;
                    if (gone) {
                        ProcessMemory.putLongRelease(words + 8L * i, VersionWord.NONE);
                        dropMark(lastSlot);
                    }
                } else {
                    row.resolve(groups, RowGroupLayout.rowId(number, slot));
                    gone = !sweepRow(word, settled, words + 8L * i);
                }
                remaining -= gone ? 1 : 0;
            }
        } finally {
            flushDroppedMarks();
            RowGroupLayout.wordCount(entry, remaining);
        }
        RowGroupLayout.sweptAt(entry, store.pruneClock());
        if (settled && isSettled(entry)) {
            RowGroupLayout.settleEpoch(entry, 0);
        }
    }

    /** Returns whether the row keeps a word. The count of words is the caller's. */
    private boolean sweepRow(long word, boolean settled, long at) {
        store.epochs().reserve();
        if (!row.isPresent()) {
            if (!settled || !indexes.removeInPlace(row)) {
                return true;
            }
            dropChain(word);
            ProcessMemory.putLongRelease(at, VersionWord.NONE);
            free.give(row);
            return false;
        }
        pruneChain(row, settled, Integer.MAX_VALUE);
        return ProcessMemory.getLong(at) != VersionWord.NONE;
    }

    private void pruneChain(RowAddress at, boolean settled, int limit) {
        long link = 0; // the before-image whose next is looked at; 0: the row's word
        long word = chains.word(at);
        for (int i = 0; word != VersionWord.NONE && i < limit; i++) {
            if (VersionWord.isMark(word)) {
                pruneMark(at, link, word);
                return;
            }
            long mark = BeforeImageLayout.mark(word);
            long next = BeforeImageLayout.nextAcquire(word);
            if (VersionWord.isUndone(mark)) {
                if (settled) {
                    chains.relink(at, link, next);
                    dropMark(VersionWord.slot(mark));
                    chains.retireImage(word);
                } else {
                    link = word;
                }
            } else if (slots.statePlain(VersionWord.slot(mark)) <= store.horizon()) {
                if (VersionWord.tag(mark) == VersionWord.DELETION) {
                    clear(at, word);
                } else {
                    indexes.removeBelow(at, word);
                    chains.relink(at, link, VersionWord.NONE);
                    retireChain(at, word);
                }
                return;
            } else if (isBetween(mark, next)) {
                word = merge(at, link, word, next);
                continue;
            } else {
                link = word;
            }
            word = next;
        }
    }

    /**
     * Whether no snapshot sees the version between an update and the older change that its
     * before-image leads to.
     */
    private boolean isBetween(long mark, long next) {
        if (VersionWord.tag(mark) != VersionWord.UPDATE || !VersionWord.isImage(next)) {
            return false;
        }
        long older = BeforeImageLayout.mark(next);
        return !VersionWord.isUndone(older)
                && store.versionHorizon()
                        .isUnseen(
                                slots.statePlain(VersionWord.slot(older)),
                                slots.statePlain(VersionWord.slot(mark)));
    }

    /**
     * Takes the version between two neighbours of a chain away: the newer before-image goes, what
     * only it holds goes into a new one in place of the older, where both hold a column the older
     * value stays.
     *
     * @return the before-image that is linked now
     */
    private long merge(RowAddress at, long link, long newer, long older) {
        store.epochs().reserve();
        boolean covered = BeforeImage.covers(shape, older, newer);
        long merged = covered ? older : chains.mergedImage(newer, older);
        indexes.rememberBefore(at, newer);
        chains.relink(at, link, merged);
        indexes.removeRemembered(at);
        rows.retireStringsCovered(at, newer, older);
        dropMark(VersionWord.slot(BeforeImageLayout.mark(newer)));
        chains.retireImage(newer);
        if (!covered) {
            chains.retireImage(older);
        }
        return merged;
    }

    /** A mark at the end of a chain, or alone. */
    private void pruneMark(RowAddress at, long link, long mark) {
        int slot = VersionWord.slot(mark);
        if (slots.statePlain(slot) > store.horizon()) {
            return;
        }
        if (VersionWord.tag(mark) == VersionWord.DELETION) {
            clear(at, mark);
        } else {
            chains.relink(at, link, VersionWord.NONE);
            dropMark(slot);
        }
    }

    /**
     * Takes away a row that is deleted for all: the index entries of its older versions, its
     * strings, its presence. The deletion stays as a mark alone until the readers have moved on,
     * for those that have copied the presence bit; then its last index entries go, and its slot is
     * free.
     */
    private void clear(RowAddress at, long word) {
        if (VersionWord.isImage(word)) {
            assert chains.word(at) == word : "a deletion under a newer change";
            long mark = BeforeImageLayout.mark(word);
            long older = BeforeImageLayout.nextAcquire(word);
            indexes.removeBelow(at, word);
            chains.putWord(
                    at,
                    VersionWord.mark(
                            VersionWord.DELETION,
                            VersionWord.slot(mark),
                            VersionWord.command(mark)));
            chains.retireImage(word);
            retireChain(at, older);
        }
        rows.retireStrings(at);
        VersionChains.beginColumns(at);
        RowGroupLayout.clearBit(RowGroupLayout.presence(at.group), at.slot);
        awaitSettling(at);
    }

    /** Retires a chain that was unlinked, with the strings that only it refers to. */
    private void retireChain(RowAddress at, long from) {
        long word = from;
        while (VersionWord.isImage(word)) {
            long mark = BeforeImageLayout.mark(word);
            long next = BeforeImageLayout.nextAcquire(word);
            if (!VersionWord.isUndone(mark)) {
                rows.retireStringsOf(at, word);
            }
            dropMark(VersionWord.slot(mark));
            chains.retireImage(word);
            word = next;
        }
        if (word != VersionWord.NONE) {
            dropMark(VersionWord.slot(word));
        }
    }

    /**
     * Retires what is left of a cleared row: marks, and before-images that were undone with its
     * insertion.
     */
    private void dropChain(long from) {
        long word = from;
        while (VersionWord.isImage(word)) {
            long next = BeforeImageLayout.nextAcquire(word);
            assert VersionWord.isUndone(BeforeImageLayout.mark(word))
                    : "a change of a row that is gone";
            dropMark(VersionWord.slot(BeforeImageLayout.mark(word)));
            chains.retireImage(word);
            word = next;
        }
        dropMark(VersionWord.slot(word));
    }

    private static int firstSlot(long number, long vector) {
        return (int) (vector - RowGroupLayout.firstVectorOf(number)) << RowGroupLayout.VECTOR_SHIFT;
    }

    private void dropMark(int slot) {
        if (slot != droppedSlot) {
            flushDroppedMarks();
            droppedSlot = slot;
        }
        droppedMarks++;
    }

    private void flushDroppedMarks() {
        if (droppedMarks > 0) {
            slots.dropMarks(droppedSlot, droppedMarks);
            droppedMarks = 0;
        }
        droppedSlot = TransactionSlots.NO_SLOT;
    }
}
