package io.omendb.engine.table;

import io.omendb.alex.StructureListener;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.Snapshots;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.engine.mvcc.VersionEpochs;
import io.omendb.engine.mvcc.VersionHorizon;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.Epochs;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.sql.types.SqlType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * What the tables of one database share: memory, epochs, transaction slots, announced snapshots,
 * the horizon below which no version is needed.
 *
 * <p>Thread: writer, except {@link #openSnapshot}. The allocator and the epochs are the caller's to
 * close, after this; the epochs' reclaim target is this store.
 */
public final class RowStore implements AutoCloseable {

    /** A tick of the version epochs has come back. */
    static final int TICK_KIND = 1;

    /** A chunk of a group's string heap: table number << 32 | group, reference with size class. */
    static final int CHUNK_KIND = 2;

    private static final int RECLAIMS_PER_STEP = 64;

    /** Blocks that a step of a dismantling retires: fewer than the epochs reserve room for. */
    private static final int BLOCKS_PER_STEP = 64;

    private final BlockAllocator allocator;
    private final Epochs epochs;
    private final StructureListener structureListener;
    private final VersionEpochs versionEpochs;
    private final TransactionSlots slots;
    private final Snapshots snapshots;
    private final MutableIntObjectMap<Table> tablesByNumber = IntObjectMaps.mutable.empty();
    private final List<Table> tables = new ArrayList<>();
    private final Deque<Dismantling> dismantlings = new ArrayDeque<>();
    private final VersionHorizon horizon = new VersionHorizon();
    private long pruneClock;
    private int nextToPrune;

    /** Never used again: what a dropped table has retired still names it. */
    private int nextTableNumber;

    /**
     * @param durableLsn an acquire load of the newest durable LSN
     */
    public RowStore(BlockAllocator allocator, Epochs epochs, LongSupplier durableLsn) {
        this(allocator, epochs, durableLsn, StructureListener.NONE);
    }

    /**
     * @param durableLsn an acquire load of the newest durable LSN
     * @param structureListener hears of changes of structure of all indexes
     */
    public RowStore(
            BlockAllocator allocator,
            Epochs epochs,
            LongSupplier durableLsn,
            StructureListener structureListener) {
        this.allocator = allocator;
        this.epochs = epochs;
        this.structureListener = structureListener;
        this.versionEpochs = new VersionEpochs(epochs, TICK_KIND);
        this.slots = new TransactionSlots(allocator, versionEpochs);
        this.snapshots = new Snapshots(durableLsn);
        epochs.reclaimTarget(this::reclaimed);
    }

    /** An empty table with columns of these types. */
    public Table createTable(List<SqlType> types) {
        int number = nextTableNumber++;
        Table table = new Table(this, number, types);
        tablesByNumber.put(number, table);
        tables.add(table);
        return table;
    }

    /** A snapshot for one session; any thread. */
    public Snapshot openSnapshot() {
        return snapshots.open(slots);
    }

    public TransactionSlots slots() {
        return slots;
    }

    public Epochs epochs() {
        return epochs;
    }

    public BlockAllocator allocator() {
        return allocator;
    }

    /**
     * What was committed up to this LSN is seen by every present and later snapshot; as of the last
     * refresh.
     */
    public long horizon() {
        return horizon.lsn();
    }

    /**
     * Looks at the durable LSN and the announced snapshots again. Call it before a batch of
     * changes.
     */
    public long refreshHorizon() {
        long before = horizon.lsn();
        snapshots.look(horizon);
        pruneClock += horizon.lsn() > before ? 1 : 0;
        return horizon.lsn();
    }

    /**
     * Takes versions away that nobody needs, and memory back that nobody reads: a bounded piece of
     * work, for between batches and when idle.
     *
     * @param maxSteps vectors of rows to sweep; each costs about a microsecond
     * @return steps taken; 0 if there was nothing to do
     */
    public int prune(int maxSteps) {
        refreshHorizon();
        if (epochs.pendingCount() > 0 || versionEpochs.isAwaited()) {
            versionEpochs.advance();
        }
        int steps = epochs.reclaim(RECLAIMS_PER_STEP * maxSteps) > 0 ? 1 : 0;
        for (int looked = 0; looked < tables.size() && steps < maxSteps; looked++) {
            nextToPrune = nextToPrune + 1 < tables.size() ? nextToPrune + 1 : 0;
            steps += tables.get(nextToPrune).prune(maxSteps - steps);
        }
        return steps + dismantle(maxSteps);
    }

    /** Takes something apart that nobody uses any more, in the rounds that come. */
    void dismantle(Dismantling dropped) {
        dismantlings.add(dropped);
    }

    private int dismantle(int maxSteps) {
        int steps = 0;
        for (; steps < maxSteps && !dismantlings.isEmpty(); steps++) {
            if (!reserveRetirements()) {
                return steps;
            }
            if (dismantlings.getFirst().step(BLOCKS_PER_STEP)) {
                dismantlings.removeFirst();
            }
        }
        return steps;
    }

    /** False if there is no memory to note them in: what is retired already comes back first. */
    private boolean reserveRetirements() {
        try {
            epochs.reserve();
            return true;
        } catch (MemoryExhaustedException e) {
            return false;
        }
    }

    /** Drops the tables and gives the transaction slots back. Readers have gone. */
    @Override
    public void close() {
        List.copyOf(tables).forEach(Table::close);
        while (!dismantlings.isEmpty()) {
            if (dismantle(Integer.MAX_VALUE) == 0 && !dismantlings.isEmpty()) {
                versionEpochs.advance();
                epochs.reclaim(RECLAIMS_PER_STEP);
            }
        }
        slots.close();
    }

    StructureListener structureListener() {
        return structureListener;
    }

    VersionHorizon versionHorizon() {
        return horizon;
    }

    VersionEpochs versionEpochs() {
        return versionEpochs;
    }

    /** Moves when the horizon does. */
    long pruneClock() {
        return pruneClock;
    }

    void forget(int tableNumber) {
        tables.remove(tablesByNumber.remove(tableNumber));
    }

    private void reclaimed(int kind, long a, long b) {
        switch (kind) {
            case TICK_KIND -> versionEpochs.ticked(a);
            case CHUNK_KIND -> {
                Table table = tablesByNumber.get((int) (a >>> 32));
                if (table != null) {
                    table.reclaimChunk(a & 0xFFFF_FFFFL, b);
                }
            }
            default -> throw new IllegalStateException("unknown kind of retired thing: " + kind);
        }
    }
}
