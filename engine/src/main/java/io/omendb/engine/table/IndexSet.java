package io.omendb.engine.table;

import io.omendb.engine.mvcc.BeforeImageLayout;
import io.omendb.engine.mvcc.VersionWord;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.sql.vector.Batch;
import java.util.Arrays;

/**
 * The indexes of a table and the rule by which entries come and go: an entry goes in with the
 * write, and out when no remaining version of the row has its key (rule 18).
 *
 * <p>Thread: writer.
 */
final class IndexSet {

    private final TableShape shape;
    private final VersionChains chains;
    private final long[] columnMask;
    private TableIndex[] indexes = {};
    private long[] keptKeys = new long[16];

    IndexSet(TableShape shape, VersionChains chains) {
        this.shape = shape;
        this.chains = chains;
        this.columnMask = new long[shape.maskWords];
    }

    TableIndex[] indexes() {
        return indexes;
    }

    void attach(TableIndex index) {
        TableIndex[] grown = Arrays.copyOf(indexes, indexes.length + 1);
        grown[indexes.length] = index;
        indexes = grown;
        recompute();
    }

    void detach(TableIndex index) {
        indexes = Arrays.stream(indexes).filter(i -> i != index).toArray(TableIndex[]::new);
        recompute();
    }

    /** Fetches what {@link #addInserted} will look at for rows of the batch. */
    void prefetch(Batch batch, int batchRow, int count) {
        for (TableIndex index : indexes) {
            index.prefetch(batch, batchRow, count);
        }
    }

    /** Adds the entries of a row that is about to be inserted. */
    void addInserted(Batch batch, int batchRow, long rowId) {
        int done = 0;
        try {
            for (; done < indexes.length; done++) {
                TableIndex index = indexes[done];
                if (!index.loadKey(batch, batchRow).hasNull()) {
                    index.add(index.rowKey().key(), rowId);
                }
            }
        } catch (MemoryExhaustedException e) {
            removeInserted(batch, batchRow, rowId, done);
            throw e;
        }
    }

    /** Takes the entries of the first {@code count} indexes back. */
    private void removeInserted(Batch batch, int batchRow, long rowId, int count) {
        for (int i = 0; i < count; i++) {
            if (!indexes[i].loadKey(batch, batchRow).hasNull()) {
                indexes[i].remove(indexes[i].rowKey().key(), rowId);
            }
        }
    }

    /**
     * Adds the entries that a change of some columns makes necessary; the row is not changed yet.
     */
    void addUpdated(RowAddress row, Batch batch, int batchRow, int[] columns) {
        int done = 0;
        try {
            for (; done < indexes.length; done++) {
                TableIndex index = indexes[done];
                if (index.isTouchedBy(columns)) {
                    index.detachBeforeChange(row, batch, batchRow, columns);
                    RowKey key = index.loadChangedKey(row, batch, batchRow, columns);
                    long added = key.hasNull() ? 0 : key.key();
                    if (!key.hasNull() && !hasVersionWithKey(row, index, added)) {
                        index.add(added, row.rowId);
                    }
                }
            }
        } catch (MemoryExhaustedException e) {
            removeUpdated(row, batch, batchRow, columns, done);
            throw e;
        }
    }

    /** Takes the entries of the first {@code count} indexes back; the row was not changed. */
    private void removeUpdated(
            RowAddress row, Batch batch, int batchRow, int[] columns, int count) {
        for (int i = 0; i < count; i++) {
            if (indexes[i].isTouchedBy(columns)) {
                RowKey key = indexes[i].loadChangedKey(row, batch, batchRow, columns);
                if (!key.hasNull()) {
                    removeUnlessNeeded(row, indexes[i], key.key());
                }
            }
        }
    }

    /**
     * Remembers the keys of the version before a change that touched them, as {@link
     * #removeRemembered} needs it.
     */
    void rememberBefore(RowAddress row, long image) {
        for (TableIndex index : indexes) {
            index.forgetKey();
            if (!BeforeImage.intersects(shape, image, index.columnMask())) {
                continue;
            }
            RowKey key = index.rowKey();
            key.load(row);
            long word = chains.word(row);
            for (; word != image; word = BeforeImageLayout.nextAcquire(word)) {
                key.applyImage(word);
            }
            key.applyImage(image);
            index.rememberLoadedKey();
        }
    }

