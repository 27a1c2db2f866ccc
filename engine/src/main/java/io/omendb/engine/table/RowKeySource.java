package io.omendb.engine.table;

import io.omendb.alex.LongPairSource;
import io.omendb.engine.mvcc.BeforeImageLayout;
import io.omendb.engine.mvcc.VersionWord;
import java.util.Arrays;

/**
 * The index entries that the versions of a table's rows need, in the order of the rows; a row's
 * older versions follow its newest one. It ends at a vector that its owner moves on, so that the
 * rows can be gone through in pieces. Thread: writer; the table does not change meanwhile.
 */
final class RowKeySource implements LongPairSource {

    private final RowGroups groups;
    private final long vectorCount;
    private final VersionChains chains;
    private final RowKey rowKey;
    private final RowAddress row = new RowAddress();
    private long vectorEnd;
    private long vector = -1;
    private int slot;
    private int endSlot;
    private long[] keys = new long[8];
    private int keyCount;
    private int keyAt;

    RowKeySource(RowGroups groups, long vectorCount, VersionChains chains, RowKey rowKey) {
        this.groups = groups;
        this.vectorCount = vectorCount;
        this.chains = chains;
        this.rowKey = rowKey;
    }

    /** Begins again, before the first vector. */
    void rewind() {
        vectorEnd = 0;
        vector = -1;
        slot = 0;
        endSlot = 0;
        keyCount = 0;
        keyAt = 0;
    }

    /** Lets {@link #next} go so many vectors further; false if there are no more. */
    boolean extend(long vectors) {
        long end = Math.min(vectorCount, vectorEnd + vectors);
        boolean extended = end > vectorEnd;
        vectorEnd = end;
        return extended;
    }

    @Override
    public boolean next() {
        if (keyAt + 1 < keyCount) {
            keyAt++;
            return true;
        }
        do {
            if (!nextRow()) {
                return false;
            }
            collectKeys();
        } while (keyCount == 0);
        return true;
    }

    @Override
    public long key() {
        return keys[keyAt];
    }

    @Override
    public long payload() {
        return row.rowId;
    }

    private boolean nextRow() {
        while (true) {
            slot++;
            while (slot >= endSlot) {
                if (vector + 1 >= vectorEnd) {
                    slot = endSlot - 1;
                    return false;
                }
                vector++;
                long group = RowGroupLayout.groupOfVector(vector);
                slot =
                        (int) (vector - RowGroupLayout.firstVectorOf(group))
                                << RowGroupLayout.VECTOR_SHIFT;
                endSlot = slot + RowGroupLayout.vectorRowsOf(group);
            }
            row.resolve(groups, RowGroupLayout.rowId(RowGroupLayout.groupOfVector(vector), slot));
            if (row.isPresent()) {
                return true;
            }
        }
    }

    private void collectKeys() {
        keyCount = 0;
        keyAt = 0;
        rowKey.load(row);
        addKey();
        for (long word = chains.word(row);
                VersionWord.isImage(word);
                word = BeforeImageLayout.nextAcquire(word)) {
            rowKey.applyImage(word);
            if (!VersionWord.isUndone(BeforeImageLayout.mark(word))) {
                addKey();
            }
        }
    }

    private void addKey() {
        if (rowKey.hasNull()) {
            return;
        }
        long key = rowKey.key();
        for (int i = 0; i < keyCount; i++) {
            if (keys[i] == key) {
                return;
            }
        }
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, keyCount * 2);
        }
        keys[keyCount++] = key;
    }
}
