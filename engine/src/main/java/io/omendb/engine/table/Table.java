package io.omendb.engine.table;

import io.omendb.engine.mvcc.BeforeImageLayout;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.engine.mvcc.VersionWord;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;

/**
 * A table in memory: the newest version of every row in its columns, older ones in chains, its
 * indexes.
 *
 * <p>Thread: writer, except {@link #reader}, {@link #vectorCount} and the figures. Every change
 * names a transaction slot and a command; the caller has decided that the change is allowed ({@link
 * #newestState}) and keeps a list of the row ids that a transaction changed, to {@link #undo} them
 * in reverse order. Calls that can run out of memory throw {@link MemoryExhaustedException} and
 * have changed nothing then. The steady state allocates nothing on the heap.
 */
public final class Table {

    private static final VarHandle LIVE_ROWS = liveRowsHandle();

    /** How many before-images a change of a row looks at to cut its chain. */
    private static final int CUT_LIMIT = 32;

    private final RowStore store;
    private final int number;
    private final List<SqlType> types;
    private final TableShape shape;
    private final StringHeap heaps;
    private final RowGroups groups;
    private final VersionChains chains;
    private final RowWriter rows;
    private final FreeSlots free;
    private final IndexSet indexes;
    private final TablePruner pruner;
    private final InsertRun run;
    private final RowAddress row = new RowAddress();
    private final RowFetch inPlace;
    private volatile long vectorCount;
    private volatile long liveRows;

    Table(RowStore store, int number, List<SqlType> types) {
        this.store = store;
        this.number = number;
        this.types = List.copyOf(types);
        this.shape = new TableShape(types);
        BlockAllocator allocator = store.allocator();
        Epochs epochs = store.epochs();
        this.heaps = new StringHeap(allocator, epochs);
        this.groups = new RowGroups(shape, allocator, epochs, heaps);
        this.chains = new VersionChains(shape, allocator, epochs, store.slots());
        this.rows = new RowWriter(shape, groups, heaps, number);
        this.free = new FreeSlots(groups);
        this.indexes = new IndexSet(shape, chains);
        this.pruner = new TablePruner(store, shape, groups, chains, indexes, rows, free);
        this.run = new InsertRun(rows, chains, indexes, free, pruner);
        this.inPlace = new RowFetch(shape);
    }

    public List<SqlType> types() {
        return types;
    }

    // Changes

    /**
     * Inserts a row, visible to others when the transaction commits.
     *
     * @param batch one vector per column of the table, in their order
     * @return the row id
     */
    public long insert(Batch batch, int batchRow, int slot, int command) {
        long rowId = addToRun(batch, batchRow);
        publishRun(batch, slot, command);
        return rowId;
    }

    /**
     * Fetches the memory that the inserts of some rows of a batch will look at into the processor's
     * caches, so that they do not wait for it one after the other.
     *
     * @return how many rows, from {@code batchRow} on, this was done for
     */
    public int prefetch(Batch batch, int batchRow, int end) {
        int count = Math.min(end - batchRow, TableIndex.PREFETCHED_MAX);
        indexes.prefetch(batch, batchRow, count);
        return count;
    }

    /**
     * Adds a row to the run of rows that the next {@link #publishRun} inserts. The rows of a run
     * come one after the other in the batch. Until it is published its rows may not be looked at,
     * except through a unique index, which finds their keys taken.
     *
     * @return the row id
     */
    public long addToRun(Batch batch, int batchRow) {
        store.epochs().reserve();
        return run.add(batch, batchRow);
    }

    /** Whether the run has to be published before it takes another row. */
    public boolean isRunFull() {
        return run.isFull();
    }

    /** Inserts the rows of the run, visible to others when the transaction commits. */
    public void publishRun(Batch batch, int slot, int command) {
        int inserted = run.publish(batch, slot, command);
        if (inserted > 0) {
            publishEnd();
            liveRows(inserted);
        }
    }

