package io.omendb.engine.table;

import io.omendb.alex.AlexCursor;
import io.omendb.alex.AlexIndex;
import io.omendb.alex.AlexMemory;
import io.omendb.engine.mvcc.BeforeImageLayout;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.engine.mvcc.VersionWord;
import io.omendb.sql.vector.Batch;

/**
 * An index of a table: from the key of some columns, as {@link KeyCodec} makes it, to row ids. An
 * entry is a hint: the row has, or had, or will have that key in some version. A version with a
 * NULL among its key columns has no entry.
 *
 * <p>Thread: writer; readers use {@link IndexLookup} and {@link IndexScan}.
 */
public final class TableIndex {

    /** Rows whose keys are fetched together, at most. */
    static final int PREFETCHED_MAX = 32;

    private final Table table;
    private final TableShape shape;
    private final int[] columns;
    private final boolean unique;
    private final KeyCodec codec;
    private final long[] columnMask;
    private final RowKey rowKey;
    private final AlexIndex entries;
    private final AlexCursor cursor;
    private final long[] prefetchedKeys = new long[PREFETCHED_MAX];
    private final RowAddress candidate = new RowAddress();
    private boolean keyRemembered;
    private long rememberedKey;
    private long conflictRow;
    private long conflictKey;
    private int conflictSlot;

    TableIndex(Table table, TableShape shape, int[] columns, boolean unique, KeyCodec codec) {
        this.table = table;
        this.shape = shape;
        this.columns = columns.clone();
        this.unique = unique;
        this.codec = codec;
        this.columnMask = new long[shape.maskWords];
        for (int column : columns) {
            columnMask[column >>> 6] |= 1L << column;
        }
        this.rowKey = new RowKey(shape, this.columns, codec);
        this.entries =
                new AlexIndex(
                        table.store().allocator(),
                        table.store().epochs(),
                        table.store().structureListener(),
                        new StoredKeys(table, shape, this.columns, codec));
        this.cursor = entries.cursor();
    }

    public boolean isUnique() {
        return unique;
    }

    /** The table's columns that make the key, most significant first. */
    public int[] columns() {
        return columns.clone();
    }

    public KeyCodec codec() {
        return codec;
    }

    /** The number of entries. Thread: writer. */
    public long entryCount() {
        return entries.size();
    }

    /** Bytes of the index. Thread: any. */
    public long bytes() {
        return entries.memoryBytes();
    }

    /** What the index consists of; beside the writer, about. Thread: any. */
    public AlexMemory memory() {
        return entries.memory();
    }

    // Uniqueness, decided on the newest versions

    /** Whether a row that is about to be inserted finds its key taken. */
    public KeyConflict conflictOfInsert(Batch batch, int batchRow, int ownSlot) {
        RowKey key = loadKey(batch, batchRow);
        if (key.hasNull() || !entries.contains(key.key())) {
            return KeyConflict.NONE;
        }
        return findConflict(key.key(), ownSlot, -1);
    }

    /** Whether a row that is about to be updated finds its new key taken. */
    public KeyConflict conflictOfUpdate(
            long rowId, int[] changed, Batch batch, int batchRow, int ownSlot) {
        if (!isTouchedBy(changed)) {
            return KeyConflict.NONE;
        }
        candidate.resolve(table.groups(), rowId);
        RowKey key = loadChangedKey(candidate, batch, batchRow, changed);
        return key.hasNull() ? KeyConflict.NONE : findConflict(key.key(), ownSlot, rowId);
    }

