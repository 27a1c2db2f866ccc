package io.omendb.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steady state of insert, update, delete, lookup and scan allocates nothing on the heap. */
class TableAllocationTest {

    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.of(TypeKind.INT8),
                    SqlType.of(TypeKind.FLOAT8),
                    SqlType.of(TypeKind.TEXT));
    private static final int[] ALL = {0, 1, 2};
    private static final int[] CHANGED = {1, 2};
    private static final int ROUND = 2000;
    private static final byte[] TEXT =
            "a text that does not fit in twelve bytes".getBytes(StandardCharsets.US_ASCII);

    @Test
    void shouldAllocateNothingWhenSteady() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (StoreFixture fixture = new StoreFixture(256 << 20)) {
            Load load = new Load(fixture);
            long allocated = Long.MAX_VALUE;
            // The first rounds are interpreted, and grow what grows; then one without allocation
            // suffices.
            long end = System.nanoTime() + 10_000_000_000L;
            while (allocated != 0 && System.nanoTime() < end) {
                long before = threads.getCurrentThreadAllocatedBytes();
                load.round();
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(
                    0,
                    allocated,
                    "bytes in the last round of " + ROUND + " operations of each kind");
            load.snapshot.close();
        }
    }

    private static final class Load {
        private final StoreFixture fixture;
        private final Table table;
        private final TableIndex index;
        private final TableReader reader;
        private final IndexLookup lookup;
        private final Snapshot snapshot;
        private final Batch row = Batch.of(TYPES, 1);
        private final Batch change = Batch.of(TYPES.subList(1, 3), 1);
        private final Batch one = Batch.of(TYPES, 1);
        private final Batch out = Batch.withRowIds(TYPES, Batch.CAPACITY);
        private final long[] rowIds = new long[ROUND];

        Load(StoreFixture fixture) {
            this.fixture = fixture;
            table = fixture.store.createTable(TYPES);
            index = table.createIndex(true, 0);
            reader = table.reader(fixture.epoch);
            lookup = reader.lookup(index, ALL);
            snapshot = fixture.store.openSnapshot();
        }

        void round() {
            TransactionSlots slots = fixture.store.slots();
            for (int i = 0; i < ROUND; i++) {
                int slot = slots.begin();
                row.clear();
                row.columns[0].setLong(0, i);
                row.columns[1].setDouble(0, i);
                row.columns[2].setBytes(0, TEXT, 0, 20 + i % 20);
                assertTrue(index.conflictOfInsert(row, 0, slot) == KeyConflict.NONE);
                rowIds[i] = table.insert(row, 0, slot, 0);
                end(slot, i);
            }
            for (int i = 0; i < ROUND; i++) {
                int slot = slots.begin();
                change.clear();
                change.columns[0].setDouble(0, i);
                change.columns[1].setBytes(0, TEXT, 0, 15 + i % 20);
                table.update(rowIds[i], CHANGED, change, 0, slot, 0);
                if (i % 10 == 0) {
                    table.undo(rowIds[i], slot);
                }
                end(slot, i);
            }
            read();
            for (int i = 0; i < ROUND; i++) {
                int slot = slots.begin();
                table.delete(rowIds[i], slot, 0);
                end(slot, i);
            }
            while (fixture.store.prune(64) > 0) {}
        }

        private void read() {
            snapshot.take(0);
            fixture.epoch.enter();
            for (int i = 0; i < ROUND; i++) {
                one.clear();
                assertTrue(lookup.get(i, snapshot, one, 0));
            }
            long rows = 0;
            for (long vector = 0; vector < table.vectorCount(); vector++) {
                rows += reader.scanVector(vector, snapshot, ALL, out);
            }
            assertTrue(rows == ROUND);
            fixture.epoch.exit();
            snapshot.release();
        }

        private void end(int slot, int i) {
            fixture.lsn++;
            fixture.store.slots().commit(slot, fixture.lsn);
            if (i % 16 == 15) {
                fixture.durableLsn.setRelease(fixture.lsn);
                fixture.store.prune(8);
            }
        }
    }
}