    /**
     * Changes some columns of a row whose newest version is live and not another transaction's.
     *
     * @param columns the columns changed, each once
     * @param batch {@code batch.columns[i]} holds the new value of column {@code columns[i]}
     */
    public void update(
            long rowId, int[] columns, Batch batch, int batchRow, int slot, int command) {
        store.epochs().reserve();
        row.resolve(groups, rowId);
        assert row.isPresent() : "update of a row that is gone";
        pruner.cut(row, CUT_LIMIT);
        chains.ensureWords(row);
        long image =
                chains.newImage(
                        row,
                        VersionWord.mark(VersionWord.UPDATE, slot, command),
                        columns,
                        columns.length);
        try {
            rows.prepare(row, batch, batchRow, columns, columns.length);
        } catch (MemoryExhaustedException e) {
            chains.discardImage(image);
            throw e;
        }
        try {
            indexes.addUpdated(row, batch, batchRow, columns);
        } catch (MemoryExhaustedException e) {
            rows.discardPrepared(row, columns, columns.length);
            chains.discardImage(image);
            throw e;
        }
        rows.widenZones(row, batch, batchRow, columns, columns.length);
        chains.publish(row, slot, image);
        rows.store(row, batch, batchRow, columns, columns.length);
        pruner.enqueue(row);
    }

    /** Deletes a row whose newest version is live and not another transaction's. */
    public void delete(long rowId, int slot, int command) {
        store.epochs().reserve();
        row.resolve(groups, rowId);
        assert row.isPresent() : "delete of a row that is gone";
        pruner.cut(row, CUT_LIMIT);
        chains.ensureWords(row);
        long mark = VersionWord.mark(VersionWord.DELETION, slot, command);
        boolean alone = chains.word(row) == VersionWord.NONE;
        chains.publish(row, slot, alone ? mark : chains.newImage(row, mark, rows.allColumns(), 0));
        pruner.enqueue(row);
        liveRows(-1);
    }

    /**
     * Undoes the newest change of a row that the transaction in {@code slot} made and has not
     * undone yet (rule 6).
     */
    public void undo(long rowId, int slot) {
        store.epochs().reserve();
        row.resolve(groups, rowId);
        long link = 0;
        long word = chains.word(row);
        while (VersionWord.isImage(word) && VersionWord.isUndone(BeforeImageLayout.mark(word))) {
            link = word;
            word = BeforeImageLayout.nextAcquire(word);
        }
        assert word != VersionWord.NONE : "nothing to undo";
        long mark = VersionWord.isImage(word) ? BeforeImageLayout.mark(word) : word;
        assert VersionWord.slot(mark) == slot : "the newest change is another transaction's";
        switch (VersionWord.tag(mark)) {
            case VersionWord.CREATION -> undoInsert();
            case VersionWord.DELETION -> undoDelete(link, word, slot);
            case VersionWord.UPDATE -> undoUpdate(word, mark);
            default -> throw new IllegalStateException("not a mark: " + mark);
        }
    }

    // What the writer asks before it changes a row

    /** What the newest version of a row is to the transaction in {@code ownSlot} (or NO_SLOT). */
    public RowState newestState(long rowId, int ownSlot) {
        row.resolve(groups, rowId);
        return chains.newest(row, ownSlot);
    }

    /**
     * The slot of the newest change of a row that is not undone, NO_SLOT if all see it as it lies.
     */
    public int newestSlot(long rowId) {
        newestState(rowId, TransactionSlots.NO_SLOT);
        return chains.newestSlot;
    }

    /** The command of the newest change of a row that is not undone. */
    public int newestCommand(long rowId) {
        newestState(rowId, TransactionSlots.NO_SLOT);
        return chains.newestCommand;
    }

    /**
     * Whether the newest change of a row, or its absence, is something that the snapshot does not
     * see.
     */
    public boolean changedSince(long rowId, Snapshot snapshot) {
        RowState state = newestState(rowId, snapshot.ownSlot());
        if (state == RowState.NONE) {
            return true;
        }
        return chains.newestSlot != TransactionSlots.NO_SLOT
                && !snapshot.sees(
                        VersionWord.mark(
                                VersionWord.UPDATE, chains.newestSlot, chains.newestCommand));
    }