    /** Remembers the keys of a row as it lies, of the indexes that a change touches. */
    void rememberInPlace(RowAddress row, long image) {
        for (TableIndex index : indexes) {
            index.forgetKey();
            if (BeforeImage.intersects(shape, image, index.columnMask())) {
                index.rowKey().load(row);
                index.rememberLoadedKey();
            }
        }
    }

    /** Removes the entries of the remembered keys that no version of the row has any more. */
    void removeRemembered(RowAddress row) {
        for (TableIndex index : indexes) {
            if (index.hasRememberedKey()) {
                removeUnlessNeeded(row, index, index.rememberedKey());
            }
        }
    }

    /** Removes the entry of a key unless a version of the row still has it. */
    private void removeUnlessNeeded(RowAddress row, TableIndex index, long undoneKey) {
        if (!hasVersionWithKey(row, index, undoneKey)) {
            index.remove(undoneKey, row.rowId);
        }
    }

    /**
     * Removes the entries of the row as it lies in its place; no other version of it remains.
     *
     * @return false if there is no memory for that now: it can be done again
     */
    boolean removeInPlace(RowAddress row) {
        try {
            for (TableIndex index : indexes) {
                index.rowKey().load(row);
                if (!index.rowKey().hasNull()) {
                    index.remove(index.rowKey().key(), row.rowId);
                }
            }
            return true;
        } catch (MemoryExhaustedException e) {
            return false;
        }
    }

    /**
     * Removes the entries of the versions that go when the chain is cut at {@code cut}: those
     * before its change and all older ones. Called while the whole chain hangs together.
     *
     * @param cut a before-image in the chain
     */
    void removeBelow(RowAddress row, long cut) {
        if (!touchesKeys(cut)) {
            return;
        }
        for (TableIndex index : indexes) {
            removeBelow(row, index, cut);
        }
    }

    private void removeBelow(RowAddress row, TableIndex index, long cut) {
        RowKey key = index.rowKey();
        key.load(row);
        int kept = keep(key, 0);
        boolean below = false;
        for (long word = chains.word(row);
                VersionWord.isImage(word);
                word = BeforeImageLayout.nextAcquire(word)) {
            below |= word == cut;
            if (!BeforeImage.intersects(shape, word, index.columnMask())) {
                continue;
            }
            key.applyImage(word);
            if (VersionWord.isUndone(BeforeImageLayout.mark(word))) {
                continue; // what was between changes that were undone together is no version of the
                // row
            }
            if (!below) {
                kept = keep(key, kept);
            } else if (!key.hasNull() && !isKept(key.key(), kept)) {
                index.remove(
                        key.key(), row.rowId); // a second removal of the same key finds nothing
            }
        }
    }

    private boolean touchesKeys(long image) {
        for (long word = image;
                VersionWord.isImage(word);
                word = BeforeImageLayout.nextAcquire(word)) {
            if (BeforeImage.intersects(shape, word, columnMask)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasVersionWithKey(RowAddress row, TableIndex index, long wanted) {
        RowKey key = index.rowKey();
        key.load(row);
        if (!key.hasNull() && key.key() == wanted) {
            return true;
        }
        for (long word = chains.word(row);
                VersionWord.isImage(word);
                word = BeforeImageLayout.nextAcquire(word)) {
            key.applyImage(word);
            boolean isVersion = !VersionWord.isUndone(BeforeImageLayout.mark(word));
            if (isVersion && !key.hasNull() && key.key() == wanted) {
                return true;
            }
        }
        return false;
    }

    private int keep(RowKey key, int kept) {
        if (key.hasNull()) {
            return kept;
        }
        if (kept == keptKeys.length) {
            keptKeys = Arrays.copyOf(keptKeys, kept * 2);
        }
        keptKeys[kept] = key.key();
        return kept + 1;
    }

    private boolean isKept(long key, int kept) {
        for (int i = 0; i < kept; i++) {
            if (keptKeys[i] == key) {
                return true;
            }
        }
        return false;
    }

    private void recompute() {
        Arrays.fill(columnMask, 0);
        for (TableIndex index : indexes) {
            for (int word = 0; word < columnMask.length; word++) {
                columnMask[word] |= index.columnMask()[word];
            }
        }
    }
}