    /**
     * Whether a key is taken, seen from a transaction.
     *
     * @param exceptRow a row that may have it, or -1
     */
    public KeyConflict findConflict(long key, int ownSlot, long exceptRow) {
        KeyConflict found = KeyConflict.NONE;
        conflictKey = key;
        for (boolean more = cursor.find(key); more && cursor.key() == key; more = cursor.next()) {
            long rowId = cursor.payload();
            if (rowId == exceptRow) {
                continue;
            }
            if (table.isInInsertRun(rowId)) {
                conflictRow = rowId;
                conflictSlot = TransactionSlots.NO_SLOT;
                return KeyConflict.LIVE;
            }
            candidate.resolve(table.groups(), rowId);
            switch (table.chains().newest(candidate, ownSlot)) {
                case LIVE_COMMITTED, OWN_LIVE -> {
                    rowKey.load(candidate);
                    if (!rowKey.hasNull() && rowKey.key() == key) {
                        conflictRow = rowId;
                        conflictSlot = TransactionSlots.NO_SLOT;
                        return KeyConflict.LIVE;
                    }
                }
                case IN_PROGRESS_OTHER -> {
                    int slot = table.chains().newestSlot;
                    if (mayHaveKey(candidate, slot, key)) {
                        conflictRow = rowId;
                        conflictSlot = slot;
                        found = KeyConflict.IN_PROGRESS;
                    }
                }
                case NONE, DELETED_COMMITTED, OWN_DELETED -> {}
            }
        }
        return found;
    }

    /**
     * The row that a statement may change by its key: the newest version decides, and another
     * transaction's uncommitted insert is not there yet. The answer is like that of {@link
     * #findConflict}.
     */
    public KeyConflict findTarget(long key, int ownSlot) {
        conflictKey = key;
        KeyConflict found = KeyConflict.NONE;
        for (boolean more = cursor.find(key); more && cursor.key() == key; more = cursor.next()) {
            long rowId = cursor.payload();
            candidate.resolve(table.groups(), rowId);
            switch (table.chains().newest(candidate, ownSlot)) {
                case LIVE_COMMITTED, OWN_LIVE -> {
                    rowKey.load(candidate);
                    if (!rowKey.hasNull() && rowKey.key() == key) {
                        conflictRow = rowId;
                        conflictSlot = TransactionSlots.NO_SLOT;
                        return KeyConflict.LIVE;
                    }
                }
                case IN_PROGRESS_OTHER -> {
                    int slot = table.chains().newestSlot;
                    if (!isInsertedBy(candidate, slot) && mayHaveKey(candidate, slot, key)) {
                        conflictRow = rowId;
                        conflictSlot = slot;
                        found = KeyConflict.IN_PROGRESS;
                    }
                }
                case NONE, DELETED_COMMITTED, OWN_DELETED -> {}
            }
        }
        return found;
    }

    /** Whether the row was not there before the transaction in {@code slot}. */
    private boolean isInsertedBy(RowAddress row, int slot) {
        long word = table.chains().word(row);
        while (VersionWord.isImage(word)) {
            long mark = BeforeImageLayout.mark(word);
            if (!VersionWord.isUndone(mark)
                    && VersionWord.tag(mark) == VersionWord.CREATION
                    && VersionWord.slot(mark) == slot) {
                return true;
            }
            word = BeforeImageLayout.nextAcquire(word);
        }
        return word != VersionWord.NONE
                && VersionWord.tag(word) == VersionWord.CREATION
                && VersionWord.slot(word) == slot;
    }

    /** The row that the last conflict was with. */
    public long conflictRow() {
        return conflictRow;
    }

    /** The transaction that the last conflict waits for. */
    public int conflictSlot() {
        return conflictSlot;
    }

    /** The key that the last conflict was about. */
    public long conflictKey() {
        return conflictKey;
    }

    // Entries

    /**
     * Fetches what inserts of the rows' keys will look at, see {@link AlexIndex#prefetch}; not if
     * the first and the last belong together, as those of rows in the order of their keys do.
     */
    void prefetch(Batch batch, int batchRow, int count) {
        assert count > 1 && count <= PREFETCHED_MAX;
        RowKey key = loadKey(batch, batchRow);
        long first = key.key();
        boolean isNear = !key.hasNull();
        isNear &= !loadKey(batch, batchRow + count - 1).hasNull();
        if (isNear && entries.areNear(first, key.key())) {
            return;
        }
        int keyCount = 0;
        for (int i = 0; i < count; i++) {
            if (!loadKey(batch, batchRow + i).hasNull()) {
                prefetchedKeys[keyCount++] = key.key();
            }
        }
        entries.prefetch(prefetchedKeys, keyCount);
    }

