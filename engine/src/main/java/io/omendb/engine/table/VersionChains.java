package io.omendb.engine.table;

import io.omendb.engine.mvcc.BeforeImageLayout;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.engine.mvcc.VersionWord;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.ProcessMemory;
import io.omendb.offheap.Tally;
import java.lang.invoke.VarHandle;

/**
 * The words of a table's rows and the before-images that hang from them, as the writer makes, walks
 * and unlinks them.
 *
 * <p>Thread: writer. Nothing is freed here but through the epochs.
 */
final class VersionChains {

    private final TableShape shape;
    private final BlockAllocator allocator;
    private final Epochs epochs;
    private final TransactionSlots slots;
    private final Tally images = new Tally();
    private final Tally imageBytes = new Tally();
    private final Tally wordVectors = new Tally();
    private final Tally wordBytes = new Tally();

    /**
     * Set by {@link #newest}: the slot and command of the change that it found, {@link
     * TransactionSlots#NO_SLOT} if none.
     */
    int newestSlot;

    int newestCommand;

    VersionChains(
            TableShape shape, BlockAllocator allocator, Epochs epochs, TransactionSlots slots) {
        this.shape = shape;
        this.allocator = allocator;
        this.epochs = epochs;
        this.slots = slots;
    }

    // Figures, in blocks as the allocator rounds them, without those that wait for readers.
    // Thread: any

    /** How many before-images there are. */
    long images() {
        return images.value();
    }

    long imageBytes() {
        return imageBytes.value();
    }

    /** How many vectors of rows have words. */
    long wordVectors() {
        return wordVectors.value();
    }

    long wordBytes() {
        return wordBytes.value();
    }

    long word(RowAddress row) {
        long words = RowGroupLayout.wordsPlain(row.entry);
        return words == 0
                ? VersionWord.NONE
                : ProcessMemory.getLong(words + 8L * row.slotInVector());
    }

    /** Makes sure that the row's vector has words (rule 2). */
    void ensureWords(RowAddress row) {
        if (RowGroupLayout.wordsPlain(row.entry) == 0) {
            long size = RowGroupLayout.wordBytes(RowGroupLayout.groupOf(row.rowId));
            long words = allocator.allocateZeroed(size);
            RowGroupLayout.wordsRelease(row.entry, words); // pairs with wordsAcquire in TableReader
            countWords(1, size);
        }
    }

    /** Gives a vector's words back when all are 0. */
    void releaseWords(long group, long entry) {
        assert RowGroupLayout.wordCount(entry) == 0;
        long words = RowGroupLayout.wordsPlain(entry);
        if (words != 0) {
            long size = RowGroupLayout.wordBytes(group);
            RowGroupLayout.wordsRelease(entry, 0);
            epochs.retire(words, size);
            countWords(-1, size);
        }
    }

    /** Publishes a row's word; the vector has words. Readers acquire it. */
    void putWord(RowAddress row, long word) {
        long at = RowGroupLayout.wordsPlain(row.entry) + 8L * row.slotInVector();
        int change = (word == 0 ? 0 : 1) - (ProcessMemory.getLong(at) == 0 ? 0 : 1);
        if (change != 0) {
            RowGroupLayout.wordCount(row.entry, RowGroupLayout.wordCount(row.entry) + change);
        }
        ProcessMemory.putLongRelease(at, word);
    }

    /** Counts and publishes a change, and lets the columns be changed after it (rules 1, 3, 5). */
    void publish(RowAddress row, int slot, long word) {
        slots.addMarks(slot, 1);
        putWord(row, word);
        beginColumns(row);
    }

    /** As the shorter one, for consecutive rows of a vector that have no words yet. */
    void publish(RowAddress first, int count, int slot, long word) {
        slots.addMarks(slot, count);
        long at = RowGroupLayout.wordsPlain(first.entry) + 8L * first.slotInVector();
        for (int i = 0; i < count; i++) {
            assert ProcessMemory.getLong(at + 8L * i) == VersionWord.NONE;
            ProcessMemory.putLongRelease(at + 8L * i, word);
        }
        RowGroupLayout.wordCount(first.entry, RowGroupLayout.wordCount(first.entry) + count);
        beginColumns(first);
    }

    /**
     * What comes between a word and the columns: the change counter, fenced on both sides (rule 5).
     */
    static void beginColumns(RowAddress row) {
        VarHandle.storeStoreFence();
        RowGroupLayout.bumpChanges(row.entry);
        VarHandle.storeStoreFence();
    }