    /**
     * Reads a row as it lies, in whatever transaction.
     *
     * @param columns {@code out.columns[i]} takes column {@code columns[i]}
     * @return false if there is no row
     */
    public boolean readNewest(long rowId, int[] columns, Batch out, int outRow) {
        row.resolve(groups, rowId);
        if (!row.isPresent()) {
            return false;
        }
        inPlace.copy(row, columns, columns.length, out.columns, outRow);
        inPlace.strings(row, columns, columns.length, out.columns, outRow);
        return true;
    }

    /** Reads all columns of a row as it lies. */
    public boolean readNewest(long rowId, Batch out, int outRow) {
        return readNewest(rowId, rows.allColumns(), out, outRow);
    }

    // Recovery: no versions, no index entries, no readers

    /** Puts a row where the log says that it lies. */
    public void restoreInsert(long rowId, Batch batch, int batchRow) {
        int[] columns = rows.allColumns();
        free.reach(rowId);
        row.resolve(groups, rowId);
        assert !row.isPresent() : "a row is restored over another";
        rows.prepare(row, batch, batchRow, columns, columns.length);
        rows.widenZones(row, batch, batchRow, columns, columns.length);
        rows.store(row, batch, batchRow, columns, columns.length);
        RowGroupLayout.setBit(RowGroupLayout.presence(row.group), row.slot);
        liveRows(1);
    }

    public void restoreUpdate(long rowId, int[] columns, Batch batch, int batchRow) {
        row.resolve(groups, rowId);
        assert row.isPresent() : "an update of no row is restored";
        for (int column : columns) {
            rows.retireString(row, column);
        }
        rows.prepare(row, batch, batchRow, columns, columns.length);
        rows.widenZones(row, batch, batchRow, columns, columns.length);
        rows.store(row, batch, batchRow, columns, columns.length);
    }

    public void restoreDelete(long rowId) {
        row.resolve(groups, rowId);
        assert row.isPresent() : "a deletion of no row is restored";
        rows.retireStrings(row);
        RowGroupLayout.clearBit(RowGroupLayout.presence(row.group), row.slot);
        liveRows(-1);
    }

    /** Ends recovery: finds the free slots and loads the indexes from the rows. */
    public void rebuildIndexes() {
        free.recount();
        publishEnd();
        for (TableIndex index : indexes.indexes()) {
            IndexLoad.loadAtOnce(index, vectorCount, store.allocator());
        }
    }

    // Indexes

    /**
     * Makes an index over all versions of all rows, at once.
     *
     * @param columns of key types, see {@link KeyCodec#supports}
     */
    public TableIndex createIndex(boolean unique, int... columns) {
        TableIndex index = newIndex(unique, columns);
        try {
            IndexLoad.loadAtOnce(index, vectorCount, store.allocator());
        } catch (MemoryExhaustedException e) {
            index.close();
            throw e;
        }
        indexes.attach(index);
        return index;
    }

    /**
     * Begins to make the index of a primary key, in pieces. Nobody but the transaction in {@code
     * slot} has changes in the table that have not ended, and nobody changes it until the build is
     * finished or closed.
     *
     * @param columns of key types, see {@link KeyCodec#supports}
     */
    public IndexBuild buildPrimaryKey(int slot, int... columns) {
        return new IndexBuild(this, newIndex(true, columns), vectorCount, slot, pruner);
    }

    private TableIndex newIndex(boolean unique, int... columns) {
        List<SqlType> keyTypes = Arrays.stream(columns).mapToObj(types::get).toList();
        return new TableIndex(this, shape, columns, unique, KeyCodec.of(keyTypes));
    }

    /** Uses an index that was built in pieces. */
    void attach(TableIndex index) {
        indexes.attach(index);
    }

    /** The indexes, in the order in which they were made. */
    public List<TableIndex> indexes() {
        return List.of(indexes.indexes());
    }

    /** Takes an index away; readers that still have it see it until the epochs have passed. */
    public void dropIndex(TableIndex index) {
        indexes.detach(index);
        store.dismantle(index::retire);
    }

    // Cleaning