    void add(long key, long rowId) {
        entries.insert(key, rowId);
    }

    /**
     * Takes an entry out.
     *
     * @throws io.omendb.offheap.MemoryExhaustedException if the row is among those that need no
     *     entries, and there is no memory for those around it
     */
    void remove(long key, long rowId) {
        entries.remove(key, rowId);
    }

    /** Gives a row an entry of its own, if its key is about to become another one in place. */
    void detachBeforeChange(RowAddress row, Batch batch, int batchRow, int[] changed) {
        rowKey.load(row);
        if (rowKey.hasNull()) {
            return;
        }
        long before = rowKey.key();
        RowKey after = loadChangedKey(row, batch, batchRow, changed);
        if (after.hasNull() || after.key() != before) {
            entries.detach(before, row.rowId);
        }
    }

    AlexCursor cursor() {
        return entries.cursor();
    }

    /** A source of the entries that the rows need. */
    RowKeySource source(long vectorCount) {
        return new RowKeySource(table.groups(), vectorCount, table.chains(), rowKey);
    }

    AlexIndex entries() {
        return entries;
    }

    /** Retires about so many blocks of an index that nobody begins to read any more. */
    boolean retire(int blocksMax) {
        return entries.retire(blocksMax);
    }

    void close() {
        entries.close();
    }

    // Keys

    long[] columnMask() {
        return columnMask;
    }

    RowKey rowKey() {
        return rowKey;
    }

    /** The key of a row of a batch with all columns of the table. */
    RowKey loadKey(Batch batch, int batchRow) {
        for (int i = 0; i < columns.length; i++) {
            boolean isNull = batch.columns[columns[i]].nulls[batchRow];
            rowKey.set(
                    i,
                    isNull,
                    shape.formats[columns[i]].bitsOf(batch.columns[columns[i]], batchRow));
        }
        return rowKey;
    }

    /** The key that a row will have when some of its columns are changed. */
    RowKey loadChangedKey(RowAddress row, Batch batch, int batchRow, int[] changed) {
        rowKey.load(row);
        for (int i = 0; i < changed.length; i++) {
            for (int part = 0; part < columns.length; part++) {
                if (columns[part] == changed[i]) {
                    boolean isNull = batch.columns[i].nulls[batchRow];
                    rowKey.set(
                            part,
                            isNull,
                            shape.formats[changed[i]].bitsOf(batch.columns[i], batchRow));
                }
            }
        }
        return rowKey;
    }

    boolean isTouchedBy(int[] changed) {
        for (int column : changed) {
            if ((columnMask[column >>> 6] >>> column & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    void forgetKey() {
        keyRemembered = false;
    }

    /** Remembers the key that was loaded, if there is one. */
    void rememberLoadedKey() {
        keyRemembered = !rowKey.hasNull();
        rememberedKey = keyRemembered ? rowKey.key() : 0;
    }

    boolean hasRememberedKey() {
        return keyRemembered;
    }

    long rememberedKey() {
        return rememberedKey;
    }

    /**
     * Whether the row has the key now, or had it before the changes of the transaction that is
     * changing it.
     */
    private boolean mayHaveKey(RowAddress row, int slot, long key) {
        rowKey.load(row);
        if (!rowKey.hasNull() && rowKey.key() == key) {
            return true;
        }
        long word = table.chains().word(row);
        while (VersionWord.isImage(word)) {
            long mark = BeforeImageLayout.mark(word);
            boolean isVersion = !VersionWord.isUndone(mark);
            if (isVersion && VersionWord.slot(mark) != slot) {
                return false;
            }
            rowKey.applyImage(word);
            if (isVersion && !rowKey.hasNull() && rowKey.key() == key) {
                return true;
            }
            word = BeforeImageLayout.nextAcquire(word);
        }
        return false;
    }
}
