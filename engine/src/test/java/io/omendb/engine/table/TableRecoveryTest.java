package io.omendb.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.offheap.MemoryExhaustedException;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows put back by replay, index loading, and what runs out. */
class TableRecoveryTest {

    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.of(TypeKind.INT4),
                    SqlType.of(TypeKind.INT4),
                    SqlType.of(TypeKind.TEXT));
    private static final int[] ALL = {0, 1, 2};

    private final Batch row = Batch.of(TYPES, 1);

    @Test
    void shouldFindRowsByKeyWhenRestoredInAnyOrder() {
        try (StoreFixture fixture = new StoreFixture(64 << 20)) {
            Table table = fixture.store.createTable(TYPES);
            TableIndex index = table.createIndex(true, 1, 0);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 3000; i++) {
                order.add(i);
            }
            Collections.shuffle(order, new Random(7));
            for (int i : order) {
                table.restoreInsert(rowIdOf(i), put(i, -i, "inserted row number " + i), 0);
            }
            for (int i = 0; i < 3000; i += 3) {
                Batch change = Batch.of(TYPES.subList(1, 3), 1);
                change.columns[0].setLong(0, i + 5000);
                change.columns[1].setNull(0);
                table.restoreUpdate(rowIdOf(i), new int[] {1, 2}, change, 0);
            }
            for (int i = 1; i < 3000; i += 3) {
                table.restoreDelete(rowIdOf(i));
            }
            table.rebuildIndexes();
            assertEquals(2000, table.liveRows());
            assertEquals(2000, index.entryCount());
            assertEquals(1000, table.freeSlots());
            Snapshot snapshot = fixture.store.openSnapshot();
            snapshot.take(0);
            fixture.epoch.enter();
            IndexLookup lookup = table.reader(fixture.epoch).lookup(index, ALL);
            Batch out = Batch.of(TYPES, 1);
            Batch key = Batch.of(List.of(TYPES.get(1), TYPES.get(0)), 1);
            for (int i = 0; i < 3000; i++) {
                key.columns[0].setLong(0, i % 3 == 0 ? i + 5000 : -i);
                key.columns[1].setLong(0, i);
                boolean found = lookup.get(index.codec().key(key.columns, 0), snapshot, out, 0);
                assertEquals(i % 3 != 1, found);
                if (found) {
                    assertEquals(rowIdOf(i), lookup.rowId());
                    assertEquals(i % 3 == 0, out.columns[2].nulls[0]);
                }
            }
            fixture.epoch.exit();
            snapshot.close();
            int slot = fixture.store.slots().begin();
            long reused = table.insert(put(1, 1, "again"), 0, slot, 0);
            assertTrue(reused < rowIdOf(3000), "a free slot is used before a new one");
            fixture.commit(slot);
        }
    }

    @Test
    void shouldSayWhichRowIsDuplicateWhenIndexIsMade() {
        try (StoreFixture fixture = new StoreFixture(64 << 20)) {
            Table table = fixture.store.createTable(TYPES);
            TransactionSlots slots = fixture.store.slots();
            int slot = slots.begin();
            table.insert(put(1, 5, "a"), 0, slot, 0);
            long second = table.insert(put(2, 5, "b"), 0, slot, 0);
            try (IndexBuild build = table.buildPrimaryKey(slot, 1)) {
                assertEquals(second, complete(build).duplicateRow());
            }
            table.delete(second, slot, 1);
            table.undo(second, slot);
            table.delete(second, slot, 2);
            fixture.commitDurably(slot);
            IndexBuild build = complete(table.buildPrimaryKey(slots.begin(), 1));
            assertEquals(-1, build.duplicateRow());
            TableIndex index = build.finish();
            assertEquals(KeyConflict.LIVE, index.findConflict(5, TransactionSlots.NO_SLOT, -1));
            fixture.pruneAll();
            assertEquals(1, index.entryCount());
        }
    }

    private static IndexBuild complete(IndexBuild build) {
        while (!build.step()) {
            assertEquals(-1, build.nullColumn());
        }
        return build;
    }

    @Test
    void shouldChangeNothingWhenMemoryRunsOut() {
        try (StoreFixture fixture = new StoreFixture(4 << 20)) {
            Table table = fixture.store.createTable(TYPES);
            TableIndex index = table.createIndex(true, 0);
            int slot = fixture.store.slots().begin();
            int inserted = 0;
            boolean full = false;
            while (!full) {
                try {
                    table.insert(put(inserted, 0, "text ".repeat(20 + inserted % 100)), 0, slot, 0);
                    inserted++;
                } catch (MemoryExhaustedException e) {
                    full = true;
                }
            }
            assertEquals(inserted, table.liveRows());
            assertEquals(inserted, index.entryCount());
            assertFalse(inserted < 1000);
            Snapshot snapshot = fixture.store.openSnapshot();
            snapshot.take(0);
            snapshot.own(slot, 1);
            fixture.epoch.enter();
            TableReader reader = table.reader(fixture.epoch);
            Batch out = Batch.withRowIds(TYPES, Batch.CAPACITY);
            int seen = 0;
            for (long vector = 0; vector < table.vectorCount(); vector++) {
                seen += reader.scanVector(vector, snapshot, ALL, out);
            }
            assertEquals(inserted, seen);
            fixture.epoch.exit();
            snapshot.close();
            fixture.commitDurably(slot);
            fixture.pruneAll();
            assertEquals(0, table.versionBytes());
        }
    }

    private Batch put(int first, int second, String text) {
        row.clear();
        row.columns[0].setLong(0, first);
        row.columns[1].setLong(0, second);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        row.columns[2].setBytes(0, bytes, 0, bytes.length);
        return row;
    }

    /** The i-th row id from the beginning of a table. */
    private static long rowIdOf(int i) {
        long group = 0;
        int slot = i;
        while (slot >= RowGroupLayout.capacityOf(group)) {
            slot -= RowGroupLayout.capacityOf(group++);
        }
        return RowGroupLayout.rowId(group, slot);
    }
}