    /** A before-image of some columns of a row as they are now; not yet published. */
    long newImage(RowAddress row, long mark, int[] columns, int columnCount) {
        long size = BeforeImageLayout.headerBytes(shape.maskWords) + 8L * columnCount;
        for (int i = 0; i < columnCount; i++) {
            size += shape.isString(columns[i]) ? 8 : 0;
        }
        long image = allocator.allocate(size);
        countImage(1, size);
        BeforeImageLayout.mark(image, mark);
        BeforeImageLayout.nextRelease(image, word(row));
        for (int word = 0; word < shape.maskWords; word++) {
            BeforeImageLayout.columns(image, word, 0);
        }
        for (int i = 0; i < columnCount; i++) {
            int word = columns[i] >>> 6;
            long bits = BeforeImageLayout.columns(image, word);
            assert (bits >>> columns[i] & 1) == 0 : "a column is set twice";
            BeforeImageLayout.columns(image, word, bits | 1L << columns[i]);
        }
        BeforeImage.capture(shape, image, row);
        return image;
    }

    /**
     * A before-image that does what two neighbours in a chain do together, as the older one's
     * change; not yet linked.
     */
    long mergedImage(long newer, long older) {
        long size = BeforeImageLayout.headerBytes(shape.maskWords);
        for (int word = 0; word < shape.maskWords; word++) {
            long columns =
                    BeforeImageLayout.columns(newer, word) | BeforeImageLayout.columns(older, word);
            size += 8L * (Long.bitCount(columns) + Long.bitCount(columns & shape.stringMask[word]));
        }
        long image = allocator.allocate(size);
        countImage(1, size);
        BeforeImageLayout.mark(image, BeforeImageLayout.mark(older));
        BeforeImageLayout.nextRelease(image, BeforeImageLayout.nextAcquire(older));
        for (int word = 0; word < shape.maskWords; word++) {
            long columns =
                    BeforeImageLayout.columns(newer, word) | BeforeImageLayout.columns(older, word);
            BeforeImageLayout.columns(image, word, columns);
        }
        BeforeImage.merge(shape, image, newer, older);
        return image;
    }

    /**
     * Puts a word where another was linked: into the row's word, or into the next of a
     * before-image.
     */
    void relink(RowAddress row, long link, long word) {
        if (link == 0) {
            putWord(row, word);
        } else {
            BeforeImageLayout.nextRelease(link, word);
        }
    }

    /** Frees a before-image that no reader has seen. */
    void discardImage(long image) {
        long size = BeforeImage.bytes(shape, image);
        allocator.free(image, size);
        countImage(-1, size);
    }

    /**
     * Retires a before-image that has been unlinked, its mark staying counted: the caller moves or
     * drops it.
     */
    void retireImage(long image) {
        long size = BeforeImage.bytes(shape, image);
        epochs.retire(image, size);
        countImage(-1, size);
    }

    private void countImage(int sign, long size) {
        images.add(sign);
        imageBytes.add(sign * BlockAllocator.blockBytes(size));
    }

    private void countWords(int sign, long size) {
        wordVectors.add(sign);
        wordBytes.add(sign * BlockAllocator.blockBytes(size));
    }

    /**
     * Finds the newest change of a row that was not undone.
     *
     * @return what it makes the row to a transaction in {@code ownSlot}
     */
    RowState newest(RowAddress row, int ownSlot) {
        newestSlot = TransactionSlots.NO_SLOT;
        newestCommand = 0;
        boolean present = row.isPresent();
        long word = word(row);
        while (VersionWord.isImage(word) && VersionWord.isUndone(BeforeImageLayout.mark(word))) {
            word = BeforeImageLayout.nextAcquire(word);
        }
        if (!present) {
            return RowState.NONE;
        }
        if (word == VersionWord.NONE) {
            return RowState.LIVE_COMMITTED;
        }
        long mark = VersionWord.isImage(word) ? BeforeImageLayout.mark(word) : word;
        newestSlot = VersionWord.slot(mark);
        newestCommand = VersionWord.command(mark);
        boolean deleted = VersionWord.tag(mark) == VersionWord.DELETION;
        if (newestSlot == ownSlot) {
            return deleted ? RowState.OWN_DELETED : RowState.OWN_LIVE;
        }
        if (slots.isInProgress(newestSlot)) {
            return RowState.IN_PROGRESS_OTHER;
        }
        return deleted ? RowState.DELETED_COMMITTED : RowState.LIVE_COMMITTED;
    }

    /**
     * Retires before-images of a row that is going with its table, the newest first.
     *
     * @return how many; less than {@code imagesMax} if the row has no word left
     */
    int dropChain(RowAddress row, int imagesMax) {
        long word = word(row);
        int dropped = 0;
        for (; dropped < imagesMax && VersionWord.isImage(word); dropped++) {
            long next = BeforeImageLayout.nextAcquire(word);
            putWord(row, next);
            slots.dropMarks(VersionWord.slot(BeforeImageLayout.mark(word)), 1);
            retireImage(word);
            word = next;
        }
        if (dropped < imagesMax && word != VersionWord.NONE) {
            putWord(row, VersionWord.NONE);
            slots.dropMarks(VersionWord.slot(word), 1);
        }
        return dropped;
    }
}
