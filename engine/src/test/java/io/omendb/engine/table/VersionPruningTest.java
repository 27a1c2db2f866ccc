package io.omendb.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.mvcc.Snapshot;
import io.omendb.engine.mvcc.TransactionSlots;
import io.omendb.sql.types.SqlType;
import io.omendb.sql.types.TypeKind;
import io.omendb.sql.vector.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes, and what stays, when versions are pruned. */
class VersionPruningTest {

    private static final List<SqlType> TYPES =
            List.of(SqlType.of(TypeKind.INT8), SqlType.of(TypeKind.INT8));
    private static final int[] ALL = {0, 1};
    private static final int[] SECOND = {1};

    private final Batch row = Batch.of(TYPES, 1);
    private final Batch change = Batch.of(TYPES.subList(1, 2), 1);

    @Test
    void shouldKeepOneVersionPerSnapshotWhenHotRowChangesUnderOldSnapshots() {
        try (StoreFixture fixture = new StoreFixture(16 << 20)) {
            Table table = fixture.store.createTable(TYPES);
            TableIndex index = table.createIndex(false, 1);
            long rowId = insert(fixture, table, 1, 0);
            Snapshot first = fixture.store.openSnapshot();
            Snapshot second = fixture.store.openSnapshot();
            first.take(0);
            for (int value = 1; value <= 2000; value++) {
                update(fixture, table, rowId, value);
                if (value == 1000) {
                    second.take(0);
                }
                fixture.store.prune(4);
            }
            assertTrue(
                    table.versionBytes() < RowGroupLayout.wordBytes(0) + 512,
                    () -> table.versionBytes() + " bytes");
            assertTrue(index.entryCount() < 8, () -> index.entryCount() + " entries");
            assertEquals(0, read(fixture, table, rowId, first));
            assertEquals(1000, read(fixture, table, rowId, second));
            first.close();
            assertEquals(1000, read(fixture, table, rowId, second));
            second.close();
            fixture.pruneAll();
            assertEquals(0, table.versionBytes());
            assertEquals(1, index.entryCount());
        }
    }

    @Test
    void shouldKeepVersionsWhenCommitIsNotDurable() {
        try (StoreFixture fixture = new StoreFixture(16 << 20)) {
            Table table = fixture.store.createTable(TYPES);
            long rowId = insert(fixture, table, 1, 7);
            TransactionSlots slots = fixture.store.slots();
            for (int value = 8; value < 20; value++) {
                int slot = slots.begin();
                change.columns[0].setLong(0, value);
                table.update(rowId, SECOND, change, 0, slot, 0);
                fixture.commit(slot);
                fixture.store.prune(4);
            }
            Snapshot snapshot = fixture.store.openSnapshot();
            snapshot.take(0);
            assertEquals(7, read(fixture, table, rowId, snapshot));
            snapshot.take(fixture.lsn);
            assertEquals(19, read(fixture, table, rowId, snapshot));
            snapshot.close();
        }
    }

    @Test
    void shouldReuseSlotsWhenRowsAreGoneForAll() {
        try (StoreFixture fixture = new StoreFixture(16 << 20)) {
            Table table = fixture.store.createTable(TYPES);
            TableIndex index = table.createIndex(true, 0);
            long[] rowIds = new long[200];
            for (int round = 0; round < 50; round++) {
                for (int i = 0; i < rowIds.length; i++) {
                    rowIds[i] = insert(fixture, table, i, round);
                }
                int slot = fixture.store.slots().begin();
                for (long rowId : rowIds) {
                    table.delete(rowId, slot, 0);
                }
                fixture.commitDurably(slot);
                fixture.pruneAll();
                assertEquals(0, index.entryCount());
                assertEquals(200, table.freeSlots());
            }
            assertEquals(1, table.vectorCount());
            assertTrue(
                    fixture.store.slots().slotCount() < 1000, "slots of transactions are reused");
        }
    }

    private long insert(StoreFixture fixture, Table table, long first, long second) {
        int slot = fixture.store.slots().begin();
        row.columns[0].setLong(0, first);
        row.columns[1].setLong(0, second);
        long rowId = table.insert(row, 0, slot, 0);
        fixture.commitDurably(slot);
        return rowId;
    }

    private void update(StoreFixture fixture, Table table, long rowId, long value) {
        int slot = fixture.store.slots().begin();
        change.columns[0].setLong(0, value);
        table.update(rowId, SECOND, change, 0, slot, 0);
        fixture.commitDurably(slot);
    }

    private static long read(StoreFixture fixture, Table table, long rowId, Snapshot snapshot) {
        Batch out = Batch.of(TYPES, 1);
        fixture.epoch.enter();
        assertTrue(table.reader(fixture.epoch).fetch(rowId, snapshot, ALL, out, 0));
        fixture.epoch.exit();
        return out.columns[1].longs[0];
    }
}