    /**
     * Sweeps at most so many vectors; call {@link RowStore#prune} instead, which looks at the
     * horizon first.
     */
    int prune(int maxSteps) {
        return pruner.prune(maxSteps);
    }

    /**
     * Drops the table: its memory goes in the store's next rounds, when the readers have moved on.
     * Nobody may begin to read it any more.
     */
    public void close() {
        store.forget(number);
        pruner.forgetQueue();
        List<TableIndex> dropped = List.of(indexes.indexes());
        store.dismantle(new TableDismantling(dropped, groups, chains, free.vectorCount()));
    }

    // Reading

    /**
     * A reader for one thread.
     *
     * @param epoch that thread's slot; entered by the caller around its calls, renewed by the
     *     reader in each
     */
    public TableReader reader(EpochSlot epoch) {
        return new TableReader(this, shape, groups, epoch);
    }

    /**
     * How many vectors there are to scan; take it after the snapshot: what comes later the snapshot
     * does not see.
     */
    public long vectorCount() {
        return vectorCount;
    }

    // Figures

    /** Rows inserted and not deleted, whether committed or not. */
    public long liveRows() {
        return liveRows;
    }

    /** What the table consists of, its indexes left out; beside the writer, about. Thread: any. */
    public TableMemory memory() {
        long rowCount = liveRows;
        long rowBytes = rowCount * shape.rowBytes();
        return new TableMemory(
                rowCount,
                rowBytes,
                Math.max(0, groups.slots() - rowCount),
                Math.max(0, groups.valueBytes() - rowBytes),
                groups.groupCount(),
                groups.headerBytes() + heaps.headerBytes(),
                heaps.values(),
                heaps.valueBytes(),
                Math.max(0, heaps.extentBytes() - heaps.valueBytes()),
                chains.images(),
                chains.imageBytes(),
                chains.wordVectors(),
                chains.wordBytes());
    }

    /** Bytes of version words and before-images. Thread: any. */
    public long versionBytes() {
        return chains.imageBytes() + chains.wordBytes();
    }

    /** Slots that a later insert uses again. Thread: writer. */
    public long freeSlots() {
        return free.freeCount();
    }

    /** Vectors whose words wait to be swept. Thread: writer. */
    public long vectorsToSweep() {
        return pruner.queueLength();
    }

    RowStore store() {
        return store;
    }

    RowGroups groups() {
        return groups;
    }

    boolean isInInsertRun(long rowId) {
        return run.holds(rowId);
    }

    VersionChains chains() {
        return chains;
    }

    void reclaimChunk(long group, long chunk) {
        heaps.reclaim(RowGroupLayout.heap(groups.descriptor(group)), chunk);
    }

    private void undoInsert() {
        VersionChains.beginColumns(row);
        RowGroupLayout.clearBit(RowGroupLayout.presence(row.group), row.slot);
        rows.retireStrings(row);
        pruner.awaitSettling(row);
        liveRows(-1);
    }

    private void undoDelete(long link, long word, int slot) {
        assert link == 0 : "a deletion under a newer change";
        long next =
                VersionWord.isImage(word) ? BeforeImageLayout.nextAcquire(word) : VersionWord.NONE;
        chains.putWord(row, next);
        if (VersionWord.isImage(word)) {
            chains.retireImage(word);
        }
        store.slots().dropMarks(slot, 1);
        liveRows(1);
    }

    private void undoUpdate(long image, long mark) {
        rows.retireStringsUnder(row, image);
        indexes.rememberInPlace(row, image);
        VersionChains.beginColumns(row);
        BeforeImage.restore(shape, image, row);
        BeforeImageLayout.mark(image, VersionWord.undone(mark));
        indexes.removeRemembered(row);
        pruner.awaitSettling(row);
    }

    private void publishEnd() {
        long count = free.vectorCount();
        if (count != vectorCount) {
            vectorCount = count;
        }
    }

    /** A figure with one writer: no order is promised, so none is paid for. */
    private void liveRows(long change) {
        LIVE_ROWS.setOpaque(this, (long) LIVE_ROWS.getOpaque(this) + change);
    }

    private static VarHandle liveRowsHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Table.class, "liveRows", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
