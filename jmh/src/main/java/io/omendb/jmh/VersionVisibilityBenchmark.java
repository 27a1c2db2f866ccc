package io.omendb.jmh;

import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.table.RowStore;
import io.omendb.engine.table.Table;
import io.omendb.engine.table.TableReader;
import io.omendb.offheap.BlockAllocator;
import io.omendb.offheap.EpochSlot;
import io.omendb.offheap.Epochs;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.vector.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Claim: the newest version of a row is read where it lies, without looking for it; an older one
 * costs a step per version in between, and no lock. A reader at a snapshot fetches rows that were
 * changed so many times since. The floor is a load of the same values from arrays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VersionVisibilityBenchmark {
    private static final int ROWS = 1 << 16;
    private static final long BUDGET_BYTES = 1L << 30;
    private static final List<SqlType> TYPES = List.of(SqlType.INT8, SqlType.FLOAT8);
    private static final int[] COLUMNS = {0, 1};
    private static final int[] CHANGED = {1};

    @Param({"0", "1", "8"})
    private int newerVersions;

    private BlockAllocator blocks;
    private Epochs epochs;
    private RowStore store;
    private Table table;
    private EpochSlot epoch;
    private TableReader reader;
    private final List<Snapshot> snapshots = new ArrayList<>();
    private long durableLsn;
    private long[] rowIds;
    private long[] keys;
    private double[] values;
    private int[] probes;
    private int probe;
    private Batch out;

    @Setup
    public void fill() {
        blocks = BlockAllocator.exclusive(BUDGET_BYTES);
        epochs = new Epochs(blocks);
        store = new RowStore(blocks, epochs, () -> durableLsn);
        table = store.createTable(TYPES);
        rowIds = new long[ROWS];
        keys = new long[ROWS];
        values = new double[ROWS];
        out = Batch.of(TYPES, 1);
        insert();
        // Versions that no snapshot needs would go: one is held for each.
        hold();
        for (int version = 0; version < newerVersions; version++) {
            update(version);
            hold();
        }
        epoch = epochs.register();
        reader = table.reader(epoch);
        epoch.enter();
        probes = new SplittableRandom(Seed.VALUE).ints(ROWS, 0, ROWS).toArray();
    }

    @TearDown
    public void giveBack() {
        epoch.exit();
        epochs.unregister(epoch);
        snapshots.forEach(Snapshot::close);
        store.close();
        epochs.close();
        blocks.close();
    }

    @Benchmark
    public double fetch() {
        boolean seen = reader.fetch(rowIds[nextProbe()], snapshots.getFirst(), COLUMNS, out, 0);
        return seen ? out.columns[0].longs[0] + out.columns[1].doubles[0] : Double.NaN;
    }

    @Benchmark
    public double floorArrays() {
        int row = nextProbe();
        return keys[row] + values[row];
    }

    private int nextProbe() {
        probe = (probe + 1) & (ROWS - 1);
        return probes[probe];
    }

    private void insert() {
        Batch row = Batch.of(TYPES, 1);
        int slot = store.slots().begin();
        for (int i = 0; i < ROWS; i++) {
            keys[i] = i;
            values[i] = MetricsDatabase.value(i);
            row.columns[0].setLong(0, keys[i]);
            row.columns[1].setDouble(0, values[i]);
            rowIds[i] = table.insert(row, 0, slot, 0);
        }
        commit(slot);
    }

    private void update(int version) {
        Batch row = Batch.of(List.of(SqlType.FLOAT8), 1);
        int slot = store.slots().begin();
        for (int i = 0; i < ROWS; i++) {
            row.columns[0].setDouble(0, version);
            table.update(rowIds[i], CHANGED, row, 0, slot, 0);
        }
        commit(slot);
    }

    private void commit(int slot) {
        durableLsn++;
        store.slots().commit(slot, durableLsn);
    }

    private void hold() {
        Snapshot snapshot = store.openSnapshot();
        snapshot.take(0);
        snapshots.add(snapshot);
    }
}
